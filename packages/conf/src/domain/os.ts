import { type Architecture, architectures, isArchitecture } from '@tsvirt/util';
import {
  attr,
  attributeOf,
  child,
  content,
  type ElementSchema,
  element,
  int,
  leaf,
  many,
  oneOf,
  optionalField,
  single,
  str,
  type Text,
  type TypeOf,
  uint,
  unless,
  within,
  yesNo,
  childOf,
  field,
  refined,
  type RequiredField,
  textIn,
  lenient,
} from '../kernel/index.js';
import { filled } from '../filled-attribute.js';
import { storageSource } from '../storage/source.js';
import { atMost } from '../checked.js';
import { unsupported, wrong } from './fault-kinds.js';

const none = <T>(list: readonly T[]) => list.length === 0;

/** An architecture by libvirt's name. */
const architecture: Text<Architecture> = {
  expected: "an architecture such as 'x86_64'",
  values: Object.keys(architectures),
  read: text => (isArchitecture(text) ? text : undefined),
  write: value => value,
};

const osType: Text<string> = oneOf('hvm', 'xen', 'linux', 'exe', 'uml', 'xenpvh');

const typeShape = element('type', {
  arch: filled('arch', architecture, unsupported).optional,
  machine: filled('machine', str).optional,
  /** hvm for a whole machine, exe for a container, xen or linux for paravirtual guests. */
  type: content(osType, unsupported),
});
/** What kind of machine the guest runs on. */
export interface OsType extends TypeOf<typeof typeShape> {}
const type: ElementSchema<OsType> = typeShape;

const firmwareFeatureShape = element('feature', {
  enabled: attr('enabled', yesNo),
  name: attr('name', oneOf('enrolled-keys', 'secure-boot')),
});
/** A feature that the firmware must or must not have. */
export interface FirmwareFeature extends TypeOf<typeof firmwareFeatureShape> {}
const firmwareFeature: ElementSchema<FirmwareFeature> = firmwareFeatureShape;

const loaderShape = element('loader', {
  readonly: attr('readonly', yesNo).optional,
  secure: attr('secure', yesNo).optional,
  type: attr('type', oneOf('rom', 'pflash')).optional,
  stateless: attr('stateless', yesNo).optional,
  path: content(str).optional,
});
/** The firmware's program. */
export interface Loader extends TypeOf<typeof loaderShape> {}
const loader: ElementSchema<Loader> = loaderShape;

const shortPath = content(str).spec;
const nvramShape = element('nvram', {
  template: attr('template', str).optional,
  source: storageSource.optional,
  /** Path of the file, in the short form without a type. */
  path: optionalField<string>({
    ...shortPath,
    read: (node, reading) => (attributeOf(node, 'type') === undefined ? shortPath.read(node, reading) : undefined),
  }),
});
/** The firmware's variables. */
export interface Nvram extends TypeOf<typeof nvramShape> {}
const nvram: ElementSchema<Nvram> = nvramShape;

const initenvShape = element('initenv', { name: attr('name', str, wrong), value: content(str, wrong) });
/** A variable in the environment of a container's first process. */
export interface Initenv extends TypeOf<typeof initenvShape> {}
const initenv: ElementSchema<Initenv> = initenvShape;

const acpiTableShape = element('table', {
  type: attr('type', oneOf('raw', 'rawset', 'slic'), wrong),
  path: content(str).default(''),
});
/** An ACPI table of the host's that the guest gets. */
export interface AcpiTable extends TypeOf<typeof acpiTableShape> {}
const acpiTable: ElementSchema<AcpiTable> = acpiTableShape;

/** Kinds of devices that firmware can boot from. */
export const bootDevice = oneOf('fd', 'hd', 'cdrom', 'network');
const bootShape = element('boot', { dev: attr('dev', bootDevice) });
/** One step of the boot order by kind of device. */
export interface OsBoot extends TypeOf<typeof bootShape> {}
const boot: ElementSchema<OsBoot> = bootShape;

const bootmenuShape = element('bootmenu', {
  enable: attr('enable', yesNo).optional,
  timeout: attr('timeout', uint).optional,
});
/** The firmware's boot menu; timeout in milliseconds. */
export interface Bootmenu extends TypeOf<typeof bootmenuShape> {}
const bootmenu: ElementSchema<Bootmenu> = bootmenuShape;

const biosShape = element('bios', {
  useserial: attr('useserial', lenient(yesNo)).optional,
  /** Milliseconds until a failed boot is tried again; -1: never. */
  rebootTimeout: attr('rebootTimeout', int).optional,
});
/** Settings of the BIOS. */
export interface Bios extends TypeOf<typeof biosShape> {}
const bios: ElementSchema<Bios> = biosShape;

/** There are as many steps as kinds of devices; what comes behind is passed over. */
const mostSteps = 4;
const steps = refined(many(boot), list => list.slice(0, mostSteps));

/** Firmware is for whole machines; others are not looked at. */
function ofMachine<T>({ spec }: RequiredField<T>): RequiredField<T> {
  return field<T>({
    ...spec,
    read(node, reading) {
      const told = childOf(node, 'type');
      const type = told === undefined ? 'hvm' : textIn(told);
      return type === 'hvm' || type.startsWith('xen') ? spec.read(node, reading) : undefined;
    },
  });
}

const osShape = element('os', {
  /** The kind of firmware to choose; absent when the loader is named. */
  firmwareKind: ofMachine(filled('firmware', oneOf('bios', 'efi'), wrong)).optional,
  type: child(type).optional,
  firmwareFeatures: within('firmware', many(firmwareFeature)).optional,
  init: leaf('init', str).optional,
  initargs: unless(many(single('initarg', content(str, wrong))), none),
  initenvs: unless(many(initenv), none),
  initdir: leaf('initdir', str).optional,
  inituser: leaf('inituser', str).optional,
  initgroup: leaf('initgroup', str).optional,
  loader: ofMachine(child(loader)).optional,
  nvram: ofMachine(child(nvram)).optional,
  kernel: leaf('kernel', str).optional,
  initrd: leaf('initrd', str).optional,
  cmdline: leaf('cmdline', str).optional,
  dtb: leaf('dtb', str).optional,
  root: leaf('root', str).optional,
  acpiTable: within('acpi', atMost(1, 'table', child(acpiTable), 'Only one acpi table is supported', wrong).optional)
    .optional,
  boot: unless(ofMachine(steps), none),
  bootmenu: ofMachine(child(bootmenu)).optional,
  bios: ofMachine(child(bios)).optional,
  smbios: unless(
    within('smbios', filled('mode', oneOf('none', 'emulate', 'host', 'sysinfo'), unsupported).optional),
    mode => mode === 'none',
  ),
});
/** What the guest boots, and on what kind of machine. */
export interface Os extends TypeOf<typeof osShape> {}
export const os: ElementSchema<Os> = osShape;
