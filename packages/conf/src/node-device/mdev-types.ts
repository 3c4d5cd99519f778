import {
  attr,
  type ElementSchema,
  element,
  leaf,
  many,
  oneOf,
  type OptionalField,
  str,
  type TypeOf,
  uint,
} from '../kernel/index.js';
import { subCapability } from './sub-capability.js';

const mdevTypeShape = element('type', {
  id: attr('id', str, { domain: 'NODEDEV' }),
  name: leaf('name', str).optional,
  deviceAPI: leaf('deviceAPI', str, { domain: 'NODEDEV' }),
  availableInstances: leaf('availableInstances', uint, { domain: 'NODEDEV' }),
});
/** A kind of mediated devices that a device can be divided into, and how many more of them it can give. */
export interface MdevType extends TypeOf<typeof mdevTypeShape> {}
const mdevType: ElementSchema<MdevType> = mdevTypeShape;

const mdevTypesShape = element('capability', { type: attr('type', oneOf('mdev_types')), types: many(mdevType) });
/** The mediated devices that a device can be divided into. */
export interface MdevTypes extends TypeOf<typeof mdevTypesShape> {}
export const mdevTypes: OptionalField<MdevTypes> = subCapability('mdev_types', mdevTypesShape);
