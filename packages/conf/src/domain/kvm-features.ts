import { attr, child, element, type ElementSchema, onOff, refined, type TypeOf, uint } from '../kernel/index.js';
import { bareWhenOff, featureState } from './feature-state.js';
import { lastOfEach } from './last-of-each.js';
import { checked } from '../checked.js';
import { wrong } from './fault-kinds.js';

const state = attr('state', onOff).default(true);

const dirtyRingShape = element('dirty-ring', { state, size: attr('size', uint).optional });
/** KVM's ring of dirty pages; size in entries. */
export interface KvmDirtyRing extends TypeOf<typeof dirtyRingShape> {}
const dirtyRing: ElementSchema<KvmDirtyRing> = checked<KvmDirtyRing>(dirtyRingShape, ({ state: on, size }) =>
  !on || size === undefined || (size >= 1024 && size <= 65_536 && (size & (size - 1)) === 0)
    ? undefined
    : { what: 'dirty ring must be power of 2 and ranges [1024, 65536]', kind: wrong },
);

const kvmShape = element(
  'kvm',
  {
    hidden: featureState('hidden'),
    hintDedicated: featureState('hint-dedicated'),
    pollControl: featureState('poll-control'),
    pvIpi: featureState('pv-ipi'),
    dirtyRing: refined(child(dirtyRing), bareWhenOff).optional,
  },
  { empty: 'body' },
);
/** What of KVM the guest finds. */
export interface KvmFeatures extends TypeOf<typeof kvmShape> {}
export const kvmFeatures: ElementSchema<KvmFeatures> = lastOfEach<KvmFeatures>(kvmShape, 'unsupported KVM feature:');
