import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

// esbuild comes with tsup, which builds this package.
const require = createRequire(createRequire(import.meta.url).resolve('tsup'));
const entry = fileURLToPath(new URL('../src/index.ts', import.meta.url));
const util = fileURLToPath(new URL('../../util/src/', import.meta.url));

interface Bundle {
  readonly metafile: {
    readonly outputs: { readonly [file: string]: { readonly imports: readonly { path: string }[] } };
  };
  readonly outputFiles: readonly { readonly text: string }[];
}

test('the package runs in browsers: nothing of Node’s is imported', async () => {
  const esbuild: { build(options: object): Promise<Bundle> } = require('esbuild');
  const { metafile, outputFiles } = await esbuild.build({
    entryPoints: [entry],
    alias: { '@tsvirt/util/xml': `${util}xml/index.ts`, '@tsvirt/util': `${util}index.ts` },
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    logLevel: 'silent',
  });
  expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
  const text = outputFiles[0]?.text ?? '';
  expect(text).toContain('tsvirt.conf.kept-parts');
  expect(text).not.toMatch(/["']node:/);
});
