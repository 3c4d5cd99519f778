import { attr, type ElementSchema, element, oneOf, type TypeOf } from '../kernel/index.js';
import { internal, unsupported } from './fault-kinds.js';
import { deviceInfo } from './device-info.js';

const hubShape = element('hub', { type: attr('type', oneOf('usb'), unsupported, internal), ...deviceInfo });
/** A USB hub. */
export interface Hub extends TypeOf<typeof hubShape> {}
export const hub: ElementSchema<Hub> = hubShape;
