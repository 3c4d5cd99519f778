import { type DocumentName, parseDocument, toJson } from '@tsvirt/conf';
import { command } from '../command.js';
import { onlyName } from '../command-line.js';
import { findObject, parseObjectName } from '../kinds/object-name.js';

export const xml = command({
  name: 'xml',
  summary: 'show the document of a domain or another object',
  operands: 'NAME',
  completes: 'domains',
  details: 'With --json it has the properties of @tsvirt/conf; `tsvirt apply` and `tsvirt-xml` take either form.',
  options: {
    inactive: { type: 'boolean', text: 'the stored definition, also while it is active' },
    secure: { type: 'boolean', text: 'with passwords and keys' },
  },
  examples: [
    ['tsvirt xml web', 'as it runs'],
    ['tsvirt xml web --inactive > web.xml', 'as it will start: for apply'],
    ["tsvirt xml web --json | jq '.devices.disks[].target.dev'", 'parts of it'],
    ['tsvirt xml network/default', 'a network'],
  ],
  async run({ names, values, terminal, json, connect, signal, writeJson }) {
    const name = parseObjectName(onlyName(names, 'NAME'));
    const { inactive, secure } = values;
    const object = await findObject(await connect(), name, { signal });
    const text = await object.xml({ inactive, secure, signal });
    if (json) await writeJson(asJson(object.document, text, secure ?? false), true);
    else await terminal.write(text.endsWith('\n') ? text : `${text}\n`);
    return undefined;
  },
});

function asJson<K extends DocumentName>(kind: K, text: string, secure: boolean) {
  return toJson(kind, parseDocument(text, { kind }).value, { secure });
}
