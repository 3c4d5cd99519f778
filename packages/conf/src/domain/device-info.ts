import {
  attr,
  child,
  claimFirst,
  type ElementSchema,
  element,
  onOff,
  type OptionalField,
  optionalField,
  positive,
  str,
  type TypeOf,
  uint,
  within,
  yesNo,
} from '../kernel/index.js';
import { attributeOf, childOf } from '../kernel/index.js';
import { checked, checkedField, settled } from '../checked.js';
import { addressVariant } from './address.js';
import { internal, unsupported } from './fault-kinds.js';

/**
 * The name of a device. Those that start with `ua-` are the user's and part of the definition; all others are
 * given while the guest runs.
 */
export const alias: OptionalField<string> = optionalField<string>({
  claims: claimFirst('alias', { attributes: new Set(['name']), children: new Map() }),
  form: { kind: 'text', text: str },
  missing: () => 'Missing device alias',
  read(node, reading) {
    const found = childOf(node, 'alias');
    const name = found === undefined ? undefined : attributeOf(found, 'name');
    return name !== undefined && (!reading.inactive || isUserAlias(name)) ? name : undefined;
  },
  present: (value, out) => !out.inactive || isUserAlias(value),
  children(value, out) {
    out.xml.open('alias');
    out.xml.attribute('name', value);
    out.xml.close();
  },
});

const userAlias = /^ua-[a-zA-Z0-9_-]*$/;

/** Whether an alias is one that users may choose. */
export function isUserAlias(name: string): boolean {
  return userAlias.test(name);
}

const bootShape = element('boot', {
  /** Place in the boot order, from 1. */
  order: attr('order', positive),
  loadparm: attr('loadparm', str).optional,
});
/** The place of one device in the boot order. */
export interface DeviceBoot extends TypeOf<typeof bootShape> {}
const checkedBoot: ElementSchema<DeviceBoot> = checked<DeviceBoot>(bootShape, ({ loadparm }) => {
  if (loadparm === undefined) return undefined;
  if (loadparm === '' || loadparm.length > 8) {
    return { what: `loadparm value '${loadparm}' must be between 1 and 8 characters`, kind: internal };
  }
  if (/^[A-Za-z0-9. ]*$/.test(loadparm)) return undefined;
  return {
    what: `invalid loadparm value '${loadparm}', expecting chars in set of [a-zA-Z0-9.] and blank spaces`,
    kind: internal,
  };
});
const boot: ElementSchema<DeviceBoot> = settled(checkedBoot, value =>
  value.loadparm === undefined ? value : { ...value, loadparm: value.loadparm.toUpperCase() },
);

const romShape = element('rom', {
  enabled: attr('enabled', yesNo).optional,
  bar: attr('bar', onOff).optional,
  file: attr('file', str).optional,
});
/** The option ROM of a PCI device. */
export interface DeviceRom extends TypeOf<typeof romShape> {}
const rom: ElementSchema<DeviceRom> = romShape;

const address = within('address', addressVariant).optional;
/** The address of a device that has to be somewhere: only what is passed through may be left out of the guest. */
const place = within(
  'address',
  checkedField(addressVariant, ({ type }) =>
    type === 'unassigned'
      ? { what: "address of type 'unassigned' is supported only for hostdevs", kind: unsupported }
      : undefined,
  ),
).optional;
const acpiIndex = within('acpi', attr('index', positive).optional).optional;

/** What a device has that cannot be booted from and carries no ROM. */
export const deviceInfo = { alias, acpiIndex, address: place };
/** A device that can be booted from. */
export const bootableInfo = { boot: child(boot).optional, alias, acpiIndex, address: place };
/** A device with an option ROM. */
export const romInfo = { boot: child(boot).optional, alias, rom: child(rom).optional, acpiIndex, address };
/** A USB controller that is a companion of another: the first port of the other's that is its own. */
export const companionInfo = {
  alias,
  master: within('master', attr('startport', uint).default(0)).optional,
  acpiIndex,
  address: place,
};

/** Options that each virtio device has in its `<driver>`. */
export const virtioOptions = {
  iommu: attr('iommu', onOff).optional,
  ats: attr('ats', onOff).optional,
  packed: attr('packed', onOff).optional,
  pagePerVq: attr('page_per_vq', onOff).optional,
};

const virtioDriverShape = element('driver', virtioOptions);
/** A `<driver>` that has nothing but virtio's options. */
export interface VirtioDriver extends TypeOf<typeof virtioDriverShape> {}
export const virtioDriver: ElementSchema<VirtioDriver> = virtioDriverShape;
