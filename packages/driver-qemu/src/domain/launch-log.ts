import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { hostname, release } from 'node:os';
import { join } from 'node:path';
import { VirtError } from '@tsvirt/util';
import type { EmulatorCapabilities } from '../capabilities/emulator-capabilities.js';
import type { CommandLine } from '../command/command-line.js';
import type { QemuHost } from '../host.js';

/**
 * Opens a guest's log for appending and writes down what is about to be run. The caller closes it.
 * @throws VirtError SYSTEM_ERROR naming the file
 */
export async function openLaunchLog(
  host: QemuHost,
  name: string,
  command: CommandLine,
  { version, package: packaged }: EmulatorCapabilities['facts'],
): Promise<FileHandle> {
  const path = join(host.layout.logs, `${name}.log`);
  const qemu = `${Math.floor(version / 1_000_000)}.${Math.floor(version / 1000) % 1000}.${version % 1000}${packaged}`;
  const time = new Date().toISOString().replace('T', ' ').replace('Z', '+0000');
  const environment = Object.entries(command.env).map(([key, value]) => `${key}=${value} \\\n`);
  const start = `${time}: starting up qemu version: ${qemu}, kernel: ${release()}, hostname: ${hostname()}\n`;
  const what = `${environment.join('')}${command.emulator} \\\n${lines(command.args)}\n`;
  let log: FileHandle | undefined;
  try {
    await mkdir(host.layout.logs, { recursive: true, mode: 0o700 });
    log = await open(path, 'a', 0o600);
    await log.write(start + what);
    return log;
  } catch (reason) {
    await log?.close();
    throw VirtError.system(reason, 'QEMU', `cannot write log file '${path}'`);
  }
}

/** One option a line, with its value, as it could be pasted into a shell. */
function lines(args: readonly string[]): string {
  let text = '';
  for (const [index, argument] of args.entries()) {
    const isOption = /^-[a-z]/.test(argument);
    const before = index === 0 ? '' : isOption ? ' \\\n' : ' ';
    text += before + (/^[A-Za-z0-9_\-+./:=,@%]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`);
  }
  return text;
}
