import type { ReadOptions } from '@tsvirt/conf/kernel';
import { formatNodeDevice, type NodeDevice as Document, parseNodeDevice } from '@tsvirt/conf/node-device';
import { randomUuid, VirtError } from '@tsvirt/util';
import { attribute, children } from '@tsvirt/util/xml';
import { readDocument } from '../host/document.js';
import { deviceOf, type NodeDevice } from './node-device-definition.js';
import type { NodeDeviceStore } from './node-device-store.js';

type Capability = Document['capabilities'][number];
/** What a mediated device is. */
export type Mdev = Extract<Capability, { type: 'mdev' }>;

/** The life of a mediated device, which can be defined, running, or both. */
export interface MdevLife {
  readonly isActive: boolean;
  /** What it is started with; absent for one that is gone when it stops. */
  readonly config: Mdev | undefined;
  readonly autostart: boolean;
}

/** Groups of the host's own devices are below this number. */
const firstGroup = 100;

/**
 * Reads the document of a mediated device to be made. Its name follows from its uuid and its parent.
 * @throws VirtError XML errors; INTERNAL_ERROR for other devices; NO_NODE_DEVICE for a parent that is not there;
 *   INVALID_ARG for a type that the parent does not have
 */
export function readMdev(xml: string, devices: NodeDeviceStore, reading?: ReadOptions): NodeDevice {
  const document = parseNodeDevice(xml, reading);
  const mdev = document.capabilities.find(isMdev);
  if (mdev === undefined) throw new VirtError('INTERNAL_ERROR', 'NODEDEV', 'Unsupported device type');
  const parent = document.parent?.name;
  if (parent === undefined)
    throw new VirtError('XML_ERROR', 'NODEDEV', 'cannot define a mediated device without a parent');
  const types = mdevTypesOf(devices.find(parent).document);
  if (!types.some(({ id }) => id === mdev.mdevType))
    throw new VirtError(
      'INVALID_ARG',
      'NODEDEV',
      `device '${parent}' has no mediated devices of type '${mdev.mdevType}'`,
    );
  const uuid = mdev.uuid ?? randomUuid();
  const address = parentAddress(parent);
  const name = `mdev_${uuid.replaceAll('-', '_')}_${address.replaceAll(/[:.]/g, '_')}`;
  const config: Mdev = { ...mdev, uuid, parentAddress: address, iommuGroup: 0 };
  return mdevDevice(
    { name, devnodes: [], parent: { name: parent }, capabilities: [config] },
    {
      isActive: false,
      config,
      autostart: false,
    },
  );
}

/** Whether a document to make a device of wants a mediated one. */
export function wantsMdev(xml: string): boolean {
  const device = readDocument(xml, 'device', 'NODEDEV', 'node_device_definition');
  return children(device, 'capability').some(capability => attribute(capability, 'type') === 'mdev');
}

/** The mediated device in another stage of its life. */
export function mdevWith(device: NodeDevice, life: MdevLife, live?: Mdev): NodeDevice {
  const shown = live ?? (life.isActive ? mdevOf(device) : life.config) ?? mdevOf(device);
  return mdevDevice({ ...device.document, capabilities: [shown] }, life);
}

/**
 * The mediated device at work.
 * @throws VirtError OPERATION_INVALID when its parent has no more of its type
 */
export function startedMdev(device: NodeDevice, devices: NodeDeviceStore, config: Mdev | undefined): NodeDevice {
  const mdev = mdevOf(device);
  const parent = devices.find(device.parent ?? '');
  const type = mdevTypesOf(parent.document).find(({ id }) => id === mdev.mdevType);
  const running = activeMdevs(devices);
  const used = running.filter(other => other.parent === parent.name && mdevOf(other).mdevType === mdev.mdevType).length;
  if (type === undefined || used >= type.availableInstances)
    throw new VirtError(
      'OPERATION_INVALID',
      'NODEDEV',
      `device '${parent.name}' has no more instances of '${mdev.mdevType}'`,
    );
  const groups = new Set(running.map(other => mdevOf(other).iommuGroup));
  let iommuGroup = firstGroup;
  while (groups.has(iommuGroup)) iommuGroup++;
  const life = { isActive: true, config, autostart: device.mdev?.autostart ?? false };
  return mdevWith(device, life, { ...mdev, iommuGroup });
}

/** @throws Error for other devices */
export function mdevOf({ name, document }: NodeDevice): Mdev {
  const mdev = document.capabilities.find(isMdev);
  if (mdev === undefined) throw new Error(`${name} is no mediated device`);
  return mdev;
}

/** The document as the API shows it: a device that gives mediated ones says how many more it can give. */
export function writeLiveDevice(device: NodeDevice, devices: NodeDeviceStore, inactive: boolean): string {
  const { document, driver, mdev } = device;
  if (mdev !== undefined) {
    const shown = inactive && mdev.config !== undefined ? { ...document, capabilities: [mdev.config] } : document;
    return formatNodeDevice({ ...shown, ...(mdev.isActive && !inactive && { driver: 'vfio_mdev' }) });
  }
  const capabilities = document.capabilities.map(capability =>
    capability.type === 'pci' && capability.mdevTypes !== undefined
      ? { ...capability, mdevTypes: { ...capability.mdevTypes, types: remaining(device, devices) } }
      : capability,
  );
  return formatNodeDevice({ ...document, capabilities, ...(driver !== undefined && { driver }) });
}

function remaining(device: NodeDevice, devices: NodeDeviceStore): ReturnType<typeof mdevTypesOf> {
  const children = activeMdevs(devices)
    .filter(({ parent }) => parent === device.name)
    .map(mdevOf);
  return mdevTypesOf(device.document).map(type => {
    const used = children.filter(({ mdevType }) => mdevType === type.id).length;
    return { ...type, availableInstances: type.availableInstances - used };
  });
}

function activeMdevs(devices: NodeDeviceStore): NodeDevice[] {
  return Array.from(devices).filter(({ mdev }) => mdev?.isActive === true);
}

function mdevDevice(document: Document, life: MdevLife): NodeDevice {
  return { ...deviceOf(document), mdev: life };
}

function isMdev(capability: Capability): capability is Mdev {
  return capability.type === 'mdev';
}

function mdevTypesOf({ capabilities }: Document) {
  return capabilities.flatMap(capability => (capability.type === 'pci' ? (capability.mdevTypes?.types ?? []) : []));
}

/** `0000:00:02.0` of `pci_0000_00_02_0`; of other devices their name. */
function parentAddress(name: string): string {
  const match = /^pci_([0-9a-f]{4})_([0-9a-f]{2})_([0-9a-f]{2})_([0-7])$/.exec(name);
  return match === null ? name : `${match[1]}:${match[2]}:${match[3]}.${match[4]}`;
}
