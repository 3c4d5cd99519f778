import { fileURLToPath } from 'node:url';
import { VirtError } from '@tsvirt/util';
import { readFileText } from '@tsvirt/util/host';

/**
 * What connectGetLibVersion answers, major * 1,000,000 + minor * 1,000 + release: the libvirt whose behaviour this
 * daemon's is compared with. Clients decide by it what they may ask for.
 */
export const libVersion = 9_000_000;

/** The folder of this package: one up from here, in sources and in builds alike. */
export const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** This package's own version. */
export async function daemonVersion(): Promise<string> {
  const text = await readFileText(`${packageFolder}package.json`, { maxBytes: 1 << 20 });
  const manifest: unknown = JSON.parse(text ?? '{}');
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  throw new VirtError('INTERNAL_ERROR', 'NONE', 'the package of the daemon has no version');
}
