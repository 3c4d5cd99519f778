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
} from '../kernel/index.js';
import { bareWhenOff, featureState } from './feature-state.js';

const state = attr('state', onOff).default(true);

const spinlocksShape = element('spinlocks', { state, retries: attr('retries', uint).optional });
/** How often the guest tries a lock before it yields. */
export interface HypervSpinlocks extends TypeOf<typeof spinlocksShape> {}
const spinlocks: ElementSchema<HypervSpinlocks> = spinlocksShape;

const stimerShape = element('stimer', { state, direct: unless(featureState('direct'), on => !on) });
/** Hyper-V's synthetic timers. */
export interface HypervStimer extends TypeOf<typeof stimerShape> {}
const stimer: ElementSchema<HypervStimer> = stimerShape;

const vendorIdShape = element('vendor_id', { state, value: attr('value', str).optional });
/** The vendor that the guest sees, of at most 12 characters. */
export interface HypervVendorId extends TypeOf<typeof vendorIdShape> {}
const vendorId: ElementSchema<HypervVendorId> = vendorIdShape;

const hypervShape = element(
  'hyperv',
  {
    mode: attr('mode', oneOf('custom', 'passthrough')).default('custom'),
    relaxed: featureState('relaxed'),
    vapic: featureState('vapic'),
    spinlocks: refined(child(spinlocks), bareWhenOff).optional,
    vpindex: featureState('vpindex'),
    runtime: featureState('runtime'),
    synic: featureState('synic'),
    stimer: refined(child(stimer), bareWhenOff).optional,
    reset: featureState('reset'),
    vendorId: refined(child(vendorId), bareWhenOff).optional,
    frequencies: featureState('frequencies'),
    reenlightenment: featureState('reenlightenment'),
    tlbflush: featureState('tlbflush'),
    ipi: featureState('ipi'),
    evmcs: featureState('evmcs'),
    avic: featureState('avic'),
  },
  { empty: 'body' },
);
/** What of Hyper-V the guest finds. */
export interface Hyperv extends TypeOf<typeof hypervShape> {}
export const hyperv: ElementSchema<Hyperv> = hypervShape;
