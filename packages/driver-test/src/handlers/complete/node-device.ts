import { flagFilter, modificationImpact } from '@tsvirt/conf/store';
import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  ConnectListAllNodeDeviceFlags as ListFlags,
  NodeDeviceCreateXMLFlags,
  NodeDeviceDefineXMLFlags,
  NodeDeviceEventLifecycleType as Lifecycle,
  NodeDeviceXMLFlags,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { checkFlags } from '../../host/flags.js';
import { strictIf } from '../../host/strict-reading.js';
import type { TestHost } from '../../host/test-host.js';
import {
  mdevOf,
  mdevWith,
  type MdevLife,
  readMdev,
  startedMdev,
  wantsMdev,
  writeLiveDevice,
} from '../../node-device/mediated-device.js';
import type { NodeDevice } from '../../node-device/node-device-definition.js';
import { findPciDevice, guestDriver, requireUnused } from '../../node-device/pci-driver.js';
import { capabilityFilter, nodeDeviceHandlers, nodeDeviceLists } from '../node-device.js';

const isActive = ({ mdev }: NodeDevice): boolean => mdev?.isActive ?? true;
const isPersistent = ({ mdev }: NodeDevice): boolean => mdev?.config !== undefined;

const filter = flagFilter<NodeDevice>([
  ...capabilityFilter,
  [
    [ListFlags.active, isActive],
    [ListFlags.inactive, device => !isActive(device)],
  ],
  [
    [ListFlags.persistent, isPersistent],
    [ListFlags.transient, device => !isPersistent(device)],
  ],
]);

/** Devices that can be made of others, and given to guests. */
export function completeNodeDeviceHandlers(host: TestHost): DriverHandlers {
  const { nodeDevices } = host;
  const basic = nodeDeviceHandlers(host);
  const emit = (name: string, event: number): void =>
    host.events.emit('nodeDeviceLifecycle', { dev: { name }, event, detail: 0 });
  const replace = (device: NodeDevice): void => {
    nodeDevices.add(device);
    host.events.emit('nodeDeviceUpdate', { dev: { name: device.name } });
  };
  const findMdev = (name: string): { readonly device: NodeDevice; readonly life: MdevLife } => {
    const device = nodeDevices.find(name);
    if (device.mdev === undefined) throw new VirtError('OPERATION_UNSUPPORTED', 'NODEDEV', 'Unsupported device type');
    return { device, life: device.mdev };
  };
  const detach = (name: string, driverName: string | null): void => {
    const driver = guestDriver(driverName);
    const device = findPciDevice(host, name);
    requireUnused(host, device);
    replace({ ...device, driver, hostDriver: device.hostDriver ?? device.driver ?? '' });
  };

  return {
    ...nodeDeviceLists(host, { isListed: isActive, filter }),

    nodeDeviceLookupSCSIHostByWWN({ wwnn, wwpn, flags }) {
      checkFlags(flags, 0, 'nodeDeviceLookupSCSIHostByWWN');
      for (const { name, document } of nodeDevices)
        for (const capability of document.capabilities)
          if (capability.type === 'scsi_host' && capability.fcHost?.wwnn === wwnn && capability.fcHost.wwpn === wwpn)
            return { dev: { name } };
      throw new VirtError(
        'NO_NODE_DEVICE',
        'NODEDEV',
        `no node device with matching wwnn '${wwnn}' and wwpn '${wwpn}'`,
      );
    },

    nodeDeviceGetXMLDesc({ name, flags }) {
      checkFlags(flags, NodeDeviceXMLFlags.inactive, 'nodeDeviceGetXMLDesc');
      return { xml: writeLiveDevice(nodeDevices.find(name), nodeDevices, (flags & NodeDeviceXMLFlags.inactive) !== 0) };
    },
    nodeDeviceIsActive: ({ name }) => ({ active: isActive(nodeDevices.find(name)) ? 1 : 0 }),
    nodeDeviceIsPersistent: ({ name }) => ({ persistent: isPersistent(nodeDevices.find(name)) ? 1 : 0 }),

    nodeDeviceCreateXML(args) {
      const { validate } = NodeDeviceCreateXMLFlags;
      checkFlags(args.flags, validate, 'nodeDeviceCreateXML');
      // Virtual adapters are made as in libvirt's mock; mediated devices are the other kind that can be made.
      if (!wantsMdev(args.xmlDesc)) return basic.nodeDeviceCreateXML(args);
      const wanted = readMdev(args.xmlDesc, nodeDevices, strictIf(args.flags, validate));
      requireNew(nodeDevices.get(wanted.name));
      const device = startedMdev(wanted, nodeDevices, undefined);
      nodeDevices.add(device);
      emit(device.name, Lifecycle.created);
      return { dev: { name: device.name } };
    },

    nodeDeviceDefineXML({ xmlDesc, flags }) {
      const { validate } = NodeDeviceDefineXMLFlags;
      checkFlags(flags, validate, 'nodeDeviceDefineXML');
      const device = readMdev(xmlDesc, nodeDevices, strictIf(flags, validate));
      requireNew(nodeDevices.get(device.name));
      nodeDevices.add(device);
      emit(device.name, Lifecycle.defined);
      return { dev: { name: device.name } };
    },

    nodeDeviceCreate({ name, flags }) {
      checkFlags(flags, 0, 'nodeDeviceCreate');
      const { device, life } = findMdev(name);
      if (life.isActive) throw new VirtError('OPERATION_INVALID', 'NODEDEV', `Device '${name}' is already active`);
      nodeDevices.add(startedMdev(device, nodeDevices, life.config));
      emit(name, Lifecycle.created);
    },

    nodeDeviceDestroy(args) {
      const { name } = args;
      const { mdev } = nodeDevices.find(name);
      if (mdev === undefined) return basic.nodeDeviceDestroy(args);
      if (!mdev.isActive) throw new VirtError('OPERATION_INVALID', 'NODEDEV', `Device '${name}' is not active`);
      const device = nodeDevices.find(name);
      if (mdev.config === undefined) nodeDevices.remove(device);
      else nodeDevices.add(mdevWith(device, { ...mdev, isActive: false }));
      emit(name, Lifecycle.deleted);
    },

    nodeDeviceUndefine({ name, flags }) {
      checkFlags(flags, 0, 'nodeDeviceUndefine');
      const { device, life } = findMdev(name);
      requirePersistent(device);
      if (life.isActive) nodeDevices.add(mdevWith(device, { isActive: true, config: undefined, autostart: false }));
      else nodeDevices.remove(device);
      emit(name, Lifecycle.undefined);
    },

    nodeDeviceGetAutostart: ({ name }) => ({ autostart: findMdev(name).life.autostart ? 1 : 0 }),
    nodeDeviceSetAutostart({ name, autostart }) {
      const { device, life } = findMdev(name);
      requirePersistent(device);
      nodeDevices.add(mdevWith(device, { ...life, autostart: autostart !== 0 }));
    },

    nodeDeviceUpdate({ name, xmlDesc, flags }) {
      const { live, config } = modificationImpact;
      checkFlags(flags, live | config, 'nodeDeviceUpdate');
      const { device, life } = findMdev(name);
      const wanted = readMdev(xmlDesc, nodeDevices);
      if (wanted.name !== name || mdevOf(wanted).mdevType !== mdevOf(device).mdevType)
        throw new VirtError('OPERATION_INVALID', 'NODEDEV', `the document is not that of device '${name}'`);
      const { attributes } = mdevOf(wanted);
      const toLive = flags === 0 ? life.isActive : (flags & live) !== 0;
      const toConfig = flags === 0 ? !life.isActive : (flags & config) !== 0;
      if (toLive && !life.isActive)
        throw new VirtError('OPERATION_INVALID', 'NODEDEV', `Device '${name}' is not active`);
      if (toConfig) requirePersistent(device);
      const stored = life.config && toConfig ? { ...life.config, attributes } : life.config;
      replace(mdevWith(device, { ...life, config: stored }, toLive ? { ...mdevOf(device), attributes } : undefined));
    },

    nodeDeviceDettach: ({ name }) => detach(name, null),
    nodeDeviceDetachFlags({ name, driverName, flags }) {
      checkFlags(flags, 0, 'nodeDeviceDetachFlags');
      detach(name, driverName);
    },
    nodeDeviceReAttach({ name }) {
      const device = findPciDevice(host, name);
      requireUnused(host, device);
      const { hostDriver, ...rest } = device;
      if (hostDriver !== undefined) replace({ ...rest, driver: hostDriver === '' ? undefined : hostDriver });
    },
    nodeDeviceReset: ({ name }) => requireUnused(host, findPciDevice(host, name)),
  };
}

function requireNew(known: NodeDevice | undefined): void {
  if (known !== undefined) throw new VirtError('OPERATION_FAILED', 'NODEDEV', `device '${known.name}' already exists`);
}

function requirePersistent(device: NodeDevice): void {
  if (!isPersistent(device))
    throw new VirtError('OPERATION_INVALID', 'NODEDEV', `Device '${device.name}' is not persistent`);
}
