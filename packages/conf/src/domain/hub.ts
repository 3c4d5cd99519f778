import { attr, type ElementSchema, element, oneOf, type TypeOf } from '../kernel/index.js';
import { deviceInfo } from './device-info.js';

const hubShape = element('hub', { type: attr('type', oneOf('usb')), ...deviceInfo });
/** A USB hub. */
export interface Hub extends TypeOf<typeof hubShape> {}
export const hub: ElementSchema<Hub> = hubShape;
