import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One folder of the corpus: a document, and what the real daemon made of it. */
export interface CorpusCase {
  readonly name: string;
  readonly input: string;
  /** What the daemon answers; absent where it refuses the document. */
  readonly expected: string | undefined;
  readonly secure: string | undefined;
  readonly error: { readonly code: number; readonly domain: number; readonly message: string } | undefined;
}

/** The folder of the corpus, from the environment; tests that need it skip without. */
export const corpusFolder: string | undefined = process.env.TSVIRT_CORPUS;

async function text(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (reason) {
    if (reason instanceof Error && 'code' in reason && reason.code === 'ENOENT') return undefined;
    throw reason;
  }
}

/** All cases of one kind, by name. */
export async function corpusCases(folder: string, kind: string): Promise<CorpusCase[]> {
  const cases: CorpusCase[] = [];
  for (const name of (await readdir(join(folder, kind))).sort()) {
    const at = join(folder, kind, name);
    const error = await text(join(at, 'error.json'));
    cases.push({
      name,
      input: (await text(join(at, 'input.xml'))) ?? '',
      expected: await text(join(at, 'expected.xml')),
      secure: await text(join(at, 'expected-secure.xml')),
      error: error === undefined ? undefined : JSON.parse(error),
    });
  }
  return cases;
}
