import { attr, type ElementSchema, element, many, oneOf, range, type TypeOf, yesNo } from '../kernel/index.js';

const tagShape = element('tag', {
  id: attr('id', range(0, 4095)),
  nativeMode: attr('nativeMode', oneOf('tagged', 'untagged')).optional,
});
/** One VLAN of an interface. */
export interface VlanTag extends TypeOf<typeof tagShape> {}
const tag: ElementSchema<VlanTag> = tagShape;

const vlanShape = element('vlan', { trunk: attr('trunk', yesNo).optional, tags: many(tag) });
/** The VLANs of an interface; more than one needs a trunk. */
export interface Vlan extends TypeOf<typeof vlanShape> {}
export const vlan: ElementSchema<Vlan> = vlanShape;
