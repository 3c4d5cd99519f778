import { VirUri } from '@tsvirt/util';
import type { Parallel, Serial } from '../domain/character-device.js';
import type { CharacterSource } from '../domain/character-source.js';
import { type VmxEntries, vmxFault } from './entries.js';
import type { VmxFileNames } from './file-names.js';

type TcpProtocol = Extract<CharacterSource, { type: 'tcp' }>['protocol'];

const protocols: ReadonlyMap<string, TcpProtocol> = new Map([
  ['tcp', 'raw'],
  ['tcp4', 'raw'],
  ['tcp6', 'raw'],
  ['telnet', 'telnet'],
  ['telnets', 'telnets'],
  ['ssl', 'tls'],
  ['tcp+ssl', 'tls'],
  ['tcp4+ssl', 'tls'],
  ['tcp6+ssl', 'tls'],
]);

/** All serial ports, numbered as they are. @throws INTERNAL_ERROR for one that is not understood */
export function readSerials(entries: VmxEntries, names: VmxFileNames): readonly Serial[] {
  const serials: Serial[] = [];
  for (let port = 0; port < 4; port++) {
    const name = `serial${port}`;
    if (entries.boolean(`${name}.present`) !== true) continue;
    serials.push({ source: readSerialSource(entries, name, names), target: { port } });
  }
  return serials;
}

/** All parallel ports, numbered as they are. @throws INTERNAL_ERROR for one that is not understood */
export function readParallels(entries: VmxEntries, names: VmxFileNames): readonly Parallel[] {
  const parallels: Parallel[] = [];
  for (let port = 0; port < 3; port++) {
    const name = `parallel${port}`;
    if (entries.boolean(`${name}.present`) !== true) continue;
    const fileType = entries.text(`${name}.fileType`) ?? 'device';
    const path = entries.text(`${name}.fileName`);
    const kind = fileType.toLowerCase();
    if (kind !== 'device' && kind !== 'file')
      throw vmxFault(`Expecting VMX entry '${name}.fileType' to be 'device' or 'file' but found '${fileType}'`);
    parallels.push({ source: fileSource(kind, path, names), target: { port } });
  }
  return parallels;
}

function fileSource(kind: 'device' | 'file', path: string | undefined, names: VmxFileNames): CharacterSource {
  if (kind === 'device') return { type: 'dev', path };
  return { type: 'file', path: path === undefined ? undefined : names.parse(path) };
}

function readSerialSource(entries: VmxEntries, name: string, names: VmxFileNames): CharacterSource {
  const fileType = entries.text(`${name}.fileType`) ?? 'device';
  const fileName = entries.text(`${name}.fileName`);
  const kind = fileType.toLowerCase();
  switch (kind) {
    case 'device':
    case 'file':
      return fileSource(kind, fileName, names);
    case 'pipe':
      return { type: 'pipe', path: fileName };
    case 'network':
      return readNetworkSource(entries, name, entries.requiredText(`${name}.fileName`));
    default:
      throw vmxFault(
        `Expecting VMX entry '${name}.fileType' to be 'device', 'file' or 'pipe' or 'network' but found '${fileType}'`,
      );
  }
}

function readNetworkSource(entries: VmxEntries, name: string, location: string): CharacterSource {
  const uri = VirUri.parse(location);
  const endPoint = entries.text(`${name}.network.endPoint`)?.toLowerCase() ?? 'server';
  if (endPoint !== 'server' && endPoint !== 'client') {
    throw vmxFault(`Expecting VMX entry '${name}.network.endPoint' to be 'server' or 'client' but found '${endPoint}'`);
  }
  if (uri.port === undefined) throw vmxFault(`VMX entry '${name}.fileName' doesn't contain a port part`);
  const protocol = protocols.get((uri.scheme ?? 'tcp').toLowerCase());
  if (protocol === undefined)
    throw vmxFault(`VMX entry '${name}.fileName' contains unsupported scheme '${uri.scheme ?? ''}'`);
  return {
    type: 'tcp',
    protocol,
    source: {
      mode: endPoint === 'server' ? 'bind' : 'connect',
      host: uri.host ?? '',
      service: String(uri.port),
    },
  };
}
