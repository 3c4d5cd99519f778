import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { VirtError } from '@tsvirt/util';
import { runCommand } from '@tsvirt/util/host';
import { isObject } from '../monitor/qmp-message.js';
import { strings } from './qmp-replies.js';

const versions = ['1.2', '2.0'] as const;
export type TpmVersion = (typeof versions)[number];

const programs = ['swtpm', 'swtpm_setup', 'swtpm_ioctl'] as const;
const answerTimeoutMs = 10_000;

/**
 * The TPM versions that the software TPM of this host emulates; undefined without one. One too old to tell does both.
 * @param searchPath folders as in PATH
 */
export async function softwareTpmVersions(
  searchPath: string = process.env['PATH'] ?? '/usr/bin:/bin',
  signal?: AbortSignal,
): Promise<readonly TpmVersion[] | undefined> {
  const [swtpm, setup, ioctl] = await Promise.all(programs.map(program => findProgram(program, searchPath)));
  if (swtpm === undefined || setup === undefined || ioctl === undefined) return undefined;
  try {
    const { text } = await runCommand([setup, '--print-capabilities'], {
      domain: 'QEMU',
      signal,
      timeoutMs: answerTimeoutMs,
    });
    const told: unknown = JSON.parse(text);
    const features = isObject(told) ? strings(told['features']) : [];
    const named = versions.filter(version => features.includes(`tpm-${version}`));
    return named.length === 0 ? versions : named;
  } catch (reason) {
    if (VirtError.is(reason) && reason.code === 'OPERATION_ABORTED') throw reason;
    return versions; // it runs guests, but knows no such question
  }
}

async function findProgram(name: string, searchPath: string): Promise<string | undefined> {
  for (const folder of searchPath.split(':').filter(entry => path.isAbsolute(entry))) {
    const file = path.join(folder, name);
    if (await isUsable(file, constants.X_OK)) return file;
  }
  return undefined;
}

/** Whether this process may use a file in that way; anything that is in the way of it means no. */
export async function isUsable(file: string, mode: number): Promise<boolean> {
  return access(file, mode).then(
    () => true,
    () => false,
  );
}
