import {
  formatNodeDevice,
  type NodeDevice as Document,
  parseNodeDevice,
  validateNodeDevice,
} from '@tsvirt/conf/node-device';
import { VirtError } from '@tsvirt/util';
import type { MdevLife } from './mediated-device.js';

/** A device of the host. */
export interface NodeDevice {
  readonly name: string;
  readonly parent: string | undefined;
  /** Types of its own capabilities. */
  readonly capabilities: readonly string[];
  /** Those, and the types nested in them (`fc_host` in `scsi_host`), by which lists choose. */
  readonly searchable: readonly string[];
  readonly document: Document;
  /** The host's driver that holds it; it changes with time, so documents of libvirt's mock do not show it. */
  readonly driver: string | undefined;
  /** While it is kept for guests: the driver that it came from, empty for none. */
  readonly hostDriver?: string;
  /** Of mediated devices, which need not be running; absent for all others. */
  readonly mdev?: MdevLife;
}

/**
 * Reads the document of a device that is there.
 * @throws VirtError
 */
export function readNodeDevice(xml: string): NodeDevice {
  const document = parseNodeDevice(xml);
  validateNodeDevice(document);
  const { parent } = document;
  return deviceOf({
    ...document,
    // Other names of the parent are for devices to be made.
    ...(parent !== undefined && { parent: parent.name === undefined ? undefined : { name: parent.name } }),
    capabilities: document.capabilities.map(capability => asFound(capability, document.name ?? '')),
  });
}

type Capability = Document['capabilities'][number];

/** Found by hosts alone: libvirt's mock knows no document of such a device. */
const foundOnly: ReadonlySet<Capability['type']> = new Set(['scsi_generic', 'vdpa'] as const);

/** What the host counts and measures is not told by a document: it is passed over. */
function asFound(capability: Capability, name: string): Capability {
  if (foundOnly.has(capability.type))
    throw new VirtError('INTERNAL_ERROR', 'NODEDEV', `unknown capability type '${capability.type}' for '${name}'`);
  switch (capability.type) {
    case 'scsi_host':
      if (capability.vportOps === undefined) return capability;
      return { ...capability, vportOps: { ...capability.vportOps, maxVports: 0, vports: 0 } };
    case 'storage': {
      const { removable } = capability;
      return {
        ...capability,
        ...unmeasured,
        ...(removable !== undefined && { removable: { ...removable, ...unmeasured } }),
      };
    }
    case 'mdev':
      return { ...capability, parentAddress: undefined };
    default:
      return capability;
  }
}

const unmeasured = { logicalBlockSize: undefined, blockCount: undefined } as const;

/** A device of its document, which is valid. */
export function deviceOf(document: Document): NodeDevice {
  const { name, parent } = document;
  if (name === undefined) throw new Error('a device without a name is valid');
  const capabilities = document.capabilities.map(({ type }) => type);
  const nested = document.capabilities.flatMap(capability => {
    if (capability.type === 'pci')
      return [
        ...(capability.mdevTypes === undefined ? [] : ['mdev_types']),
        ...(capability.vpd === undefined ? [] : ['vpd']),
      ];
    if (capability.type !== 'scsi_host') return [];
    // Lists call an adapter that can make virtual ones `vports`.
    return [
      ...(capability.fcHost === undefined ? [] : ['fc_host']),
      ...(capability.vportOps === undefined ? [] : ['vports']),
    ];
  });
  const { driver, ...kept } = document;
  return { name, parent: parent?.name, capabilities, searchable: [...capabilities, ...nested], document: kept, driver };
}

/** The document as the API shows it. */
export function writeNodeDevice({ document }: NodeDevice): string {
  return formatNodeDevice(document);
}
