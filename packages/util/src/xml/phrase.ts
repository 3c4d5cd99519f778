import type { XmlElement } from './node.js';

/** What is known when the parser stumbles. */
interface ReadSoFar {
  readonly root: XmlElement | undefined;
  readonly current: XmlElement | undefined;
  readonly closed: XmlElement | undefined;
}

/** A fault in the words that users of libvirt know, and its index in the document. */
interface Fault {
  readonly phrase: string;
  readonly offset: number;
}

/**
 * Words the parser's complaint as libxml2 words the common faults, since people search for these phrases.
 * @param position index after the last character that was read
 */
export function phraseOf(complaint: string, text: string, position: number, read: ReadSoFar): Fault {
  const last = Math.max(0, position - 1);
  if (complaint === 'unexpected close tag.' && read.closed !== undefined) {
    const found = text.slice(text.lastIndexOf('</', last) + 2, last).trimEnd();
    const opened = `${read.closed.name} line ${read.closed.line}`;
    return { phrase: `Opening and ending tag mismatch: ${opened} and ${found}`, offset: position };
  }
  if (complaint.startsWith('unclosed tag') && read.current !== undefined) {
    const phrase = `Premature end of data in tag ${read.current.name} line ${read.current.line}`;
    return { phrase, offset: text.length };
  }
  if (complaint.startsWith('text data outside') || complaint.startsWith('unmatched closing tag')) {
    const content = read.root === undefined ? "Start tag expected, '<' not found" : EXTRA;
    return { phrase: content, offset: contentBefore(text, position) };
  }
  if (complaint.startsWith('documents may contain only one')) {
    return { phrase: EXTRA, offset: text.lastIndexOf('<', last) };
  }
  if (complaint.startsWith('document must contain')) {
    return { phrase: text === '' ? 'Document is empty' : "Start tag expected, '<' not found", offset: text.length };
  }
  if (complaint.startsWith('duplicate attribute: ')) {
    return { phrase: `Attribute ${complaint.slice(21, -1)} redefined`, offset: last };
  }
  if (complaint === 'undefined entity.') {
    return { phrase: `Entity '${text.slice(text.lastIndexOf('&', last) + 1, last)}' not defined`, offset: last };
  }
  if (complaint === 'disallowed character.' && text.charCodeAt(last) === 0x3c) {
    return { phrase: "Unescaped '<' not allowed in attributes values", offset: last };
  }
  return { phrase: plainPhrases[complaint] ?? complaint.replace(/\.$/, ''), offset: last };
}

const EXTRA = 'Extra content at the end of the document';

const plainPhrases: Readonly<Record<string, string>> = {
  'disallowed character.': 'Char not allowed here',
  'disallowed character in tag name': 'StartTag: invalid element name',
  'disallowed character in tag name.': 'StartTag: invalid element name',
  'disallowed character in attribute name.': 'attributes construct error',
  'no whitespace between attributes.': 'attributes construct error',
  'attribute without value.': 'Specification mandates value for attribute',
  'unquoted attribute value.': 'AttValue: " or \' expected',
  'disallowed character in closing tag.': "expected '>'",
  'malformed comment.': 'Double hyphen within comment',
  'the string "]]>" is disallowed in char data.': "Sequence ']]>' not allowed in content",
  'malformed character entity.': 'invalid character reference',
  'empty entity name.': 'entity reference without a name',
  'an XML declaration must be at the start of the document.':
    'XML declaration allowed only at the start of the document',
  'the XML declaration must appear at the start of the document.':
    'XML declaration allowed only at the start of the document',
};

/** Start of the character data that ends at a position. */
function contentBefore(text: string, position: number): number {
  const from = text.lastIndexOf('>', Math.max(0, position - 2)) + 1;
  const blanks = /^[\s\ufeff]*/.exec(text.slice(from, position))?.[0].length ?? 0;
  return Math.min(from + blanks, text.length);
}
