import { type Bandwidth, bandwidth, validateRate } from '../domain/bandwidth.js';
import { given, judged, type Judgements } from '../judged.js';
import { type ElementSchema, valueFault } from '../kernel/index.js';

/** What can be wrong with the limits of a network or of a port group, in libvirt's order. */
export const networkBandwidthJudgements: Judgements<Bandwidth> = {
  classId: given((_, parts) => {
    const detail = 'classID attribute not supported on <bandwidth> of a network';
    throw valueFault(['XML_DETAIL', 'NONE'], detail, parts, 'classId');
  }),
  inbound: given(inbound => {
    validateRate(inbound, 'inbound');
    if ((inbound.floor ?? 0n) === 0n) return;
    const detail = 'floor attribute is not supported on <bandwidth> of a network';
    throw valueFault(['CONFIG_UNSUPPORTED', 'NONE'], detail, inbound, 'floor');
  }),
  outbound: given(outbound => validateRate(outbound, 'outbound')),
};

/** Limits of the traffic of a network, or of the guests of a port group. */
export const networkBandwidth: ElementSchema<Bandwidth> = judged(bandwidth, networkBandwidthJudgements);
