// Part of the build: the JSON Schema of each kind of document as dist/schema/KIND.json.
import { mkdir, writeFile } from 'node:fs/promises';
import { documentNames, jsonSchema } from '../dist/index.js';

const folder = new URL('../dist/schema/', import.meta.url);
await mkdir(folder, { recursive: true });
for (const kind of documentNames()) {
  await writeFile(new URL(`${kind}.json`, folder), `${JSON.stringify(jsonSchema(kind), undefined, 2)}\n`);
}
