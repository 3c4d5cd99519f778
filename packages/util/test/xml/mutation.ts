/** Numbers in [0, 1) that are the same on every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Pieces that decide whether a document is well-formed, or how it is read. */
const pieces = [
  '<',
  '>',
  '/',
  '&',
  ';',
  '"',
  "'",
  '=',
  '<a>',
  '</a>',
  '<a/>',
  '<!--',
  '-->',
  '--',
  '<![CDATA[',
  ']]>',
  '<?',
  '?>',
  '<?pi x?>',
  '<?xml?>',
  '&amp;',
  '&#10;',
  '&#13;',
  '&#x9;',
  '&#0;',
  '&#xD800;',
  '&#x10FFFF;',
  '&nbsp;',
  '&;',
  '& ',
  'xmlns="urn:d"',
  ' xmlns:q="urn:q"',
  ' q:a="1"',
  '<q:e/>',
  '<q:e xmlns:q="urn:q" q:a="1"/>',
  'q:',
  ':',
  ' a="1"',
  ' a="1" a="2"',
  " a='<'",
  ' a=1',
  ' a',
  '\t',
  '\n',
  '\r\n',
  '\r',
  ' ',
  '\u0001',
  '\u0000',
  '\u007f',
  '\u0085',
  '\u00e9',
  '\u2028',
  '\ufeff',
  '\ufffe',
  '\uffff',
  '\u{1f600}',
  '<__proto__ constructor="1"/>',
  ' __proto__="x"',
  '<!DOCTYPE a>',
  '<!',
  '<!ELEMENT',
  ']]',
  '<1/>',
  '<a b = "c"  />',
  '</a >',
  '< a>',
  'text',
  '<?xml version="1.0"?>',
  ' xml:space="preserve"',
  ' xml:lang="x"',
  '<é ü="1"/>',
  '&lt;',
  '&gt;',
  '&quot;',
  '&apos;',
  '&LT;',
];

/** A document with one to three random changes: pieces put in, cut out, doubled, moved, characters replaced. */
export function mutated(document: string, random: () => number): string {
  let text = document;
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes -= 1) text = changed(text, random);
  return text;
}

function changed(text: string, random: () => number): string {
  const place = (): number => Math.floor(random() * (text.length + 1));
  const piece = pieces[Math.floor(random() * pieces.length)] ?? '';
  const at = place();
  const end = Math.min(text.length, at + 1 + Math.floor(random() * 8));
  switch (Math.floor(random() * 7)) {
    case 0:
      return text.slice(0, at) + text.slice(end);
    case 1:
      return text.slice(0, at) + text.slice(at, end) + text.slice(at);
    case 2:
      return text.slice(0, at) + piece + text.slice(at + 1);
    case 3: {
      const to = place();
      return text.slice(0, to) + text.slice(at, end) + text.slice(to);
    }
    case 4: {
      // At a tag's edge, where a random place seldom falls.
      const edge = text.indexOf(random() < 0.5 ? '>' : '<', at);
      return edge === -1 ? text + piece : text.slice(0, edge) + piece + text.slice(edge);
    }
    default:
      return text.slice(0, at) + piece + text.slice(at);
  }
}
