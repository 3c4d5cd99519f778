import {
  attr,
  attributeOf,
  child,
  childOf,
  claimAttribute,
  element,
  type ElementSchema,
  fault,
  field,
  group,
  live,
  many,
  mergeClaims,
  oneOf,
  range,
  type RequiredField,
  str,
  type Text,
  type TypeOf,
  uint,
  within,
  yesNo,
} from '../kernel/index.js';
import { pciParts } from '../domain/host-pci-place.js';
import { filled } from '../filled-attribute.js';
import { ipv4Text } from './ip-text.js';
import { withMissing } from '../missing.js';
import { sole } from './sole.js';

const network = { domain: 'NETWORK' } as const;
const unsupported = { code: 'CONFIG_UNSUPPORTED', domain: 'NETWORK' } as const;
const detail = { code: 'XML_DETAIL', domain: 'NETWORK' } as const;

/** Whether the host's driver is taken from a device before a guest gets it; any word but yes means no. */
const managed: Text<boolean> = { ...yesNo, read: text => text === 'yes' };

const interfaceShape = element('interface', {
  dev: attr('dev', str, network),
  /** How many guests use it. */
  connections: live(attr('connections', uint)),
});
/** A host's interface that guests of the network may use. */
export interface ForwardInterface extends TypeOf<typeof interfaceShape> {}
export const forwardInterface: ElementSchema<ForwardInterface> = interfaceShape;

const addressShape = element('address', {
  type: withMissing(attr('type', oneOf('pci'), unsupported), network),
  ...pciParts,
  connections: live(attr('connections', uint)),
});
/** A PCI device that a guest of the network may get whole. */
export interface ForwardAddress extends TypeOf<typeof addressShape> {}
const forwardAddress: ElementSchema<ForwardAddress> = addressShape;

const portNumber = range(0, 65535);

const natShape = element('nat', {
  ipv6: attr('ipv6', yesNo).optional,
  /** Addresses that guests appear under; absent: the host's own. */
  address: sole(
    'address',
    within('address', group({ start: attr('start', ipv4Text, network), end: attr('end', ipv4Text, network) })),
  ).optional,
  port: sole(
    'port',
    within('port', group({ start: attr('start', portNumber, detail), end: attr('end', portNumber, detail) })),
  ).optional,
});
/** How addresses are translated. */
export interface ForwardNat extends TypeOf<typeof natShape> {}
const nat: ElementSchema<ForwardNat> = natShape;

const listSpec = many(forwardInterface).spec;

/**
 * The interfaces, of which `dev` on `<forward>` repeats the first. With a physical function they are found when the
 * network starts, so a definition neither has the list nor the attribute.
 */
function interfaces(ofFunction: boolean): RequiredField<readonly ForwardInterface[]> {
  return field<readonly ForwardInterface[]>({
    ...listSpec,
    claims: mergeClaims([listSpec.claims, claimAttribute('dev')]),
    read(node, reading) {
      const dev = attributeOf(node, 'dev');
      const listed = listSpec.read(node, reading);
      if (dev === undefined || dev === '') return listed;
      const others = ['address', 'pf'].some(name => childOf(node, name) !== undefined);
      if (others && reading.inactive) {
        const what = "the <forward> 'dev' attribute cannot be used beside <address> or <pf>";
        throw fault(node, reading, what, '', network);
      }
      if (listed === undefined) return [{ dev }];
      if (listed[0]?.dev !== dev) {
        const what = `<forward dev='${dev}'> must match first <interface dev='${listed[0]?.dev}'/>`;
        throw fault(node, reading, what, '', network);
      }
      return listed;
    },
    present: (value, out) => value.length > 0 && !(ofFunction && out.inactive),
    lead(value, out) {
      if (!ofFunction) out.xml.attribute('dev', value[0]?.dev);
    },
  });
}

/** Addresses are translated in one mode only, whatever the element says. */
function natOnly({ spec }: RequiredField<ForwardNat>): RequiredField<ForwardNat> {
  return field<ForwardNat>({
    ...spec,
    read(node, reading) {
      const mode = attributeOf(node, 'mode') ?? '';
      if (mode !== '' && mode !== 'nat' && childOf(node, 'nat') !== undefined) {
        const what = "The <nat> element can only be used when <forward> 'mode' is 'nat'";
        throw fault(node, reading, what, '', network);
      }
      return spec.read(node, reading);
    },
  });
}

/** Ways from a virtual network to the world. */
export const forwardMode = oneOf('nat', 'route', 'open', 'bridge', 'private', 'vepa', 'passthrough', 'hostdev');

const fields = (ofFunction: boolean) => ({
  mode: filled('mode', forwardMode, unsupported).default('nat'),
  managed: attr('managed', managed).optional,
  driver: within('driver', attr('name', oneOf('kvm', 'vfio'), unsupported).optional).optional,
  nat: natOnly(sole('nat', child(nat))).optional,
  /** The physical function whose virtual functions guests get. */
  pf: sole('pf', within('pf', attr('dev', str, network))).optional,
  interfaces: interfaces(ofFunction),
  addresses: many(forwardAddress),
});

const forwardShape = element('forward', fields(false));
const ofFunctionShape = element('forward', fields(true));
/** How guests of a network reach others. */
export interface NetworkForward extends TypeOf<typeof forwardShape> {}
export const networkForward: ElementSchema<NetworkForward> = {
  ...forwardShape,
  write: (value, out) => (value.pf === undefined ? forwardShape : ofFunctionShape).write(value, out),
};
