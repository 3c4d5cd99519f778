import { NodeDeviceUpdateFlags } from '../enums/index.js';
import { nodeDeviceCapsListMax, nodeDeviceListMax } from '../limits.js';
import { nonnullNodeDevice } from '../objects.js';
import { procedures } from '../procedure.js';
import { optText, text } from '../text.js';
import { array, int, uint, wireOnly } from '../xdr.js';

/** Devices of the host. */
export const nodeDevice = procedures({
  /** Number of host devices, those with the capability `cap` only unless it is null. */
  nodeNumOfDevices: {
    number: 111,
    since: '0.5.0',
    priority: 'high',
    acl: ['connect:search_node_devices'],
    aclFilter: ['node_device:getattr'],
    args: { cap: optText, flags: uint },
    ret: { num: int },
  },

  /** Names of host devices, those with the capability `cap` only unless it is null. */
  nodeListDevices: {
    number: 112,
    since: '0.5.0',
    priority: 'high',
    acl: ['connect:search_node_devices'],
    aclFilter: ['node_device:getattr'],
    args: { cap: optText, maxnames: wireOnly(int), flags: uint },
    ret: { names: array(text, nodeDeviceListMax) },
    counted: { rule: 'limit', list: 'names', ask: 'maxnames', max: nodeDeviceListMax },
  },

  /** Finds a host device by name. */
  nodeDeviceLookupByName: {
    number: 113,
    since: '0.5.0',
    priority: 'high',
    acl: ['node_device:getattr'],
    args: { name: text },
    ret: { dev: nonnullNodeDevice },
  },

  /** XML of a host device. */
  nodeDeviceGetXMLDesc: {
    number: 114,
    since: '0.5.0',
    acl: ['node_device:read'],
    args: { name: text, flags: uint },
    ret: { xml: text },
  },

  /** Name of the device that this one hangs on; null at the root. */
  nodeDeviceGetParent: {
    number: 115,
    since: '0.5.0',
    priority: 'high',
    acl: ['node_device:read'],
    args: { name: text },
    ret: { parentName: optText },
  },

  /** Number of capabilities of a host device. */
  nodeDeviceNumOfCaps: {
    number: 116,
    since: '0.5.0',
    priority: 'high',
    acl: ['node_device:read'],
    args: { name: text },
    ret: { num: int },
  },

  /** Capabilities of a host device: `pci`, `net`. */
  nodeDeviceListCaps: {
    number: 117,
    since: '0.5.0',
    priority: 'high',
    acl: ['node_device:read'],
    args: { name: text, maxnames: wireOnly(int) },
    ret: { names: array(text, nodeDeviceCapsListMax) },
    counted: { rule: 'limit', list: 'names', ask: 'maxnames', max: nodeDeviceCapsListMax },
  },

  /** Takes a device from its host driver, so that a guest can have it. */
  nodeDeviceDettach: {
    number: 118,
    since: '0.6.1',
    readOnlyDenied: true,
    acl: ['node_device:detach'],
    args: { name: text },
  },

  /** Gives a device back to its host driver. */
  nodeDeviceReAttach: {
    number: 119,
    since: '0.6.1',
    readOnlyDenied: true,
    acl: ['node_device:detach'],
    args: { name: text },
  },

  /** Resets a device that is detached from the host. */
  nodeDeviceReset: {
    number: 120,
    since: '0.6.1',
    readOnlyDenied: true,
    acl: ['node_device:detach'],
    args: { name: text },
  },

  /** Makes a host device out of its XML: a virtual HBA port, a mediated device. */
  nodeDeviceCreateXML: {
    number: 123,
    since: '0.6.3',
    readOnlyDenied: true,
    acl: ['node_device:write', 'node_device:start'],
    args: { xmlDesc: text, flags: uint },
    ret: { dev: nonnullNodeDevice },
  },

  /** Removes a host device that was made by a call. */
  nodeDeviceDestroy: {
    number: 124,
    since: '0.6.3',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['node_device:stop'],
    args: { name: text },
  },

  /** Host devices; `flags` (`ConnectListAllNodeDeviceFlags`) narrow the list. */
  connectListAllNodeDevices: {
    number: 285,
    since: '0.10.2',
    priority: 'high',
    acl: ['connect:search_node_devices'],
    aclFilter: ['node_device:getattr'],
    args: { needResults: wireOnly(int), flags: uint },
    ret: { devices: array(nonnullNodeDevice, nodeDeviceListMax), ret: wireOnly(uint) },
    counted: { rule: 'results', list: 'devices', ask: 'needResults', count: 'ret' },
  },

  /** Finds a SCSI host by its world-wide node and port names. */
  nodeDeviceLookupSCSIHostByWWN: {
    number: 297,
    since: '1.0.3',
    priority: 'high',
    acl: ['node_device:getattr'],
    args: { wwnn: text, wwpn: text, flags: uint },
    ret: { dev: nonnullNodeDevice },
  },

  /** Takes a device from its host driver. `driverName` (`vfio`) is what shall hold it; null for the usual one. */
  nodeDeviceDetachFlags: {
    number: 301,
    since: '1.0.5',
    readOnlyDenied: true,
    acl: ['node_device:detach'],
    args: { name: text, driverName: optText, flags: uint },
  },

  /** Stores the XML of a mediated device, or replaces what is stored. */
  nodeDeviceDefineXML: {
    number: 428,
    since: '7.3.0',
    readOnlyDenied: true,
    acl: ['node_device:write', 'node_device:save'],
    args: { xmlDesc: text, flags: uint },
    ret: { dev: nonnullNodeDevice },
  },

  /** Removes a stored mediated device. */
  nodeDeviceUndefine: {
    number: 429,
    since: '7.3.0',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['node_device:delete'],
    args: { name: text, flags: uint },
  },

  /** Starts a stored mediated device. */
  nodeDeviceCreate: {
    number: 430,
    since: '7.3.0',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['node_device:start'],
    args: { name: text, flags: uint },
  },

  /** Whether the device starts with the host or its parent: 1 or 0. */
  nodeDeviceGetAutostart: {
    number: 433,
    since: '7.8.0',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['node_device:read'],
    args: { name: text },
    ret: { autostart: int },
  },

  /** Whether the device starts with the host or its parent: 1 or 0. */
  nodeDeviceSetAutostart: {
    number: 434,
    since: '7.8.0',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['node_device:write'],
    args: { name: text, autostart: int },
  },

  /** Whether the device is stored, hence survives its stop: 1 or 0. */
  nodeDeviceIsPersistent: {
    number: 435,
    since: '7.8.0',
    priority: 'high',
    acl: ['node_device:read'],
    args: { name: text },
    ret: { persistent: int },
  },

  /** Whether the device is there: 1 or 0. */
  nodeDeviceIsActive: {
    number: 436,
    since: '7.8.0',
    priority: 'high',
    acl: ['node_device:read'],
    args: { name: text },
    ret: { active: int },
  },

  /** Changes a mediated device: live, stored or both. */
  nodeDeviceUpdate: {
    number: 447,
    since: '10.1.0',
    priority: 'high',
    readOnlyDenied: true,
    acl: [
      'node_device:write',
      { permission: 'node_device:save', withoutFlags: NodeDeviceUpdateFlags.config | NodeDeviceUpdateFlags.live },
      { permission: 'node_device:save', withFlags: NodeDeviceUpdateFlags.config },
    ],
    args: { name: text, xmlDesc: text, flags: uint },
  },
});
