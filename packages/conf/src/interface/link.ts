import { attr, type ElementSchema, element, oneOf, type TypeOf, uint, unless } from '../kernel/index.js';

const linkShape = element('link', {
  /** In Mbit/s; 0 and absent mean unknown. */
  speed: unless(attr('speed', uint), speed => speed === 0),
  state: attr('state', oneOf('unknown', 'notpresent', 'down', 'lowerlayerdown', 'testing', 'dormant', 'up')).optional,
});
/** What the host says of an interface's link. */
export interface InterfaceLink extends TypeOf<typeof linkShape> {}
export const interfaceLink: ElementSchema<InterfaceLink> = linkShape;
