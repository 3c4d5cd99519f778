import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder for one test, removed at its end. */
export interface TestFolder extends AsyncDisposable {
  readonly path: string;
  /** Writes files, folders made as needed: `{ 'cpu0/online': '1' }`. */
  put(files: Readonly<Record<string, string>>): Promise<void>;
}

/** Makes an empty folder for one test. */
export async function testFolder(): Promise<TestFolder> {
  const path = await mkdtemp(join(tmpdir(), 'tsvirt-util-'));
  return {
    path,
    put: async files => {
      for (const [name, text] of Object.entries(files)) {
        await mkdir(dirname(join(path, name)), { recursive: true });
        await writeFile(join(path, name), text);
      }
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}
