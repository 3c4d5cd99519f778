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
  shell,
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
import { bareCapability } from './sub-capability.js';

const nodedev = { domain: 'NODEDEV' } as const;

const featureShape = element('feature', { name: attr('name', str, nodedev) });
/** Something that a network card can do. */
export interface NetFeature extends TypeOf<typeof featureShape> {}
const netFeature: ElementSchema<NetFeature> = featureShape;

const mdevAttributeShape = element('attr', { name: attr('name', str, nodedev), value: attr('value', str, nodedev) });
/** A setting of a mediated device, whose meaning its driver knows. */
export interface MdevAttribute extends TypeOf<typeof mdevAttributeShape> {}
const mdevAttribute: ElementSchema<MdevAttribute> = mdevAttributeShape;

const capabilityField = variant(
  'type',
  {
    system: group({
      product: leaf('product', str).optional,
      hardware: shell(
        'hardware',
        group({
          vendor: leaf('vendor', str).optional,
          version: leaf('version', str).optional,
          serial: leaf('serial', str).optional,
          uuid: leaf('uuid', uuid, nodedev).optional,
        }),
      ),
      firmware: shell(
        'firmware',
        group({
          vendor: leaf('vendor', str).optional,
          version: leaf('version', str).optional,
          releaseDate: leaf('release_date', str).optional,
        }),
      ),
    }),
    pci: pciCapability,
    usb_device: group({
      bus: leaf('bus', uint, nodedev),
      device: leaf('device', uint, nodedev),
      product: within('product', namedId),
      vendor: within('vendor', namedId),
    }),
    usb: group({
      number: leaf('number', uint, nodedev),
      class: leaf('class', uint, nodedev),
      subclass: leaf('subclass', uint, nodedev),
      protocol: leaf('protocol', uint, nodedev),
      description: leaf('description', str).optional,
    }),
    net: group({
      interface: leaf('interface', str, nodedev),
      address: leaf('address', str).optional,
      link: child(interfaceLink).optional,
      features: many(netFeature),
      subtype: bareCapability('80203', '80211'),
    }),
    scsi_host: scsiHostCapability,
    scsi_target: scsiTargetCapability,
    scsi: scsiCapability,
    scsi_generic: group({ path: leaf('char', str, nodedev) }),
    storage: storageCapability,
    drm: group({ kind: leaf('type', oneOf('primary', 'control', 'render'), nodedev) }),
    mdev: group({
      mdevType: within('type', attr('id', str, nodedev)),
      uuid: leaf('uuid', uuid, nodedev).optional,
      parentAddress: leaf('parent_addr', str).optional,
      iommuGroup: within('iommuGroup', attr('number', uint, nodedev)).optional,
      attributes: many(mdevAttribute),
    }),
    ccw: ccwCapability,
    css: cssCapability,
    vdpa: group({ chardev: leaf('chardev', str, nodedev) }),
    ap_card: apCardCapability,
    ap_queue: apQueueCapability,
    ap_matrix: apMatrixCapability,
  },
  { code: 'INTERNAL_ERROR', domain: 'NODEDEV' },
);
/** What a device of the host is, told apart by its type. */
export type NodeDeviceCapability = TypeOf<typeof capabilityField>;

/** `<capability>` of a device. */
export const nodeDeviceCapability: ElementSchema<NodeDeviceCapability> = (() => {
  const shape = element('capability', { is: capabilityField });
  return {
    name: shape.name,
    describe: () => ({ claims: capabilityField.spec.claims, form: formOf(capabilityField) }),
    read: (node, reading) => shape.read(node, reading).is,
    write: (value, out) => shape.write({ is: value }, out),
  };
})();
