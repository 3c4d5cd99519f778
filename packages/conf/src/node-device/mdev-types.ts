import {
  attr,
  attributeOf,
  type ElementSchema,
  element,
  leaf,
  many,
  oneOf,
  type OptionalField,
  optionalField,
  str,
  type TypeOf,
  uint,
  unless,
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
export const mdevTypes: OptionalField<MdevTypes> = unless(
  gathered(subCapability('mdev_types', mdevTypesShape)),
  ({ types }) => types.length === 0,
);

/** The types of all such capabilities of the device as one. */
function gathered({ spec }: OptionalField<MdevTypes>): OptionalField<MdevTypes> {
  return optionalField<MdevTypes>({
    ...spec,
    read(node, reading) {
      let found: MdevTypes | undefined;
      for (const part of node.children) {
        if (part.kind !== 'element' || part.name !== 'capability' || attributeOf(part, 'type') !== 'mdev_types')
          continue;
        const more = mdevTypesShape.read(part, reading);
        found = found === undefined ? more : { ...found, types: [...found.types, ...more.types] };
      }
      return found;
    },
  });
}
