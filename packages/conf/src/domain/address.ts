import {
  attr,
  child,
  type ElementSchema,
  element,
  group,
  hex,
  hexBig,
  onOff,
  refined,
  only,
  type RequiredField,
  str,
  type TypeOf,
  uint,
  uintAnyBase,
  variant,
} from '../kernel/index.js';
import { internal, unsupported } from './fault-kinds.js';
import { withMissing } from '../missing.js';

const pciZpciShape = element('zpci', {
  uid: attr('uid', hex(4, 0xffff)).optional,
  fid: attr('fid', hex(8, 0xffff_ffff)).optional,
});
/** S/390's own numbers of a PCI device: the user-defined and the function id. */
export interface PciZpci extends TypeOf<typeof pciZpciShape> {}
const pciZpci: ElementSchema<PciZpci> = pciZpciShape;

/** The four numbers of a PCI address. */
export const pciNumbers = {
  domain: attr('domain', hex(4, 0xffff_ffff)).optional,
  bus: attr('bus', hex(2, 0xff)).optional,
  slot: attr('slot', hex(2, 0x1f), { domain: 'NONE' }).optional,
  function: attr('function', hex(1, 7)).optional,
};

const portPath = only(str, "a port path such as '1.2'", text => /^\d+(?:\.\d+){0,3}$/.test(text));

/** Numbers that an address leaves out are 0, unless it leaves out all of them. */
export function completePci<T extends PciNumbers>(address: T): T {
  const { domain, bus, slot, function: fn } = address;
  if (domain === undefined && bus === undefined && slot === undefined && fn === undefined) return address;
  return { ...address, domain: domain ?? 0, bus: bus ?? 0, slot: slot ?? 0, function: fn ?? 0 };
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
    completePci,
  ),
  drive: group(driveNumbers),
  'virtio-serial': group({
    controller: attr('controller', uint).default(0),
    bus: attr('bus', uint).default(0),
    port: attr('port', uint).default(0),
  }),
  ccid: group({ controller: attr('controller', uint).default(0), slot: attr('slot', uint).default(0) }),
  /** Port is a path through hubs; absent: any free one. */
  usb: group({ bus: attr('bus', uint).default(0), port: attr('port', portPath).optional }),
  'spapr-vio': group({ reg: attr('reg', hexBig(8)).optional }),
  'virtio-s390': group({}),
  ccw: group({
    cssid: attr('cssid', hex(1, 0xfe)).optional,
    ssid: attr('ssid', hex(1, 3)).optional,
    devno: attr('devno', hex(4, 0xffff)).optional,
  }),
  'virtio-mmio': group({}),
  isa: group({
    iobase: attr('iobase', hex(1, 0xffff_ffff)).optional,
    irq: attr('irq', hex(1, 0xffff_ffff)).optional,
  }),
  dimm: group({ slot: attr('slot', uintAnyBase).optional, base: attr('base', hexBig(1)).optional }),
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
