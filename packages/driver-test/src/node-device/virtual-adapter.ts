import { parseNodeDevice } from '@tsvirt/conf/node-device';
import { VirtError } from '@tsvirt/util';
import { attribute, child, children } from '@tsvirt/util/xml';
import { childText, readDocument } from '../host/document.js';
import { deviceOf, type NodeDevice } from './node-device-definition.js';
import type { NodeDeviceStore } from './node-device-store.js';

/** The adapter that virtual ones are copies of, and the name of the one that there can be. */
const template = 'scsi_host11';
const made = 'scsi_host12';

/** The names of an adapter on its Fibre Channel. */
export interface AdapterNames {
  readonly wwnn: string;
  readonly wwpn: string;
}

/** A virtual host adapter that somebody wants. */
interface AdapterRequest extends AdapterNames {
  readonly parent: Parent;
}

/** Ways to name the adapter that is to have a virtual one; the first that is there counts. */
interface Parent {
  readonly name: string | undefined;
  readonly wwnn: string | undefined;
  readonly wwpn: string | undefined;
  readonly fabricWwn: string | undefined;
}

/**
 * Reads the document of a virtual host adapter to be made.
 * @param validate whether the format is checked first
 * @throws VirtError INTERNAL_ERROR when it is no such document or names no WWNs
 */
export function readAdapterRequest(xml: string, validate: boolean): AdapterRequest {
  // Not through the document's description: what describes a device that is there, a wish may leave out.
  const device = readDocument(xml, 'device', 'NODEDEV', 'node_device_definition');
  if (validate) {
    const [first] = children(device);
    if (first?.name !== 'name') throw new VirtError('XML_INVALID_SCHEMA', 'XML', 'a device begins with its name');
    parseNodeDevice(xml, { unknown: 'refuse' });
  }
  const parent = parentOf(child(device, 'parent'));
  const [capability] = children(device, 'capability');
  if (capability === undefined) throw fault("no device capabilities for 'new device'");
  const fcHost = children(capability, 'capability').find(each => attribute(each, 'type') === 'fc_host');
  if (fcHost === undefined) throw fault('Device is not a fibre channel HBA');
  const wwn = (name: 'wwnn' | 'wwpn'): string => {
    const value = childText(fcHost, name);
    if (value !== undefined) return value;
    throw fault(`no ${name.toUpperCase()} supplied for 'new device', and auto-generation failed`);
  };
  return { parent, wwnn: wwn('wwnn'), wwpn: wwn('wwpn') };
}

function parentOf(element: ReturnType<typeof child>): Parent {
  const value = (name: string): string | undefined => (element === undefined ? undefined : attribute(element, name));
  const [wwnn, wwpn] = [value('wwnn'), value('wwpn')];
  if ((wwnn === undefined) !== (wwpn === undefined))
    throw new VirtError('XML_ERROR', 'NODEDEV', 'a parent has both wwnn and wwpn, or neither');
  const text = element?.children.map(node => (node.kind === 'text' ? node.text : '')).join('') ?? '';
  return { name: text === '' ? undefined : text, wwnn, wwpn, fabricWwn: value('fabric_wwn') };
}

/**
 * Checks that there is an adapter which can have virtual ones, the one that is named if one is.
 * @throws VirtError INTERNAL_ERROR
 */
export function requireParent(devices: NodeDeviceStore, { name, wwnn, wwpn, fabricWwn }: Parent): void {
  const canHave = (device: NodeDevice): boolean => device.searchable.includes('vports');
  if (name !== undefined) {
    const parent = devices.get(name);
    if (parent === undefined) throw fault(`Could not find parent device '${name}' for the new device`);
    if (!canHave(parent)) throw fault(`Parent device ${name} is not capable of vport operations`);
    return;
  }
  const fits = (device: NodeDevice): boolean => {
    const names = adapterNames(device);
    if (wwnn !== undefined) return names?.wwnn === wwnn && names.wwpn === wwpn;
    return fabricWwn === undefined || names?.fabricWwn === fabricWwn;
  };
  for (const device of devices) if (canHave(device) && fits(device)) return;
  throw fault('Could not find any vport capable device for the new device');
}

/** How an adapter is known on its Fibre Channel; undefined for what is none. */
export function adapterNames({ document }: NodeDevice): (AdapterNames & { readonly fabricWwn?: string }) | undefined {
  for (const capability of document.capabilities) {
    if (capability.type !== 'scsi_host' || capability.fcHost === undefined) continue;
    const { wwnn, wwpn, fabricWwn } = capability.fcHost;
    if (wwnn === undefined || wwpn === undefined) continue;
    return { wwnn, wwpn, ...(fabricWwn !== undefined && { fabricWwn }) };
  }
  return undefined;
}

/**
 * Makes the virtual adapter, or gives it other names when it is there.
 * @throws VirtError INTERNAL_ERROR on a host without the adapter that it is a copy of
 */
export function plugAdapter(devices: NodeDeviceStore, { wwnn, wwpn }: AdapterNames): NodeDevice {
  const model = devices.get(template);
  // libvirt's mock fails here without a reason of its own.
  if (model === undefined)
    throw new VirtError('INTERNAL_ERROR', 'NONE', `the host has no device '${template}' to copy`);
  const capabilities = model.document.capabilities.map(capability =>
    capability.type === 'scsi_host' && capability.fcHost !== undefined
      ? { ...capability, fcHost: { ...capability.fcHost, wwnn, wwpn } }
      : capability,
  );
  const device = deviceOf({ ...model.document, name: made, capabilities });
  devices.add(device);
  return device;
}

/**
 * Takes the virtual adapter away.
 * @throws VirtError NO_NODE_DEVICE
 */
export function unplugAdapter(devices: NodeDeviceStore): NodeDevice {
  const device = devices.find(made);
  devices.remove(device);
  return device;
}

function fault(detail: string): VirtError {
  return new VirtError('INTERNAL_ERROR', 'NODEDEV', detail);
}
