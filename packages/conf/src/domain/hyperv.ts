import {
  attr,
  child,
  element,
  type ElementSchema,
  oneOf,
  onOff,
  refined,
  str,
  type TypeOf,
  uint,
  unless,
  attributeOf,
  field,
} from '../kernel/index.js';
import { checked } from '../checked.js';
import { wrong } from './fault-kinds.js';
import { lastOfEach } from './last-of-each.js';
import { bareWhenOff, featureState, settledState } from './feature-state.js';

const state = attr('state', onOff);

const fewestRetries = 4095;
const longestVendor = 12;

const { spec: retriesSpec } = attr('retries', uint);
/** Looked at only where there is something to try. */
const retries = field<number>({
  ...retriesSpec,
  read: (node, reading) => (attributeOf(node, 'state') === 'off' ? undefined : retriesSpec.read(node, reading)),
});

const spinlocksShape = element('spinlocks', { state, retries: retries.optional });
/** How often the guest tries a lock before it yields. */
export interface HypervSpinlocks extends TypeOf<typeof spinlocksShape> {}
const spinlocks: ElementSchema<HypervSpinlocks> = checked<HypervSpinlocks>(spinlocksShape, ({ state: on, retries }) =>
  !on
    ? undefined
    : retries === undefined
      ? { what: "Missing required attribute 'retries' in element 'spinlocks'", kind: {} }
      : retries < fewestRetries
        ? { what: `HyperV spinlock retry count must be at least ${fewestRetries}`, kind: wrong }
        : undefined,
);

const stimerShape = element('stimer', { state, direct: unless(featureState('direct'), on => !on) });
/** Hyper-V's synthetic timers. */
export interface HypervStimer extends TypeOf<typeof stimerShape> {}
const stimer: ElementSchema<HypervStimer> = stimerShape;

const vendorIdShape = element('vendor_id', { state, value: attr('value', str).optional });
/** The vendor that the guest sees, of at most 12 characters. */
export interface HypervVendorId extends TypeOf<typeof vendorIdShape> {}
const vendorId: ElementSchema<HypervVendorId> = checked<HypervVendorId>(vendorIdShape, ({ state: on, value }) => {
  if (!on) return undefined;
  if (value === undefined) {
    return { what: "missing 'value' attribute for HyperV feature 'vendor_id'", kind: wrong };
  }
  if (value.length > longestVendor) {
    return { what: `HyperV vendor_id value must not be more than ${longestVendor} characters.`, kind: wrong };
  }
  return value.includes(',') ? { what: 'HyperV vendor_id value is invalid', kind: wrong } : undefined;
});

const hypervShape = element(
  'hyperv',
  {
    mode: attr('mode', oneOf('custom', 'passthrough')).default('custom'),
    relaxed: settledState('relaxed'),
    vapic: settledState('vapic'),
    spinlocks: refined(child(spinlocks), bareWhenOff).optional,
    vpindex: settledState('vpindex'),
    runtime: settledState('runtime'),
    synic: settledState('synic'),
    stimer: refined(child(stimer), bareWhenOff).optional,
    reset: settledState('reset'),
    vendorId: refined(child(vendorId), bareWhenOff).optional,
    frequencies: settledState('frequencies'),
    reenlightenment: settledState('reenlightenment'),
    tlbflush: settledState('tlbflush'),
    ipi: settledState('ipi'),
    evmcs: settledState('evmcs'),
    avic: settledState('avic'),
  },
  { empty: 'body' },
);
/** What of Hyper-V the guest finds. */
export interface Hyperv extends TypeOf<typeof hypervShape> {}
export const hyperv: ElementSchema<Hyperv> = lastOfEach<Hyperv>(
  hypervShape,
  'unsupported HyperV Enlightenment feature:',
);
