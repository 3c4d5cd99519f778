import { VirtError } from '@tsvirt/util';
import type { Interface } from '../domain/interface.js';
import { vmxFault } from './entries.js';
import { cardModels, mostInterfaces } from './read-interface.js';
import type { VmxLines } from './vmx-lines.js';

/** Writes all network cards. @throws INTERNAL_ERROR, CONFIG_UNSUPPORTED for those that VMware does not have */
export function writeInterfaces(lines: VmxLines, interfaces: readonly Interface[]): void {
  if (interfaces.length > mostInterfaces) {
    throw new VirtError(
      'CONFIG_UNSUPPORTED',
      'NONE',
      `a guest has at most ${mostInterfaces} network cards, not ${interfaces.length}`,
    );
  }
  for (const [number, nic] of interfaces.entries()) writeInterface(lines, nic, `ethernet${number}`);
}

function writeInterface(lines: VmxLines, nic: Interface, name: string): void {
  lines.add(`${name}.present`, true);
  writeModel(lines, nic.model, name);
  const { source } = nic;
  switch (source.type) {
    case 'bridge': {
      const { bridge } = source;
      if (bridge !== '') lines.addText(`${name}.networkName`, bridge);
      const vnet = nic.target?.dev;
      lines.addText(`${name}.connectionType`, vnet === undefined ? 'bridged' : 'custom');
      lines.addText(`${name}.vnet`, vnet);
      break;
    }
    case 'user':
      lines.addText(`${name}.connectionType`, 'nat');
      break;
    default:
      throw new VirtError('CONFIG_UNSUPPORTED', 'NONE', `Unsupported net type '${source.type}'`);
  }
  writeMac(lines, nic, name);
}

function writeModel(lines: VmxLines, model: string | undefined, name: string): void {
  const known = model?.toLowerCase();
  if (known === undefined) return;
  if (known === 'vmxnet2') {
    lines.addText(`${name}.virtualDev`, 'vmxnet');
    lines.addText(`${name}.features`, '15');
    return;
  }
  if (!cardModels.has(known)) {
    throw vmxFault(
      `Expecting domain XML entry 'devices/interface/model' to be 'vlance' or 'vmxnet' or 'vmxnet2' or 'vmxnet3' or 'e1000' or 'e1000e' but found '${model}'`,
    );
  }
  lines.addText(`${name}.virtualDev`, known);
}

/** Ranges of VMware's own: made by the host, chosen by hand, given by a vCenter. */
function kindOfMac(address: string): 'generated' | 'static' | 'vpx' | 'other' {
  const prefix = address.slice(0, 8);
  if (prefix === '00:0c:29') return 'generated';
  const fourth = Number.parseInt(address.slice(9, 11), 16);
  if (prefix !== '00:50:56') return 'other';
  if (fourth <= 0x3f) return 'static';
  return fourth >= 0x80 && fourth <= 0xbf ? 'vpx' : 'other';
}

function writeMac(lines: VmxLines, { mac }: Interface, name: string): void {
  const address = mac?.address;
  if (address === undefined) return;
  const kind = kindOfMac(address);
  const byHand = mac?.type === 'static' && (kind === 'generated' || kind === 'vpx');
  if (byHand || kind === 'static' || kind === 'other') {
    lines.addText(`${name}.addressType`, 'static');
    lines.addText(`${name}.address`, address);
  } else {
    lines.addText(`${name}.addressType`, kind);
    lines.addText(`${name}.generatedAddress`, address);
    if (kind === 'generated') lines.addText(`${name}.generatedAddressOffset`, '0');
  }
  // A guest with an address of another maker's does not start while that is checked.
  const check = mac?.check ?? (kind === 'other' || byHand ? false : undefined);
  if (check !== undefined) lines.add(`${name}.checkMACAddress`, check);
}
