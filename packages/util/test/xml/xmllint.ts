import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Whether libxml2's xmllint is on this machine. */
export const hasXmllint = (process.env['PATH'] ?? '').split(delimiter).some(dir => existsSync(join(dir, 'xmllint')));

/** What libxml2 makes of a document. */
export interface Verdict {
  readonly wellFormed: boolean;
  /** Canonical XML with comments; absent when it has none: not well-formed, or a relative namespace name. */
  readonly canonical: string | undefined;
  /** The same after libxml2 dropped the blank text that it takes for layout. */
  readonly withoutBlanks: string | undefined;
}

const BATCH = 250;

/** Asks xmllint about each document, in batches, one process for each question and batch. */
export async function xmllintVerdicts(documents: readonly string[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (let at = 0; at < documents.length; at += BATCH) {
    verdicts.push(...(await batchVerdicts(documents.slice(at, at + BATCH))));
  }
  return verdicts;
}

async function batchVerdicts(documents: readonly string[]): Promise<Verdict[]> {
  const dir = await mkdtemp(join(tmpdir(), 'xml-verdicts-'));
  try {
    const names = documents.map((_, i) => `${i}.xml`);
    await Promise.all(documents.map((text, i) => writeFile(join(dir, `${i}.xml`), text)));
    const faults = await run(dir, ['--nonet', '--noout', ...names]);
    // Only these make a document malformed; namespace errors and warnings do not.
    const faulty = new Set<string>();
    for (const match of faults.stderr.matchAll(/^(\d+)\.xml:\d+: (?:parser|encoding) error : /gm))
      faulty.add(match[1] ?? '');
    const good = names.filter((_, i) => !faulty.has(String(i)));
    // A separator document goes before each, since the canonical forms come in one stream.
    await Promise.all(good.map(name => writeFile(join(dir, `m-${name}`), `<document-${name}/>`)));
    const canonical = await canonicalForms(dir, good, []);
    const withoutBlanks = await canonicalForms(dir, good, ['--noblanks']);
    return names.map((name, i) => ({
      wellFormed: !faulty.has(String(i)),
      canonical: canonical.get(name),
      withoutBlanks: withoutBlanks.get(name),
    }));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** The canonical form of each file that has one. */
async function canonicalForms(
  dir: string,
  names: readonly string[],
  options: readonly string[],
): Promise<Map<string, string>> {
  const { stdout } = await run(dir, ['--nonet', ...options, '--c14n', ...names.flatMap(name => [`m-${name}`, name])]);
  const forms = new Map<string, string>();
  for (const part of stdout.split('<document-').slice(1)) {
    const name = part.slice(0, part.indexOf('>'));
    const text = part.slice(part.indexOf('>') + 1 + `</document-${name}>`.length);
    if (text !== '') forms.set(name, withoutSurroundings(text));
  }
  return forms;
}

/** The root element's part: comments and instructions around it are not in a tree. */
function withoutSurroundings(text: string): string {
  const start = /^(?:\s|<!--[\s\S]*?-->|<\?[\s\S]*?\?>)*/.exec(text)?.[0].length ?? 0;
  return text.slice(start).replace(/(?:\n(?:<!--(?:(?!-->)[\s\S])*-->|<\?(?:(?!\?>)[\s\S])*\?>))*\n?$/, '');
}

function run(cwd: string, args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return new Promise(resolve => {
    // A non-zero status is an answer here: some document was malformed.
    execFile('xmllint', args, { cwd, maxBuffer: 2 ** 28 }, (_error, stdout, stderr) => resolve({ stdout, stderr }));
  });
}
