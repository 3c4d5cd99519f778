import { access, constants, mkdir } from 'node:fs/promises';
import { errnoOf, errnoText } from '@tsvirt/util';
import type { Layout } from './layout.js';
import { exitCodes, StartupError } from './startup-error.js';

/**
 * Makes the daemon's folders where they are missing, and sees that they can be written.
 * @throws StartupError naming the first folder that cannot
 */
export async function prepareFolders(layout: Layout): Promise<void> {
  // A user's own folders are nobody else's to look into; root's lead to sockets whose own modes say who may use them.
  const [mode, mask] = layout.privileged ? [0o755, 0o022] : [0o700, 0o077];
  const inherited = process.umask(mask);
  try {
    await makeFolders(layout, mode);
  } finally {
    process.umask(inherited);
  }
}

async function makeFolders(layout: Layout, mode: number): Promise<void> {
  const { run, etc, lib, cache, log, sockets } = layout;
  for (const folder of new Set([run, etc, lib, cache, log, sockets])) {
    try {
      await mkdir(folder, { recursive: true, mode });
      await access(folder, constants.W_OK | constants.X_OK);
    } catch (reason) {
      const name = errnoOf(reason);
      const why = name === undefined ? String(reason) : errnoText(name);
      throw new StartupError(
        exitCodes.folders,
        `cannot use folder '${folder}': ${why}; choose another with --root, or run as the user that it belongs to`,
        { cause: reason },
      );
    }
  }
}
