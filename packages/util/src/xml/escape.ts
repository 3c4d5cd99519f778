/** References for what has one. What XML 1.0 cannot hold has none and is dropped, as libvirt drops control characters. */
const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

// Control characters are what these are about.
/* oxlint-disable no-control-regex */
const attributeSpecials = /[&<>"'\u0000-\u001f\ud800-\udfff\ufffe\uffff]/gu;
const textSpecials = /[&<>"'\u0000-\u0008\u000b-\u001f\ud800-\udfff\ufffe\uffff]/gu;
const foreignAttributeSpecials = /[&<>"\u0000-\u001f\u0080-\u{10ffff}]/gu;
const foreignNamespaceSpecials = /[&<"\u0000-\u001f\ud800-\udfff\ufffe\uffff]/gu;
const foreignTextSpecials = /[&<>\u0000-\u0008\u000b-\u001f\ud800-\udfff\ufffe\uffff]/gu;
const impossible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu;
const anySpecial = /[&<>"'\u0000-\u001f\u007f-\uffff]/;
/* oxlint-enable no-control-regex */

// Most values hold nothing of the kind, and to see that takes half the time of a replacement that replaces nothing.

/** An attribute's value as libvirt's own formatter escapes it, fit for either quote. */
export function attributeText(value: string): string {
  return anySpecial.test(value) ? value.replace(attributeSpecials, reference) : value;
}

/** Text as libvirt's own formatter escapes it: quotes too. */
export function characterData(value: string): string {
  return anySpecial.test(value) ? value.replace(textSpecials, reference) : value;
}

/** An attribute's value as libxml2 writes it in a subtree: for double quotes, all but ASCII as references. */
export function foreignAttributeText(value: string): string {
  return value.replace(foreignAttributeSpecials, character => references[character] ?? numbered(character));
}

/** A namespace's name as libxml2 writes it in a subtree. */
export function foreignNamespaceText(value: string): string {
  return value.replace(foreignNamespaceSpecials, reference);
}

/** Text as libxml2 writes it in a subtree. */
export function foreignCharacterData(value: string): string {
  return value.replace(foreignTextSpecials, reference);
}

/** Text for where XML knows no escapes: comments, instructions, CDATA. */
export function withoutImpossible(value: string): string {
  return value.replace(impossible, '');
}

function reference(character: string): string {
  return references[character] ?? '';
}

function numbered(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const isImpossible = code < 0x20 || (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff;
  return isImpossible ? '' : `&#x${code.toString(16).toUpperCase()};`;
}
