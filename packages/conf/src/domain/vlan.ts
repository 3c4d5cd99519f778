import {
  attr,
  attributeOf,
  type ElementSchema,
  element,
  fault,
  field,
  many,
  oneOf,
  type RequiredField,
  range,
  type TypeOf,
  uint,
  yesNo,
} from '../kernel/index.js';
import { filled } from '../filled-attribute.js';

const wrong = { domain: 'NONE' } as const;
const largest = 4095;

const { spec: idSpec } = attr('id', range(0, largest));

/** A number that is one, but too large for a VLAN, is another kind of fault. */
const id: RequiredField<number> = field<number>({
  ...idSpec,
  read(node, reading) {
    const given = uint.read(attributeOf(node, 'id') ?? '');
    if (given !== undefined && given > largest) {
      throw fault(node, reading, `vlan tag id ${given} too large (maximum ${largest})`, '', wrong);
    }
    return idSpec.read(node, reading);
  },
});

const tagShape = element('tag', {
  id,
  nativeMode: attr('nativeMode', oneOf('tagged', 'untagged')).optional,
});
/** One VLAN of an interface. */
export interface VlanTag extends TypeOf<typeof tagShape> {}
const tag: ElementSchema<VlanTag> = tagShape;

const vlanShape = element('vlan', { trunk: filled('trunk', yesNo, wrong).optional, tags: many(tag) });
/** The VLANs of an interface; more than one needs a trunk. */
export interface Vlan extends TypeOf<typeof vlanShape> {}
export const vlan: ElementSchema<Vlan> = vlanShape;

/** More than one VLAN is a trunk, whether it says so or not. */
export function completeVlan(vlan: Vlan): Vlan {
  return { ...vlan, trunk: vlan.trunk === true || vlan.tags.length > 1 ? true : undefined };
}
