/**
 * Which host devices to list: with any of these capabilities, in any of these states
 * (`virConnectListAllNodeDeviceFlags`).
 */
export const ConnectListAllNodeDeviceFlags = {
  capSystem: 1,
  capPciDev: 2,
  capUsbDev: 4,
  capUsbInterface: 8,
  capNet: 16,
  capScsiHost: 32,
  capScsiTarget: 64,
  capScsi: 128,
  capStorage: 256,
  capFcHost: 512,
  capVports: 1024,
  capScsiGeneric: 2048,
  capDrm: 4096,
  capMdevTypes: 8192,
  capMdev: 16384,
  capCcwDev: 32768,
  capCssDev: 0x10000,
  capVdpa: 0x20000,
  capApCard: 0x40000,
  capApQueue: 0x80000,
  capApMatrix: 0x100000,
  capVpd: 0x200000,
  capCcwgroupDev: 0x400000,
  capCcwgroupMember: 0x800000,
  persistent: 0x10000000,
  transient: 0x20000000,
  inactive: 0x40000000,
  active: 0x80000000,
} as const;

/** How a host device is made (`virNodeDeviceCreateXMLFlags`). */
export const NodeDeviceCreateXMLFlags = { validate: 1 } as const;

/** How a host device is defined (`virNodeDeviceDefineXMLFlags`). */
export const NodeDeviceDefineXMLFlags = { validate: 1 } as const;

/** Events of host devices (`virNodeDeviceEventID`). */
export const NodeDeviceEventID = { lifecycle: 0, update: 1 } as const;
export type NodeDeviceEventID = (typeof NodeDeviceEventID)[keyof typeof NodeDeviceEventID];

/** What happened in a host device's life (`virNodeDeviceEventLifecycleType`). */
export const NodeDeviceEventLifecycleType = { created: 0, deleted: 1, defined: 2, undefined: 3 } as const;
export type NodeDeviceEventLifecycleType =
  (typeof NodeDeviceEventLifecycleType)[keyof typeof NodeDeviceEventLifecycleType];

/** Which definition a host device's change is for (`virNodeDeviceUpdateFlags`). */
export const NodeDeviceUpdateFlags = { current: 0, live: 1, config: 2 } as const;

/** What host device XML shows (`virNodeDeviceXMLFlags`). */
export const NodeDeviceXMLFlags = { inactive: 1 } as const;
