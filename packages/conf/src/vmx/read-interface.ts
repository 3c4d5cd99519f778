import type { Interface, InterfaceMac } from '../domain/interface.js';
import { type VmxEntries, vmxFault } from './entries.js';

/** How many network cards a guest of VMware's can have. */
export const mostInterfaces = 10;

export const cardModels: ReadonlySet<string> = new Set(['vlance', 'vmxnet', 'vmxnet3', 'e1000', 'e1000e']);

/**
 * All network cards.
 * @param unnamedNetworks whether a bridged card may be on no network in particular
 * @throws INTERNAL_ERROR for one that is not understood
 */
export function readInterfaces(entries: VmxEntries, unnamedNetworks: boolean): readonly Interface[] {
  const interfaces: Interface[] = [];
  for (let number = 0; number < mostInterfaces; number++) {
    const name = `ethernet${number}`;
    if (entries.boolean(`${name}.present`) === true) interfaces.push(readInterface(entries, name, unnamedNetworks));
  }
  return interfaces;
}

function readInterface(entries: VmxEntries, name: string, unnamedNetworks: boolean): Interface {
  const connection = entries.text(`${name}.connectionType`)?.toLowerCase() ?? 'bridged';
  const mac = readMac(entries, name);
  const model = readModel(entries, name);
  const network = () =>
    unnamedNetworks ? (entries.text(`${name}.networkName`) ?? '') : entries.requiredText(`${name}.networkName`);
  switch (connection) {
    case 'bridged':
      return { mac, source: { type: 'bridge', bridge: network() }, model };
    case 'custom':
      return {
        mac,
        source: { type: 'bridge', bridge: network() },
        target: { dev: entries.requiredText(`${name}.vnet`) },
        model,
      };
    case 'nat':
      return { mac, source: { type: 'user' }, model };
    case 'hostonly':
      throw vmxFault(`No yet handled value '${connection}' for VMX entry '${name}.connectionType'`);
    default:
      throw vmxFault(`Invalid value '${connection}' for VMX entry '${name}.connectionType'`);
  }
}

const noAddress = '00:00:00:00:00:00';

function readMac(entries: VmxEntries, name: string): InterfaceMac {
  const kind = entries.text(`${name}.addressType`)?.toLowerCase() ?? 'generated';
  const check = entries.boolean(`${name}.checkMACAddress`);
  const checked = check === undefined ? {} : { check };
  const typed = (entry: string, type: 'generated' | 'static'): InterfaceMac => {
    const text = entries.text(entry)?.toLowerCase();
    if (text === undefined) return { address: noAddress, ...checked };
    if (!/^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(text))
      throw vmxFault(`Expecting VMX entry '${entry}' to be MAC address but found '${text}'`);
    return { address: text, type, ...checked };
  };
  switch (kind) {
    case 'generated':
    case 'vpx':
      return typed(`${name}.generatedAddress`, 'generated');
    case 'static':
      return typed(`${name}.address`, 'static');
    default:
      throw vmxFault(
        `Expecting VMX entry '${name}.addressType' to be 'generated' or 'static' or 'vpx' but found '${kind}'`,
      );
  }
}

function readModel(entries: VmxEntries, name: string): string | undefined {
  const model = entries.text(`${name}.virtualDev`)?.toLowerCase();
  if (model === undefined) return undefined;
  if (!cardModels.has(model)) {
    throw vmxFault(
      `Expecting VMX entry '${name}.virtualDev' to be 'vlance' or 'vmxnet' or 'vmxnet3' or 'e1000' or 'e1000e' but found '${model}'`,
    );
  }
  // The second generation has no name of its own in the file, but a bit among the features.
  return model === 'vmxnet' && entries.integer(`${name}.features`) === 15 ? 'vmxnet2' : model;
}
