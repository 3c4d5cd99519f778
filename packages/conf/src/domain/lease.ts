import { attr, child, element, type ElementSchema, leaf, str, type TypeOf, ulong, unless } from '../kernel/index.js';
import { withMissing } from '../missing.js';
import { wrong } from './fault-kinds.js';

const leaseTargetShape = element('target', {
  path: attr('path', str, wrong),
  offset: unless(attr('offset', ulong), offset => offset === 0n),
});
/** The lock manager's file, with an offset in bytes. */
export interface LeaseTarget extends TypeOf<typeof leaseTargetShape> {}
const leaseTarget: ElementSchema<LeaseTarget> = leaseTargetShape;

const leaseShape = element('lease', {
  lockspace: leaf('lockspace', str, { code: 'INTERNAL_ERROR', domain: 'NONE' }),
  key: leaf('key', str, wrong),
  target: withMissing(child(leaseTarget), wrong),
});
/** A lease that the lock manager holds while the guest runs. */
export interface Lease extends TypeOf<typeof leaseShape> {}
export const lease: ElementSchema<Lease> = leaseShape;
