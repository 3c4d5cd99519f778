import { parseIp } from '@tsvirt/util';
import {
  attr,
  type ElementSchema,
  element,
  many,
  oneOf,
  only,
  range,
  str,
  type TypeOf,
  unless,
  yesNo,
} from '../kernel/index.js';

const port = range(0, 65535);
const ipAddress = only(str, 'an IP address', text => parseIp(text) !== undefined);

const rangeShape = element('range', {
  start: attr('start', port).optional,
  end: attr('end', port).optional,
  /** The first port in the guest; absent: the same as on the host. */
  to: attr('to', port).optional,
  exclude: attr('exclude', yesNo).optional,
});
/** Ports of the host, both ends included, that lead into the guest or, with `exclude`, do not. */
export interface PortRange extends TypeOf<typeof rangeShape> {}
const portRange: ElementSchema<PortRange> = rangeShape;

const portForwardShape = element('portForward', {
  proto: attr('proto', oneOf('tcp', 'udp')),
  /** The host's address whose ports are meant; absent: all. */
  address: attr('address', ipAddress).optional,
  /** The host's device whose ports are meant; absent: all. */
  dev: attr('dev', str).optional,
  /** None: all ports. */
  ranges: unless(many(portRange), list => list.length === 0),
});
/** Ports of the host that lead to a guest without a network of its own. */
export interface PortForward extends TypeOf<typeof portForwardShape> {}
export const portForward: ElementSchema<PortForward> = portForwardShape;
