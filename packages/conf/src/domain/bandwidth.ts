import {
  attr,
  attributeOf,
  child,
  type ElementSchema,
  element,
  fault,
  field,
  type RequiredField,
  type TypeOf,
  uint,
  ulong,
  valueFault,
} from '../kernel/index.js';
import { asRead, given, judged } from '../judged.js';

const unsupported = { code: 'CONFIG_UNSUPPORTED', domain: 'NONE' } as const;
const detail = { code: 'XML_DETAIL', domain: 'NONE' } as const;
const rate = (name: string) => attr(name, ulong, unsupported).optional;

const inboundShape = element('inbound', {
  average: rate('average'),
  peak: rate('peak'),
  floor: rate('floor'),
  burst: rate('burst'),
});
/** Limits of traffic towards the guest: rates in KiB a second, burst in KiB. */
export interface InboundBandwidth extends TypeOf<typeof inboundShape> {}
const inbound: ElementSchema<InboundBandwidth> = inboundShape;

const outboundShape = element('outbound', { average: rate('average'), peak: rate('peak'), burst: rate('burst') });
/** Limits of traffic from the guest: rates in KiB a second, burst in KiB. */
export interface OutboundBandwidth extends TypeOf<typeof outboundShape> {}
const outbound: ElementSchema<OutboundBandwidth> = {
  ...outboundShape,
  read(node, reading) {
    const floor = attributeOf(node, 'floor');
    if (floor !== undefined && ulong.read(floor) !== 0n) {
      throw fault(node, reading, "'floor' attribute allowed only in <inbound> element", '', unsupported);
    }
    return outboundShape.read(node, reading);
  },
};

/** Limits of one direction, which a document gives once. */
function direction<T>(schema: ElementSchema<T>): RequiredField<T> {
  const { spec } = child(schema);
  return field<T>({
    ...spec,
    read(node, reading) {
      const given = node.children.filter(part => part.kind === 'element' && part.name === schema.name);
      if (given.length > 1) throw fault(node, reading, `Only one child <${schema.name}> element allowed`, '', detail);
      return spec.read(node, reading);
    },
  });
}

const bandwidthShape = element(
  'bandwidth',
  {
    classId: attr('classID', uint, detail).optional,
    inbound: direction(inbound).optional,
    outbound: direction(outbound).optional,
  },
  { empty: 'body' },
);
/** Limits of a network interface's traffic. */
export interface Bandwidth extends TypeOf<typeof bandwidthShape> {}
const written: ElementSchema<Bandwidth> = {
  ...bandwidthShape,
  // Limits that do not limit leave the element; without any there is none.
  write(value, out) {
    const { classId, inbound: into, outbound: from } = value;
    if (classId !== undefined || into !== undefined || from !== undefined) bandwidthShape.write(value, out);
  },
};

/** `<bandwidth>`: what is wrong with one direction is told before the next one is looked at. */
export const bandwidth: ElementSchema<Bandwidth> = judged(written, {
  classId: asRead,
  inbound: given(inbound => validateRate(inbound, 'inbound')),
});

/** Checks that each direction says what its limit is. */
export function validateRates({ inbound, outbound }: Bandwidth): void {
  if (inbound !== undefined) validateRate(inbound, 'inbound');
  if (outbound !== undefined) validateRate(outbound, 'outbound');
}

/** Checks that one of them does. */
export function validateRate(rate: InboundBandwidth | OutboundBandwidth, name: string): void {
  if (rate.average !== undefined) return;
  if (!('floor' in rate && rate.floor !== undefined)) {
    const detail = `Missing mandatory average or floor attribute in <${name}>`;
    throw valueFault(['XML_DETAIL', 'NONE'], detail, rate);
  }
  if (rate.peak !== undefined || rate.burst !== undefined) {
    const detail = `'peak' and 'burst' require 'average' attribute in <${name}>`;
    throw valueFault(['CONFIG_UNSUPPORTED', 'NONE'], detail, rate);
  }
}
