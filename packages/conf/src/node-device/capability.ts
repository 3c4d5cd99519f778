import {
  attr,
  child,
  type ElementSchema,
  element,
  formOf,
  group,
  leaf,
  many,
  oneOf,
  str,
  type TypeOf,
  uint,
  uuid,
  variant,
  within,
} from '../kernel/index.js';
import { interfaceLink } from '../interface/link.js';
import { apCardCapability, apMatrixCapability, apQueueCapability, ccwCapability, cssCapability } from './channel.js';
import { namedId, pciCapability } from './pci.js';
import { scsiCapability, scsiHostCapability, scsiTargetCapability } from './scsi.js';
import { storageCapability } from './storage.js';
import { internal, nodedev, unsupported } from './fault-kinds.js';
import { netFeatures } from './net-features.js';
import { bareCapability, withKnownParts } from './sub-capability.js';

const mdevAttributeShape = element('attr', { name: attr('name', str, nodedev), value: attr('value', str, nodedev) });
/** A setting of a mediated device, whose meaning its driver knows. */
export interface MdevAttribute extends TypeOf<typeof mdevAttributeShape> {}
const mdevAttribute: ElementSchema<MdevAttribute> = mdevAttributeShape;

const hardwareShape = element(
  'hardware',
  {
    vendor: leaf('vendor', str).optional,
    version: leaf('version', str).optional,
    serial: leaf('serial', str).optional,
    uuid: leaf('uuid', uuid, internal).optional,
  },
  { empty: 'body' },
);
/** The host as its firmware describes it. */
export interface SystemHardware extends TypeOf<typeof hardwareShape> {}
const systemHardware: ElementSchema<SystemHardware> = hardwareShape;

const firmwareShape = element(
  'firmware',
  {
    vendor: leaf('vendor', str).optional,
    version: leaf('version', str).optional,
    releaseDate: leaf('release_date', str).optional,
  },
  { empty: 'body' },
);
/** The host's firmware. */
export interface SystemFirmware extends TypeOf<typeof firmwareShape> {}
const systemFirmware: ElementSchema<SystemFirmware> = firmwareShape;

const capabilityField = variant('type', {
  system: group({
    product: leaf('product', str).optional,
    hardware: child(systemHardware).default({}),
    firmware: child(systemFirmware).default({}),
  }),
  pci: pciCapability,
  usb_device: group({
    bus: leaf('bus', uint, internal),
    device: leaf('device', uint, internal),
    product: within('product', namedId),
    vendor: within('vendor', namedId),
  }),
  usb: group({
    number: leaf('number', uint, internal),
    class: leaf('class', uint, internal),
    subclass: leaf('subclass', uint, internal),
    protocol: leaf('protocol', uint, internal),
    description: leaf('description', str).optional,
  }),
  net: withKnownParts(
    group({
      interface: leaf('interface', str, internal),
      address: leaf('address', str).optional,
      link: child(interfaceLink).optional,
      features: netFeatures,
      subtype: bareCapability('80203', '80211'),
    }),
    { known: ['80203', '80211'], unknown: unsupported, firstOnly: true },
  ),
  scsi_host: scsiHostCapability,
  scsi_target: scsiTargetCapability,
  scsi: scsiCapability,
  scsi_generic: group({ path: leaf('char', str, internal) }),
  storage: storageCapability,
  drm: group({ kind: leaf('type', oneOf('primary', 'control', 'render'), internal) }),
  mdev: group({
    mdevType: within('type', attr('id', str, unsupported)),
    uuid: leaf('uuid', uuid, internal).optional,
    parentAddress: leaf('parent_addr', str).optional,
    /** Number of the group; 0 as well for a device that is not there yet. */
    iommuGroup: within('iommuGroup', attr('number', uint, internal).default(0)),
    attributes: many(mdevAttribute),
  }),
  ccw: ccwCapability,
  css: cssCapability,
  vdpa: group({ chardev: leaf('chardev', str, internal) }),
  ap_card: apCardCapability,
  ap_queue: apQueueCapability,
  ap_matrix: apMatrixCapability,
});
/** What a device of the host is, told apart by its type. */
export type NodeDeviceCapability = TypeOf<typeof capabilityField>;

/** `<capability>` of a device. */
export const nodeDeviceCapability: ElementSchema<NodeDeviceCapability> = (() => {
  const shape = element('capability', { is: capabilityField }, { empty: 'body' });
  return {
    name: shape.name,
    describe: () => ({ claims: capabilityField.spec.claims, form: formOf(capabilityField) }),
    read: (node, reading) => shape.read(node, reading).is,
    write: (value, out) => shape.write({ is: value }, out),
  };
})();
