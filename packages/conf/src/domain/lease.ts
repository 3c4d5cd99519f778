import { attr, child, element, type ElementSchema, leaf, str, type TypeOf, ulong, unless } from '../kernel/index.js';

const leaseTargetShape = element('target', {
  path: attr('path', str),
  offset: unless(attr('offset', ulong), offset => offset === 0n),
});
/** The lock manager's file, with an offset in bytes. */
export interface LeaseTarget extends TypeOf<typeof leaseTargetShape> {}
const leaseTarget: ElementSchema<LeaseTarget> = leaseTargetShape;

const leaseShape = element('lease', {
  lockspace: leaf('lockspace', str).optional,
  key: leaf('key', str),
  target: child(leaseTarget),
});
/** A lease that the lock manager holds while the guest runs. */
export interface Lease extends TypeOf<typeof leaseShape> {}
export const lease: ElementSchema<Lease> = leaseShape;
