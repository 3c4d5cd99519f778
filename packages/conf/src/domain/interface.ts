import {
  type RequiredField,
  field,
  attributeOf,
  attr,
  child,
  type ElementSchema,
  element,
  group,
  leaf,
  lenient,
  live,
  mac,
  many,
  oneOf,
  str,
  type TypeOf,
  uint,
  ulong,
  unless,
  within,
  yesNo,
} from '../kernel/index.js';
import { filled } from '../filled-attribute.js';
import { having } from '../having.js';
import { bandwidth } from './bandwidth.js';
import { romInfo } from './device-info.js';
import { unsupported, wrong } from './fault-kinds.js';
import { interfaceDriver } from './interface-driver.js';
import { interfaceSource } from './interface-source.js';
import { ip, route } from './ip-config.js';
import { portForward } from './port-forward.js';
import { virtualport } from './virtualport.js';
import { vlan } from './vlan.js';

const macShape = element('mac', {
  /** Absent: one is made up. */
  address: attr('address', mac, { domain: 'DOMAIN' }),
  type: attr('type', oneOf('generated', 'static')).optional,
  check: attr('check', yesNo).optional,
});
/** The MAC address that the guest sees. */
export interface InterfaceMac extends TypeOf<typeof macShape> {}
const macElement: ElementSchema<InterfaceMac> = macShape;

const filterParameterShape = element('parameter', { name: attr('name', str), value: attr('value', str) });
/** A variable of a network filter. */
export interface FilterParameter extends TypeOf<typeof filterParameterShape> {}
const filterParameter: ElementSchema<FilterParameter> = filterParameterShape;

const filterrefShape = element('filterref', {
  filter: attr('filter', str),
  parameters: unless(many(filterParameter), list => list.length === 0),
});
/** The network filter that guards an interface. */
export interface Filterref extends TypeOf<typeof filterrefShape> {}
const filterref: ElementSchema<Filterref> = filterrefShape;

/** A backend that the format knows but no description here has is another kind of fault than an unknown word. */
const backendType: RequiredField<'default'> = field<'default'>({
  ...attr('type', oneOf('default')).spec,
  read(node, reading) {
    const kind = attributeOf(node, 'type') === 'passt' ? wrong : {};
    return attr('type', oneOf('default'), kind).spec.read(node, reading);
  },
});

const backendShape = element('backend', {
  type: unless(backendType, () => true),
  tap: attr('tap', str).optional,
  vhost: attr('vhost', str).optional,
  /** Where the program that plays the network writes what it has to say. */
  logFile: attr('logFile', str).optional,
});
/** Devices to use instead of /dev/net/tun and /dev/vhost-net. */
export interface InterfaceBackend extends TypeOf<typeof backendShape> {}
const backend: ElementSchema<InterfaceBackend> = backendShape;

const guestShape = element('guest', { dev: filled('dev', str).optional, actual: live(attr('actual', str)) });
/** The name of the device inside of a container. */
export interface InterfaceGuest extends TypeOf<typeof guestShape> {}
const guest: ElementSchema<InterfaceGuest> = guestShape;

const teamingShape = element('teaming', {
  type: attr('type', oneOf('persistent', 'transient'), unsupported),
  /** Alias of the persistent interface, for a transient one. */
  persistent: attr('persistent', str).optional,
});
/** Two interfaces that stand in for each other during migration. */
export interface Teaming extends TypeOf<typeof teamingShape> {}
export const teaming: ElementSchema<Teaming> = teamingShape;

const targetShape = element('target', { dev: attr('dev', str).optional, managed: attr('managed', yesNo).optional });
/** The device on the host; managed no: it is there already. */
export interface InterfaceTarget extends TypeOf<typeof targetShape> {}
const target: ElementSchema<InterfaceTarget> = targetShape;

const none = <T>(list: readonly T[]) => list.length === 0;

const detail = { code: 'XML_DETAIL', domain: 'DOMAIN' } as const;

const interfaceShape = element('interface', {
  /** Whether a device of the host's is taken from its driver, and given back; any word but yes means no. */
  managed: unless(attr('managed', lenient(yesNo)), managed => !managed),
  trustGuestRxFilters: attr('trustGuestRxFilters', yesNo).optional,
  mac: having('address', child(macElement)).optional,
  source: interfaceSource,
  vlan: child(vlan).optional,
  virtualport: child(virtualport).optional,
  bandwidth: child(bandwidth).optional,
  isolated: within('port', attr('isolated', yesNo).optional).optional,
  ips: unless(many(ip), none),
  routes: unless(many(route), none),
  portForwards: unless(many(portForward), none),
  script: within('script', filled('path', str).optional).optional,
  downscript: within('downscript', filled('path', str).optional).optional,
  backendDomain: within('backenddomain', filled('name', str).optional).optional,
  target: child(target).optional,
  guest: child(guest).optional,
  model: within('model', filled('type', str).optional).optional,
  driver: interfaceDriver,
  backend: child(backend).optional,
  filterref: having('filter', child(filterref)).optional,
  /** Size of the send buffer of the tap device in bytes. */
  sendBuffer: within('tune', leaf('sndbuf', ulong, wrong).optional).optional,
  teaming: having('type', child(teaming)).optional,
  linkState: within('link', attr('state', oneOf('up', 'down'), unsupported).optional).optional,
  mtu: unless(within('mtu', attr('size', uint, wrong).optional), size => size === 0),
  coalesce: within('coalesce', within('rx', within('frames', group({ max: attr('max', uint, detail).optional }))))
    .optional,
  ...romInfo,
});
/** A network interface. */
export interface Interface extends TypeOf<typeof interfaceShape> {}
export const interfaceElement: ElementSchema<Interface> = interfaceShape;
