import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  resolve: {
    // Tests run the sources, so that they need no build; what runs the built packages is under e2e.
    alias: [
      { find: /^@tsvirt\/([a-z-]+)$/, replacement: `${root}packages/$1/src/index.ts` },
      { find: /^@tsvirt\/([a-z-]+)\/([a-z/-]+)$/, replacement: `${root}packages/$1/src/$2/index.ts` },
    ],
  },
  test: {
    include: [
      'packages/*/{src,test}/**/*.test.ts',
      'apps/*/{src,test}/**/*.test.ts',
      'examples/*/test/**/*.test.js',
      'e2e/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Sockets lie in folders for temporary files, and the kernel takes 107 bytes of a socket's path.
    env: tmpdir().length > '/var/tmp'.length ? { TMPDIR: '/tmp' } : {},
    setupFiles: [`${root}vitest.setup.ts`],
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
