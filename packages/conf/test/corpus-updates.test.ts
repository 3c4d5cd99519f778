import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VirtError } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import {
  completeNetwork,
  formatNetwork,
  parseNetwork,
  type UpdateCommand,
  type UpdateSection,
  updateNetwork,
  updateSections,
  validateHostNetwork,
  validateNetwork,
} from '../src/index.js';
import { corpusFolder } from './corpus.js';
import { difference } from './difference.js';

interface UpdateMeta {
  readonly command: UpdateCommand;
  readonly section: UpdateSection;
  readonly parentIndex: number;
}

const commands: Readonly<Record<string, UpdateCommand>> = {
  MODIFY: 'modify',
  DELETE: 'delete',
  ADD_LAST: 'add-last',
  ADD_FIRST: 'add-first',
};

function metaOf(text: string): UpdateMeta {
  const meta: unknown = JSON.parse(text);
  if (typeof meta !== 'object' || meta === null || !('command' in meta && 'section' in meta && 'parentIndex' in meta)) {
    throw new Error('no update in meta.json');
  }
  const command = commands[String(meta.command)];
  const section = updateSections.find(name => name === String(meta.section).toLowerCase().replaceAll('_', '-'));
  if (command === undefined || section === undefined) throw new Error(`unknown update ${text}`);
  return { command, section, parentIndex: Number(meta.parentIndex) };
}

/** The document after the update, or code and domain of the refusal. */
async function outcome(at: string): Promise<string> {
  const read = (name: string) => readFile(join(at, name), 'utf8');
  const meta = metaOf(await read('meta.json'));
  const [input, entry] = [await read('input.xml'), await read('update.xml')];
  try {
    const defined = parseNetwork(input, { inactive: true });
    validateNetwork(defined);
    validateHostNetwork(defined);
    const network = completeNetwork(defined);
    return formatNetwork(updateNetwork(network, meta.command, meta.section, meta.parentIndex, entry), {
      inactive: true,
    });
  } catch (reason) {
    if (VirtError.is(reason)) return `${reason.codeNumber} ${reason.domainNumber}`;
    throw reason;
  }
}

async function wanted(at: string): Promise<string> {
  try {
    return await readFile(join(at, 'expected.xml'), 'utf8');
  } catch {
    // Absent where the daemon refuses the update.
    const error: unknown = JSON.parse(await readFile(join(at, 'error.json'), 'utf8'));
    if (typeof error !== 'object' || error === null || !('code' in error && 'domain' in error)) throw new Error(at);
    return `${String(error.code)} ${String(error.domain)}`;
  }
}

describe.skipIf(corpusFolder === undefined)('updates of networks (set TSVIRT_CORPUS to the corpus)', () => {
  test('give what libvirt gives, or fail as it fails', async () => {
    const folder = join(corpusFolder ?? '', 'network-update');
    const failures: string[] = [];
    const names = await readdir(folder);
    for (const name of names) {
      const failure = difference(await wanted(join(folder, name)), await outcome(join(folder, name)));
      if (failure !== undefined) failures.push(`### ${name}\n${failure}`);
    }
    console.info(`network-update: ${names.length - failures.length} of ${names.length} updates as libvirt`);
    expect(failures).toEqual([]);
  });
});
