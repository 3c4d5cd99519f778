import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { VirtError } from '@tsvirt/util';
import type { Kind } from '../kinds/kind.js';
import { kindOf } from '../kinds/kind-table.js';

/** A file with a document, and what the folders that it lies in say about it. */
export interface DocumentSource {
  /** `-` for standard input. */
  readonly file: string;
  /** In `network/inner.json` a network; undefined where the folder says nothing. */
  readonly kind: Kind | undefined;
  /** In `volume/images/disk.xml` images. */
  readonly owner: string | undefined;
}

/**
 * Files that the command line names; of folders, all `*.xml` and `*.json` below them, in the order of their names. Hidden
 * ones are left out.
 * @throws VirtError SYSTEM_ERROR for what is not there
 */
export async function documentSources(operands: readonly string[]): Promise<DocumentSource[]> {
  const lists = await Promise.all(operands.map(filesAt));
  return lists.flat().map(file => ({ file, ...toldByFolder(file) }));
}

async function filesAt(operand: string): Promise<string[]> {
  if (operand === '-') return [operand];
  try {
    if (!(await stat(operand)).isDirectory()) return [operand];
    const entries = await readdir(operand, { recursive: true, withFileTypes: true });
    const files = entries
      .filter(entry => !entry.isDirectory())
      .map(entry => path.relative(operand, path.join(entry.parentPath, entry.name)))
      .filter(file => /\.(?:xml|json)$/.test(file) && !file.split(path.sep).some(part => part.startsWith('.')));
    if (files.length > 0) return files.toSorted().map(file => path.join(operand, file));
  } catch (reason) {
    throw VirtError.system(reason, 'NONE', `cannot read '${operand}'`);
  }
  throw new VirtError('INVALID_ARG', 'NONE', `there are no documents (*.xml, *.json) in '${operand}'`);
}

function toldByFolder(file: string): Pick<DocumentSource, 'kind' | 'owner'> {
  const [, folder = '', above = ''] = path.resolve(file).split(path.sep).toReversed();
  const outer = kindOf(above);
  if (outer?.owner !== undefined) return { kind: outer, owner: folder };
  const kind = kindOf(folder);
  return { kind: kind?.owner === undefined ? kind : undefined, owner: undefined };
}
