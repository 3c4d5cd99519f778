import {
  attr,
  bareHex,
  bareHexBig,
  child,
  element,
  type ElementSchema,
  field,
  group,
  hex,
  only,
  onOff,
  refined,
  type RequiredField,
  str,
  type TypeOf,
  uint,
  variant,
  unless,
} from '../kernel/index.js';
import { checkedField, settled } from '../checked.js';
import { withMissing } from '../missing.js';
import { internal, unsupported, wrong } from './fault-kinds.js';
import { pciPart } from './host-pci-place.js';

const pciZpciShape = element('zpci', {
  uid: attr('uid', hex(4, 0xffff)).optional,
  fid: attr('fid', hex(8, 0xffff_ffff)).optional,
});
/** S/390's own numbers of a PCI device: the user-defined and the function id. */
export interface PciZpci extends TypeOf<typeof pciZpciShape> {}
/** The number that is left out beside the other is 0, and yet to be assigned. */
const pciZpci: ElementSchema<PciZpci> = settled<PciZpci>(pciZpciShape, given =>
  given.uid === undefined && given.fid === undefined ? given : { ...given, uid: given.uid ?? 0, fid: given.fid ?? 0 },
);

/** The four numbers of a PCI address. */
export const pciNumbers = {
  domain: pciPart('domain', 4, 0xffff_ffff).optional,
  bus: pciPart('bus', 2, 0xff).optional,
  slot: pciPart('slot', 2, 0x1f).optional,
  function: pciPart('function', 1, 7).optional,
};

/** Numbers of ports, through up to four hubs. */
function isPortPath(text: string): boolean {
  return /^\d{1,10}(?:\.\d{1,10}){0,3}$/.test(text) && text.split('.').every(part => Number(part) <= 0xffff_ffff);
}
const portPath = only(str, "a port path such as '1.2'", isPortPath);

/** What is wrong with the parts of an address together. */
const misplaced = { code: 'INTERNAL_ERROR', domain: 'DEVICE' } as const;

const ccwShape = group({
  cssid: attr('cssid', hex(1, 0xffff_ffff)).optional,
  ssid: attr('ssid', hex(1, 0xffff_ffff)).optional,
  devno: attr('devno', hex(4, 0xffff_ffff)).optional,
});
const { spec: ccwSpec } = checkedField(ccwShape, ({ cssid, ssid, devno }) => {
  const given = [cssid, ssid, devno].filter(number => number !== undefined).length;
  if (given === 0) return undefined;
  if (given < 3) return { what: 'Invalid partial specification for virtio ccw address', kind: misplaced };
  if ((cssid ?? 0) <= 0xfe && (ssid ?? 0) <= 3 && (devno ?? 0) <= 0xffff) return undefined;
  return { what: 'Invalid specification for virtio ccw address', kind: misplaced };
});
/** All or none; none, which is yet to be assigned, is written as zeros. */
const ccwAddress = field<TypeOf<typeof ccwShape>>({
  ...ccwSpec,
  attributes: (value, out) => ccwSpec.attributes?.({ cssid: 0, ssid: 0, devno: 0, ...value }, out),
});

/** Old s390 machines have a bus without addresses; libvirt knows the word, and refuses it. */
const addressless = checkedField<object>(group({}), () => ({
  what: "virtio-s390 bus doesn't have an address",
  kind: wrong,
}));

/** Numbers that an address leaves out are 0. */
function completePci<T extends PciNumbers>(address: T): T {
  const { domain = 0, bus = 0, slot = 0, function: fn = 0 } = address;
  return { ...address, domain, bus, slot, function: fn };
}

/** A guest's slot 0 of the first bus is as good as none: the address is yet to be assigned. */
function completeGuestPci<T extends PciNumbers>(address: T): T {
  const { domain = 0, bus = 0, slot = 0 } = address;
  if (domain !== 0 || bus !== 0 || slot !== 0) return completePci(address);
  const { domain: _domain, bus: _bus, slot: _slot, function: _function, ...rest } = address;
  return rest as T; // the numbers are optional in each T
}

interface PciNumbers {
  readonly domain?: number | undefined;
  readonly bus?: number | undefined;
  readonly slot?: number | undefined;
  readonly function?: number | undefined;
}

/** The PCI address of a device of the host's. */
export const hostPciAddress = refined(group(pciNumbers), completePci);

const driveNumbers = {
  controller: attr('controller', uint).default(0),
  bus: attr('bus', uint).default(0),
  target: attr('target', uint).default(0),
  unit: attr('unit', uint).default(0),
};

const inferredAddressArms = {
  /** All four numbers absent: a PCI device whose address is yet to be assigned. */
  pci: refined(
    group({ ...pciNumbers, multifunction: attr('multifunction', onOff).optional, zpci: child(pciZpci).optional }),
    completeGuestPci,
  ),
  drive: group(driveNumbers),
  'virtio-serial': group({
    controller: attr('controller', uint).default(0),
    bus: attr('bus', uint).default(0),
    port: attr('port', uint).default(0),
  }),
  ccid: group({ controller: attr('controller', uint).default(0), slot: attr('slot', uint).default(0) }),
  /** Port is a path through hubs; absent: any free one. */
  usb: group({ bus: attr('bus', uint).default(0), port: attr('port', portPath, misplaced).optional }),
  'spapr-vio': group({ reg: attr('reg', bareHexBig(8)).optional }),
  'virtio-s390': addressless,
  ccw: ccwAddress,
  'virtio-mmio': group({}),
  isa: group({
    iobase: attr('iobase', bareHex(1, 0xffff_ffff)).optional,
    irq: attr('irq', bareHex(1, 0xffff_ffff)).optional,
  }),
  dimm: group({ slot: attr('slot', uint), base: unless(attr('base', bareHexBig(1)), base => base === 0n) }),
  unassigned: group({}),
};
type InferredAddressArms = typeof inferredAddressArms;
/** The kinds by the value of the telling attribute; named so that types which hold one stay short. */
export interface AddressArms extends InferredAddressArms {}
const addressArms: AddressArms = inferredAddressArms;

const addressField = withMissing(variant('type', addressArms, unsupported), internal);
/** Where the guest finds a device. */
export type DeviceAddress = TypeOf<typeof addressField>;
/** The fields of an `<address>` that a device, or a device's source, has. */
export const addressVariant: RequiredField<DeviceAddress> = addressField;
/** A place on a PCI bus of the guest. */
export type PciAddress = Extract<DeviceAddress, { type: 'pci' }>;
/** A place on a disk controller of the guest. */
export type DriveAddress = Extract<DeviceAddress, { type: 'drive' }>;
/** A port of a USB controller or hub of the guest. */
export type UsbAddress = Extract<DeviceAddress, { type: 'usb' }>;
