import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Connection } from '@tsvirt/core';
import { VirtError } from '@tsvirt/util';
import { command } from '../command.js';
import { kindOf } from '../kinds/kind-table.js';
import { unlessUnsupported } from '../kinds/listing.js';
import { findObject, type ObjectName, objectText, parseObjectName } from '../kinds/object-name.js';
import { StatusLine } from '../output/status-line.js';
import { printable } from '../output/text-width.js';
import { UsageError } from '../usage-error.js';

/** What a host is set up by. Volumes are data, interfaces and devices the host's own. */
const usualKinds = ['network', 'pool', 'secret', 'filter', 'domain'] as const;

export const exportCommand = command({
  name: 'export',
  summary: 'write the stored documents of a host to a folder, for apply',
  operands: 'FOLDER [NAME...]',
  details: `Domains, networks, pools, secrets (without their values) and filters, unless names are given: one file for each, as KIND/NAME.xml.
Files of these names are overwritten; what the other side does not have is left out.`,
  options: { secure: { type: 'boolean', text: 'with the passwords that are part of documents' } },
  examples: [
    ['tsvirt export infra', 'all there is; again later, to see what has changed'],
    ['tsvirt apply infra', 'back again, here or on another host'],
  ],
  async run({ names, values, terminal, json, connect, signal, writeJson }) {
    const [folder, ...chosen] = names;
    if (folder === undefined) throw new UsageError('FOLDER is missing');
    const wanted = chosen.map(parseObjectName);
    const connection = await connect();
    await using line = new StatusLine(terminal);
    for (const name of chosen.length > 0 ? wanted : await allOf(connection, signal)) {
      const object = await findObject(connection, name, { signal });
      await line.show(`writing ${printable(objectText(name))}`);
      const xml = await object.xml({ inactive: true, secure: values.secure, signal });
      const file = await written(folder, name, xml.endsWith('\n') ? xml : `${xml}\n`);
      await line.clear();
      if (json) await writeJson({ kind: name.kind.word, name: objectText(name), file });
      else await terminal.write(`${printable(file)}\n`);
    }
    return undefined;
  },
});

async function allOf(connection: Connection, signal: AbortSignal): Promise<ObjectName[]> {
  const lists = usualKinds.map(async (word): Promise<ObjectName[]> => {
    const kind = kindOf(word);
    if (kind === undefined) return [];
    const choice = { only: undefined, owner: undefined, signal };
    const found = await unlessUnsupported(kind.list(connection, choice, { states: [] }));
    return (found?.items ?? []).map(({ name }) => ({ kind, name, owner: '' }));
  });
  return (await Promise.all(lists)).flat();
}

async function written(folder: string, { kind, name, owner }: ObjectName, text: string): Promise<string> {
  const file = path.join(
    folder,
    kind.word,
    ...(kind.owner === undefined ? [] : [fileName(owner)]),
    `${fileName(name)}.xml`,
  );
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (reason) {
    throw VirtError.system(reason, 'NONE', `cannot write '${file}'`);
  }
  return file;
}

/** A name as that of a file: what would be another folder, hidden, or a control character is percent-encoded. */
function fileName(name: string): string {
  return name.replace(/^\.|[/\p{Cc}]/gu, character => encodeURIComponent(character).replace('.', '%2E'));
}
