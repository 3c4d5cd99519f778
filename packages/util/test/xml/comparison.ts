import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readXml, type XmlElement } from '@tsvirt/util/xml';
import { canonical } from './canonical.js';
import type { Verdict } from './xmllint.js';

/** A document on which a reader and libxml2 differ. */
export interface Difference {
  readonly kind: 'accepts what is malformed' | 'refuses what is well-formed' | 'another tree';
  readonly document: string;
  readonly detail: string;
}

/** How a reader did on documents whose verdicts are known. */
export interface Comparison {
  compared: number;
  wellFormed: number;
  trees: number;
  /** Documents with a document type declaration: refused on purpose, whatever libxml2 says. */
  refusedTypes: number;
  readonly differences: Difference[];
}

/** The reader with every character kept. */
export function strict(document: string): XmlElement {
  return readXml(document, { blanks: 'keep' });
}

/** Reads each document and holds the outcome against libxml2's. */
export function compare(
  documents: readonly string[],
  verdicts: readonly Verdict[],
  read: (document: string) => XmlElement,
  form: 'canonical' | 'withoutBlanks' = 'canonical',
): Comparison {
  const result: Comparison = { compared: 0, wellFormed: 0, trees: 0, refusedTypes: 0, differences: [] };
  for (const [i, document] of documents.entries()) {
    const verdict = verdicts[i];
    if (verdict === undefined) continue;
    result.compared += 1;
    result.wellFormed += verdict.wellFormed ? 1 : 0;
    let root: XmlElement | undefined;
    let detail = '';
    try {
      root = read(document);
    } catch (reason) {
      detail = reason instanceof Error ? reason.message : String(reason);
    }
    if (root === undefined && document.includes('<!DOCTYPE')) {
      result.refusedTypes += 1;
    } else if (root !== undefined && !verdict.wellFormed) {
      result.differences.push({ kind: 'accepts what is malformed', document, detail });
    } else if (root === undefined && verdict.wellFormed) {
      result.differences.push({ kind: 'refuses what is well-formed', document, detail });
    } else if (root !== undefined && verdict[form] !== undefined) {
      result.trees += 1;
      const ours = canonical(root);
      if (ours !== verdict[form]) {
        result.differences.push({ kind: 'another tree', document, detail: `${ours}\n${verdict[form]}` });
      }
    }
  }
  return result;
}

/** Every XML document of a folder and its subfolders, in a fixed order. */
export async function documentsUnder(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true })).filter(name => name.endsWith('.xml')).toSorted();
  return Promise.all(names.map(name => readFile(join(folder, name), 'utf8')));
}
