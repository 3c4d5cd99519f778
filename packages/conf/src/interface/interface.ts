import {
  attr,
  attributeOf,
  child,
  type ElementSchema,
  element,
  group,
  lazy,
  lenient,
  many,
  oneOf,
  onOff,
  type RequiredField,
  str,
  type TypeOf,
  uint,
  unless,
  variant,
  within,
  word,
} from '../kernel/index.js';
import { filled } from '../filled-attribute.js';
import { bondMonitor, type BondMonitor } from './bond-monitor.js';
import { interfaceLink, type InterfaceLink } from './link.js';
import { interfaceProtocol } from './protocol.js';

const iface = { domain: 'INTERFACE' } as const;

/** How the members of a bond share the work. */
const bondMode = oneOf(
  'balance-rr',
  'active-backup',
  'balance-xor',
  'broadcast',
  '802.3ad',
  'balance-tlb',
  'balance-alb',
);

/** A network card, or something that looks like one. */
export interface EthernetDevice {
  readonly type: 'ethernet';
  readonly link?: InterfaceLink | undefined;
  readonly mac?: string | undefined;
}

/** Interfaces joined by a switch in the host. */
export interface BridgeDevice {
  readonly type: 'bridge';
  readonly bridge?: BridgeSettings | undefined;
}

/** The switch of a bridge. */
export interface BridgeSettings {
  readonly stp?: boolean | undefined;
  /** Seconds before a new port forwards, spelt as given. */
  readonly delay?: string | undefined;
  readonly members: readonly MemberInterface[];
}

/** Interfaces that work as one. */
export interface BondDevice {
  readonly type: 'bond';
  readonly link?: InterfaceLink | undefined;
  readonly bond?: BondSettings | undefined;
}

/** How the members of a bond work together. */
export interface BondSettings extends BondMonitor {
  readonly mode?: ReturnType<typeof bondMode.read>;
  readonly members: readonly MemberInterface[];
}

/** One VLAN of another interface. */
export interface VlanDevice {
  readonly type: 'vlan';
  readonly link?: InterfaceLink | undefined;
  readonly vlan?: VlanSettings | undefined;
}

/** The number of a VLAN, and the interface that carries it. */
export interface VlanSettings {
  readonly tag: string;
  readonly interfaceName?: string | undefined;
}

/** What an interface is. */
export type InterfaceDevice = EthernetDevice | BridgeDevice | BondDevice | VlanDevice;

/** An interface of the host that belongs to a bridge or bond. */
export interface MemberInterface {
  readonly name?: string | undefined;
  readonly device: InterfaceDevice;
}

const members: RequiredField<readonly MemberInterface[]> = many(lazy('interface', () => memberInterface));

const bridgeShape: ElementSchema<BridgeSettings> = element(
  'bridge',
  { stp: attr('stp', lenient(onOff)).optional, delay: attr('delay', str, iface).optional, members },
  { empty: 'body' },
);
const bridge: ElementSchema<BridgeSettings> = {
  ...bridgeShape,
  read(node, reading) {
    const given = attributeOf(node, 'stp');
    // libvirt stops reading a bridge at a word for `stp` that it does not know, and says nothing of it.
    return given === undefined || onOff.read(given) !== undefined ? bridgeShape.read(node, reading) : { members: [] };
  },
};

const bondShape: ElementSchema<BondSettings> = element(
  'bond',
  { mode: attr('mode', bondMode, iface).optional, ...bondMonitor, members },
  { empty: 'body' },
);

const bond: ElementSchema<BondSettings> = {
  ...bondShape,
  read(node, reading) {
    const value = bondShape.read(node, reading);
    // A bond that watches links asks no addresses, whatever the document says.
    return value.miimon === undefined ? value : { ...value, arpmon: undefined };
  },
};

const vlan: ElementSchema<VlanSettings> = element(
  'vlan',
  { tag: attr('tag', str, iface), interfaceName: within('interface', attr('name', str, iface)).optional },
  { empty: 'body' },
);

const link = child(interfaceLink).optional;

const device: RequiredField<InterfaceDevice> = variant('type', {
  ethernet: group({ link, mac: within('mac', attr('address', lenient(word)).optional).optional }),
  bridge: group({ bridge: child(bridge).optional }),
  bond: group({ link, bond: child(bond).optional }),
  vlan: group({ link, vlan: child(vlan).optional }),
});

const memberInterface: ElementSchema<MemberInterface> = element(
  'interface',
  { name: attr('name', str).optional, device },
  { empty: 'body' },
);

const interfaceShape = element(
  'interface',
  {
    name: attr('name', str).optional,
    /** When it starts; absent: nothing is said about that. */
    start: within('start', filled('mode', oneOf('onboot', 'none', 'hotplug'), iface).optional).optional,
    /** In bytes. */
    mtu: within(
      'mtu',
      unless(filled('size', uint, { code: 'INTERNAL_ERROR', domain: 'NONE' }), size => size === 0),
    ).optional,
    protocols: many(interfaceProtocol),
    device,
  },
  { empty: 'body' },
);
/** A network interface of the host. */
export interface HostInterface extends TypeOf<typeof interfaceShape> {}
export const hostInterface: ElementSchema<HostInterface> = interfaceShape;
