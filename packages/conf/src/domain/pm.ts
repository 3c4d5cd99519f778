import { attr, type ElementSchema, element, type TypeOf, within, yesNo } from '../kernel/index.js';

const pmShape = element('pm', {
  suspendToMem: within('suspend-to-mem', attr('enabled', yesNo).optional).optional,
  suspendToDisk: within('suspend-to-disk', attr('enabled', yesNo).optional).optional,
});
/** Which sleep states the firmware offers. */
export interface Pm extends TypeOf<typeof pmShape> {}
export const pm: ElementSchema<Pm> = pmShape;
