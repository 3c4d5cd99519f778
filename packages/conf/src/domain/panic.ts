import { attr, type ElementSchema, element, oneOf, type TypeOf } from '../kernel/index.js';
import { deviceInfo } from './device-info.js';
import { unsupported } from './fault-kinds.js';

const panicShape = element('panic', {
  model: attr('model', oneOf('isa', 'pseries', 'hyperv', 's390', 'pvpanic'), unsupported).optional,
  ...deviceInfo,
});
/** A device through which the guest says that it crashed. */
export interface Panic extends TypeOf<typeof panicShape> {}
export const panic: ElementSchema<Panic> = panicShape;
