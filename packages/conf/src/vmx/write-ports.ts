import { VirtError } from '@tsvirt/util';
import type { Parallel, Serial } from '../domain/character-device.js';
import type { CharacterSource } from '../domain/character-source.js';
import { vmxFault } from './entries.js';
import type { VmxFileNames } from './file-names.js';
import type { VmxLines } from './vmx-lines.js';

type Tcp = Extract<CharacterSource, { type: 'tcp' }>;

const schemes = { raw: 'tcp', telnet: 'telnet', telnets: 'telnets', tls: 'ssl' } as const satisfies Record<
  Tcp['protocol'],
  string
>;

function unsupported(what: string): VirtError {
  return new VirtError('CONFIG_UNSUPPORTED', 'NONE', what);
}

function portOf(port: number | undefined, count: number, kind: string): number {
  if (port !== undefined && port < count) return port;
  throw vmxFault(`${kind} port index ${port ?? ''} out of [0..${count - 1}] range`);
}

/** Writes all serial ports. @throws INTERNAL_ERROR, CONFIG_UNSUPPORTED for those that VMware does not have */
export function writeSerials(lines: VmxLines, serials: readonly Serial[], names: VmxFileNames): void {
  for (const { source, target } of serials) {
    const name = `serial${portOf(target?.port, 4, 'Serial')}`;
    lines.add(`${name}.present`, true);
    writeSerialSource(lines, source, name, names);
    lines.add(`${name}.yieldOnMsrRead`, true);
  }
}

function writeSerialSource(lines: VmxLines, source: CharacterSource, name: string, names: VmxFileNames): void {
  switch (source.type) {
    case 'dev':
      lines.addText(`${name}.fileType`, 'device');
      lines.addText(`${name}.fileName`, source.path);
      return;
    case 'file':
      lines.addText(`${name}.fileType`, 'file');
      lines.addText(`${name}.fileName`, names.format(source.path ?? ''));
      return;
    case 'pipe':
      lines.addText(`${name}.fileType`, 'pipe');
      // What the products' own dialogs choose.
      lines.addText(`${name}.pipe.endPoint`, 'client');
      lines.addText(`${name}.tryNoRxLoss`, 'false');
      lines.addText(`${name}.fileName`, source.path);
      return;
    case 'tcp': {
      const { host = '', service = '', mode } = source.source;
      lines.addText(`${name}.fileType`, 'network');
      lines.addText(`${name}.fileName`, `${schemes[source.protocol]}://${host}:${service}`);
      lines.addText(`${name}.network.endPoint`, mode === 'bind' ? 'server' : 'client');
      return;
    }
    default:
      throw unsupported(`Unsupported character device type '${source.type}'`);
  }
}

/** Writes all parallel ports. @throws INTERNAL_ERROR, CONFIG_UNSUPPORTED for those that VMware does not have */
export function writeParallels(lines: VmxLines, parallels: readonly Parallel[], names: VmxFileNames): void {
  for (const { source, target } of parallels) {
    const name = `parallel${portOf(target?.port, 3, 'Parallel')}`;
    lines.add(`${name}.present`, true);
    if (source.type !== 'dev' && source.type !== 'file')
      throw unsupported(`Unsupported character device type '${source.type}'`);
    lines.addText(`${name}.fileType`, source.type === 'dev' ? 'device' : 'file');
    lines.addText(`${name}.fileName`, source.type === 'dev' ? source.path : names.format(source.path ?? ''));
  }
}
