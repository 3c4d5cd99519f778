import { existsSync, stat } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { testFolder } from '../../test/test-folder.js';
import { hasNative } from './native.js';

const installed = existsSync(new URL('../../node_modules/koffi', import.meta.url));

test.skipIf(process.platform !== 'linux' || !installed)('native calls load after a look at a socket', async () => {
  await using folder = await testFolder();
  const path = join(folder.path, 'socket');
  const server = createServer().listen(path);
  await new Promise(resolve => server.once('listening', resolve));
  // Node remembers folders that are no links from here on.
  const require = createRequire(import.meta.url);
  require.resolve('saxes');
  // The promises of node:fs have memory of their own for what they find.
  expect((await promisify(stat)(path)).isSocket()).toBe(true);
  expect(hasNative()).toBe(true);
  // What it needs lies beside the real folder of koffi, not beside the link to it.
  expect(require.resolve('koffi')).toBe(await realpath(require.resolve('koffi')));
  server.close();
});
