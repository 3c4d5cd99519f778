import { attr, type ElementSchema, element, oneOf, range, str, type TypeOf, uint } from '../kernel/index.js';

const ipShape = element('ip', {
  address: attr('address', str),
  family: attr('family', oneOf('ipv4', 'ipv6')).optional,
  prefix: attr('prefix', range(0, 128)).optional,
  peer: attr('peer', str).optional,
});
/** An IP address that a container or the host's end of a device gets. */
export interface IpAddress extends TypeOf<typeof ipShape> {}
export const ip: ElementSchema<IpAddress> = ipShape;

const routeShape = element('route', {
  family: attr('family', oneOf('ipv4', 'ipv6')).optional,
  address: attr('address', str),
  netmask: attr('netmask', str).optional,
  prefix: attr('prefix', range(0, 128)).optional,
  gateway: attr('gateway', str),
  metric: attr('metric', uint).optional,
});
/** A route that a container gets. */
export interface IpRoute extends TypeOf<typeof routeShape> {}
export const route: ElementSchema<IpRoute> = routeShape;
