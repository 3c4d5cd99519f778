import {
  attr,
  bareHex,
  child,
  content,
  element,
  type ElementSchema,
  group,
  hex,
  int,
  leaf,
  many,
  oneOf,
  shell,
  str,
  type TypeOf,
  uint,
  unless,
  within,
} from '../kernel/index.js';
import { withMissing } from '../missing.js';
import { pciPlace } from './addresses.js';
import { internal, nodedev } from './fault-kinds.js';
import { mdevTypes } from './mdev-types.js';
import { bareCapability, subCapability, withKnownParts } from './sub-capability.js';
import { vpd } from './vpd.js';

/** A product or vendor: its number, and its name where the host knows it. */
export const namedId = group({ id: attr('id', bareHex(4, 0xffff_ffff), internal), name: content(str).optional });

const physicalShape = element('capability', {
  type: attr('type', oneOf('phys_function')),
  address: withMissing(child(pciPlace), nodedev),
});
/** The physical function behind a virtual one. */
export interface PhysicalFunction extends TypeOf<typeof physicalShape> {}

const virtualShape = element('capability', {
  type: attr('type', oneOf('virt_functions')),
  /** How many there could be. */
  maxCount: unless(attr('maxCount', uint, internal), count => count === 0),
  addresses: many(pciPlace),
});
/** The virtual functions of a physical one. */
export interface VirtualFunctions extends TypeOf<typeof virtualShape> {}

const linkShape = element('link', {
  validity: attr('validity', oneOf('cap', 'sta'), nodedev),
  port: attr('port', uint).optional,
  /** In GT/s. */
  speed: attr('speed', oneOf('2.5', '5', '8', '16', '32', '64'), nodedev).optional,
  width: attr('width', uint),
});
/** What a link is capable of (`cap`), or its state (`sta`). */
export interface PciExpressLink extends TypeOf<typeof linkShape> {}
const pciExpressLink: ElementSchema<PciExpressLink> = linkShape;

const iommuGroupShape = element('iommuGroup', { number: attr('number', uint), addresses: many(pciPlace) });
/** Devices that can only be given away together. */
export interface IommuGroup extends TypeOf<typeof iommuGroupShape> {}
const iommuGroup: ElementSchema<IommuGroup> = iommuGroupShape;

/** What a PCI device is. */
export const pciCapability = withKnownParts(
  group({
    class: leaf('class', hex(6), internal).optional,
    domain: leaf('domain', uint, internal),
    bus: leaf('bus', uint, internal),
    slot: leaf('slot', uint, internal),
    function: leaf('function', uint, internal),
    product: within('product', namedId),
    vendor: within('vendor', namedId),
    physicalFunction: subCapability('phys_function', physicalShape),
    virtualFunctions: subCapability('virt_functions', virtualShape),
    bridge: bareCapability('pci-bridge', 'cardbus-bridge'),
    mdevTypes,
    vpd,
    iommuGroup: unless(child(iommuGroup), ({ addresses }) => addresses.length === 0),
    numaNode: within('numa', attr('node', int, internal).optional).optional,
    /** Links of PCI Express; an empty list for a device of it without any. */
    pciExpress: shell('pci-express', many(pciExpressLink)).optional,
  }),
  { missing: nodedev },
);
