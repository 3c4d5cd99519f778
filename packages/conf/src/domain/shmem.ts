import {
  attr,
  attributeOf,
  child,
  childOf,
  claimChild,
  element,
  type ElementSchema,
  fault,
  group,
  oneOf,
  onOff,
  type OptionalField,
  optionalField,
  shell,
  str,
  textIn,
  type TypeOf,
  uint,
  ulong,
  unitBytes,
  within,
} from '../kernel/index.js';
import { wrong } from './fault-kinds.js';
import { deviceInfo } from './device-info.js';
import { settled } from '../checked.js';

const mib = 1024n * 1024n;

/** The size in MiB, which libvirt writes with the unit `M`. */
const sizeMiB: OptionalField<bigint> = optionalField<bigint>({
  claims: claimChild('size', { attributes: new Set(['unit']), children: new Map() }),
  form: { kind: 'text', text: ulong },
  missing: () => '',
  read(node, reading) {
    const found = childOf(node, 'size');
    const text = found === undefined ? '' : textIn(found);
    if (found === undefined || text === '') return undefined;
    const unit = unitBytes(attributeOf(found, 'unit') || 'M');
    if (!/^\d{1,18}$/.test(text)) throw fault(found, reading, `cannot parse shmem size '${text}'`);
    if (unit === undefined) {
      const what = `unknown suffix '${attributeOf(found, 'unit')}'`;
      throw fault(found, reading, what, '', { code: 'INVALID_ARG', domain: 'NONE' });
    }
    // No size is none; one of a few bytes is one all the same.
    return BigInt(text) === 0n ? undefined : (BigInt(text) * unit) / mib;
  },
  children(value, out) {
    out.xml.open('size');
    out.xml.attribute('unit', 'M');
    out.xml.text(String(value));
    out.xml.close();
  },
});

const msiShape = element(
  'msi',
  {
    enabled: attr('enabled', onOff).implied(true),
    vectors: attr('vectors', uint).optional,
    ioeventfd: attr('ioeventfd', onOff).optional,
  },
  { empty: 'always' },
);
/** Interrupts of an ivshmem device with a server. */
export interface ShmemMsi extends TypeOf<typeof msiShape> {}
const msi: ElementSchema<ShmemMsi> = msiShape;

const shmemShape = element('shmem', {
  name: attr('name', str, wrong),
  role: attr('role', oneOf('master', 'peer')).optional,
  model: within(
    'model',
    attr('type', oneOf('ivshmem', 'ivshmem-plain', 'ivshmem-doorbell')).default('ivshmem'),
  ).default('ivshmem'),
  sizeMiB,
  server: shell('server', group({ path: attr('path', str).optional })).optional,
  msi: child(msi).optional,
  ...deviceInfo,
});
/** Memory shared with other guests. */
export interface Shmem extends TypeOf<typeof shmemShape> {}
/** The oldest model has no roles. */
export const shmem: ElementSchema<Shmem> = settled<Shmem>(shmemShape, device =>
  device.model === 'ivshmem' ? { ...device, role: undefined } : device,
);
