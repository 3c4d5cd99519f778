import { fileURLToPath } from 'node:url';
import { VirtError } from '@tsvirt/util';
import { readFileText } from '@tsvirt/util/host';

/** The folder of this package: one up from here, in sources and in builds alike. */
export const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** This package's own version. */
export async function ownVersion(): Promise<string> {
  const text = await readFileText(`${packageFolder}package.json`, { maxBytes: 1 << 20 });
  const manifest: unknown = JSON.parse(text ?? '{}');
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  throw new VirtError('INTERNAL_ERROR', 'NONE', 'the package of this command has no version');
}
