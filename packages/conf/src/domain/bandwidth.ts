import { attr, child, type ElementSchema, element, type TypeOf, uint, ulong } from '../kernel/index.js';

const inboundShape = element('inbound', {
  average: attr('average', ulong).optional,
  peak: attr('peak', ulong).optional,
  floor: attr('floor', ulong).optional,
  burst: attr('burst', ulong).optional,
});
/** Limits of traffic towards the guest: rates in KiB a second, burst in KiB. */
export interface InboundBandwidth extends TypeOf<typeof inboundShape> {}
const inbound: ElementSchema<InboundBandwidth> = inboundShape;

const outboundShape = element('outbound', {
  average: attr('average', ulong).optional,
  peak: attr('peak', ulong).optional,
  burst: attr('burst', ulong).optional,
});
/** Limits of traffic from the guest: rates in KiB a second, burst in KiB. */
export interface OutboundBandwidth extends TypeOf<typeof outboundShape> {}
const outbound: ElementSchema<OutboundBandwidth> = outboundShape;

const bandwidthShape = element('bandwidth', {
  classId: attr('classID', uint).optional,
  inbound: child(inbound).optional,
  outbound: child(outbound).optional,
});
/** Limits of a network interface's traffic. */
export interface Bandwidth extends TypeOf<typeof bandwidthShape> {}
export const bandwidth: ElementSchema<Bandwidth> = bandwidthShape;
