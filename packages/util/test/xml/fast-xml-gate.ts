import { readForeignXml } from '@tsvirt/util/foreign-xml';
import type { XmlElement } from '@tsvirt/util/xml';

/** Characters that no XML document may hold. */
// oxlint-disable-next-line no-control-regex -- they are what is meant
const impossible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/u;
const literal = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>/g;

/**
 * The other candidate for the reader of libvirt's documents: fast-xml-parser with its validator before it and,
 * around both, what can be checked without a tokenizer of one's own. Kept to repeat the comparison.
 */
export function readGated(source: string): XmlElement {
  if (impossible.test(source)) throw new Error('impossible character');
  if (/<!DOCTYPE/.test(source)) throw new Error('document type');
  if (source.lastIndexOf('<?xml ') > (source.charCodeAt(0) === 0xfeff ? 1 : 0)) throw new Error('late declaration');
  const markup = source.replace(literal, '');
  if (/&(?!(?:lt|gt|amp|quot|apos|#\d+|#x[\da-fA-F]+);)/.test(markup)) throw new Error('unknown entity');
  if (markup.includes(']]>')) throw new Error(']]> in text');
  if (/<[^>]*</.test(markup)) throw new Error('< in a tag');
  if (/^\ufeff?[^<]*[^<\s\ufeff]/.test(markup) || /[^>\s][^>]*$/.test(markup)) throw new Error('text outside the root');
  return readForeignXml(source);
}
