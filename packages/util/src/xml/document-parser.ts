import { SaxesParser } from 'saxes';
import { isKnownEncoding } from './bytes.js';
import { phraseOf } from './phrase.js';
import { TreeBuilder, type TreeLimits } from './tree-builder.js';

/** The rules of 1.0 hold whatever 1.x a document claims to be, as in libxml2; namespaces are the tree's business. */
const rules = { xmlns: false, position: false, forceXMLVersion: true, defaultXMLVersion: '1.0' } as const;

/** saxes with the handlers below on its prototype. */
class DocumentParser extends SaxesParser<typeof rules> {}

/** A document on its way into its tree. */
interface Reading {
  readonly parser: DocumentParser;
  readonly tree: TreeBuilder;
  readonly text: string;
  readonly fail: (phrase: string, offset: number) => never;
}

/** The one being read: parsing is synchronous, and nothing that it calls reads another. */
let reading: Reading | undefined;

/**
 * Feeds a document to a tree.
 * @param fail throws the error for the first fault, given its words and its index in the text
 */
export function parseInto(
  text: string,
  limits: TreeLimits,
  fail: (phrase: string, offset: number) => never,
): TreeBuilder {
  const parser = new DocumentParser(rules);
  const tree = new TreeBuilder(text, { ...limits, position: () => parser.position, fail });
  reading = { parser, tree, text, fail };
  try {
    parser.write(text).close();
  } finally {
    reading = undefined;
  }
  return tree;
}

function current(): Reading {
  if (reading === undefined) throw new Error('a parser runs without a document');
  return reading;
}

// Set once, on the prototype: set on each parser, as `on` is meant, they push V8's object out of its fast form,
// and reading takes seven times as long.
const handlers = DocumentParser.prototype;
handlers.on('error', error => {
  const { text, parser, tree, fail } = current();
  const fault = phraseOf(error.message, text, parser.position, tree);
  fail(fault.phrase, fault.offset);
});
handlers.on('xmldecl', ({ encoding }) => {
  const { tree } = current();
  if (encoding !== undefined && !isKnownEncoding(encoding)) tree.fail(`Unsupported encoding ${encoding}`);
  tree.skip();
});
handlers.on('doctype', () => current().tree.fail('a document type declaration is not accepted'));
handlers.on('opentagstart', tag => current().tree.startTag(tag.name));
handlers.on('attribute', attribute => current().tree.attribute(attribute.name, attribute.value));
handlers.on('opentag', () => current().tree.open());
handlers.on('closetag', () => current().tree.close());
handlers.on('text', run => current().tree.text(run));
handlers.on('cdata', run => current().tree.cdata(run));
handlers.on('comment', run => current().tree.comment(run));
handlers.on('processinginstruction', ({ target, body }) => current().tree.instruction(target, body));
