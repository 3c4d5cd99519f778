import { type FlagFilter, flagFilter, type FlagGroup } from '@tsvirt/conf/store';
import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  ConnectListAllNodeDeviceFlags as ListFlags,
  NodeDeviceCreateXMLFlags,
  NodeDeviceEventLifecycleType as Lifecycle,
} from '@tsvirt/core/protocol';
import { checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';
import { type NodeDevice, writeNodeDevice } from '../node-device/node-device-definition.js';
import { adapterNames, plugAdapter, readAdapterRequest, requireParent } from '../node-device/virtual-adapter.js';

/** The list flag of each capability, by the capability's name in documents. */
const capabilityFlags = {
  system: ListFlags.capSystem,
  pci: ListFlags.capPciDev,
  usb_device: ListFlags.capUsbDev,
  usb: ListFlags.capUsbInterface,
  net: ListFlags.capNet,
  scsi_host: ListFlags.capScsiHost,
  scsi_target: ListFlags.capScsiTarget,
  scsi: ListFlags.capScsi,
  storage: ListFlags.capStorage,
  fc_host: ListFlags.capFcHost,
  vports: ListFlags.capVports,
  scsi_generic: ListFlags.capScsiGeneric,
  drm: ListFlags.capDrm,
  mdev_types: ListFlags.capMdevTypes,
  mdev: ListFlags.capMdev,
  ccw: ListFlags.capCcwDev,
  css: ListFlags.capCssDev,
  vdpa: ListFlags.capVdpa,
  ap_card: ListFlags.capApCard,
  ap_queue: ListFlags.capApQueue,
  ap_matrix: ListFlags.capApMatrix,
  vpd: ListFlags.capVpd,
} as const;

/** The choice by capabilities. */
export const capabilityFilter: readonly FlagGroup<NodeDevice>[] = [
  Object.entries(capabilityFlags).map(
    ([capability, flag]) => [flag, (device: NodeDevice) => device.searchable.includes(capability)] as const,
  ),
];

const filter = flagFilter<NodeDevice>(capabilityFilter);

/** The host's devices. */
export function nodeDeviceHandlers(host: TestHost) {
  const { nodeDevices } = host;
  const emit = (name: string, event: number): void =>
    host.events.emit('nodeDeviceLifecycle', { dev: { name }, event, detail: 0 });

  return {
    ...nodeDeviceLists(host, { isListed: () => true, filter }),

    nodeDeviceLookupByName: ({ name }) => ({ dev: { name: nodeDevices.find(name).name } }),
    nodeDeviceGetXMLDesc({ name, flags }) {
      checkFlags(flags, 0, 'nodeDeviceGetXMLDesc');
      return { xml: writeNodeDevice(nodeDevices.find(name)) };
    },
    nodeDeviceGetParent: ({ name }) => ({ parentName: nodeDevices.find(name).parent ?? null }),
    nodeDeviceNumOfCaps: ({ name }) => ({ num: nodeDevices.find(name).capabilities.length }),
    nodeDeviceListCaps: ({ name }) => ({ names: nodeDevices.find(name).capabilities }),

    nodeDeviceCreateXML({ xmlDesc, flags }) {
      const { validate } = NodeDeviceCreateXMLFlags;
      checkFlags(flags, validate, 'nodeDeviceCreateXML');
      const wanted = readAdapterRequest(xmlDesc, (flags & validate) !== 0);
      requireParent(nodeDevices, wanted.parent);
      const { name } = plugAdapter(nodeDevices, wanted);
      emit(name, Lifecycle.created);
      return { dev: { name } };
    },

    // Only adapters below another device go; others stay, without complaint.
    nodeDeviceDestroy({ name }) {
      const device = nodeDevices.find(name);
      const { parent } = device;
      if (adapterNames(device) === undefined || parent === undefined || nodeDevices.get(parent) === undefined) return;
      nodeDevices.remove(device);
      emit(name, Lifecycle.deleted);
    },
  } satisfies DriverHandlers;
}

/** Calls that count and list devices. @param isListed which of them the calls by capability see */
export function nodeDeviceLists(
  { nodeDevices }: TestHost,
  {
    isListed,
    filter: chosen,
  }: { readonly isListed: (device: NodeDevice) => boolean; readonly filter: FlagFilter<NodeDevice> },
): DriverHandlers {
  const withCapability = (cap: string | null): NodeDevice[] =>
    [...nodeDevices].filter(device => isListed(device) && (cap === null || device.searchable.includes(cap)));
  return {
    nodeNumOfDevices({ cap, flags }) {
      checkFlags(flags, 0, 'nodeNumOfDevices');
      return { num: withCapability(cap).length };
    },
    nodeListDevices({ cap, flags }) {
      checkFlags(flags, 0, 'nodeListDevices');
      return { names: withCapability(cap).map(device => device.name) };
    },
    connectListAllNodeDevices({ flags }) {
      checkFlags(flags, chosen.flags, 'connectListAllNodeDevices');
      return { devices: [...nodeDevices].filter(chosen.of(flags)).map(({ name }) => ({ name })) };
    },
  };
}
