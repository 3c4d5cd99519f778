import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { schemaFolder } from './schema-files.js';

const run = promisify(execFile);

/** Whether this machine has xmllint and libvirt's schemas. */
export const canValidate = existsSync('/usr/bin/xmllint') && existsSync(schemaFolder);

/** Names of the documents that a schema of libvirt's refuses, each with what xmllint says about it. */
export async function refusals(schema: string, documents: ReadonlyMap<string, string>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tsvirt-schema-'));
  try {
    const names = [...documents.keys()];
    for (const [i, name] of names.entries()) await writeFile(join(folder, `${i}.xml`), documents.get(name) ?? '');
    const found: string[] = [];
    const batch = 200;
    for (let start = 0; start < names.length; start += batch) {
      const files = names.slice(start, start + batch).map((_, i) => `${start + i}.xml`);
      const said = await lint(join(schemaFolder, schema), files, folder);
      for (const [i, name] of names.entries()) {
        if (said.includes(`\n${i}.xml fails to validate\n`)) {
          const reasons = said.split('\n').filter(line => line.startsWith(`${i}.xml:`));
          found.push(`${name}: ${reasons.join('; ')}`);
        }
      }
    }
    return found;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function lint(schema: string, files: readonly string[], cwd: string): Promise<string> {
  const options = { cwd, maxBuffer: 1 << 24, timeout: 60_000 };
  try {
    const { stderr } = await run('/usr/bin/xmllint', ['--noout', '--relaxng', schema, ...files], options);
    return `\n${stderr}`;
  } catch (reason) {
    // xmllint's status is not 0 when a document is refused; what it says tells which.
    if (reason instanceof Error && 'stderr' in reason && typeof reason.stderr === 'string') return `\n${reason.stderr}`;
    throw reason;
  }
}
