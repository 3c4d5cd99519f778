import {
  attr,
  content,
  type ElementSchema,
  element,
  group,
  leaf,
  live,
  many,
  oneOf,
  str,
  type TypeOf,
  within,
} from '../kernel/index.js';
import { nodeDeviceCapability } from './capability.js';

const devnodeShape = element('devnode', {
  /** The device node itself, or a link to it. */
  type: attr('type', oneOf('dev', 'link'), { domain: 'NODEDEV' }),
  path: content(str),
});
/** A file below /dev. */
export interface Devnode extends TypeOf<typeof devnodeShape> {}
const devnode: ElementSchema<Devnode> = devnodeShape;

const deviceShape = element('device', {
  /** By which the API knows the device; a device to be made has none. */
  name: leaf('name', str).optional,
  /** In the host's sysfs. */
  path: leaf('path', str).optional,
  devnodes: many(devnode),
  parent: within(
    'parent',
    group({
      /** Names of the adapter below which a virtual one is to be made, instead of the device's name. */
      wwnn: attr('wwnn', str).optional,
      wwpn: attr('wwpn', str).optional,
      fabricWwn: attr('fabric_wwn', str).optional,
      name: content(str).optional,
    }),
  ).optional,
  /** The host's driver for it: a fact, which a definition does not have. */
  driver: live(within('driver', leaf('name', str))),
  capabilities: many(nodeDeviceCapability),
});
/** A device of the host. */
export interface NodeDevice extends TypeOf<typeof deviceShape> {}
export const nodeDevice: ElementSchema<NodeDevice> = deviceShape;
