import {
  attr,
  attributeOf,
  child,
  type ElementSchema,
  element,
  group,
  live,
  oneOf,
  optionalField,
  type RequiredField,
  str,
  type TypeOf,
  uint,
  variant,
  within,
  field,
  type Text,
} from '../kernel/index.js';
import { checkedField } from '../checked.js';
import { readIp } from '../network/ip-text.js';
import { unsupported, wrong } from './fault-kinds.js';
import { present } from '../missing.js';
import { characterLog, characterSource } from './character-source.js';
import { deviceInfo } from './device-info.js';

/** The number of a port; the largest there is stands for none. */
const { spec: portSpec } = attr('port', uint, wrong);
const portNumber = optionalField<number>({
  ...portSpec,
  read(node, reading) {
    if (attributeOf(node, 'port') === '-1') return undefined;
    const port = portSpec.read(node, reading);
    return port === 0xffff_ffff ? undefined : port;
  },
});

/** Kinds of serial ports, and devices that play them; `none` is any. */
const serialTypes: Text<string> = oneOf(
  'isa-serial',
  'usb-serial',
  'pci-serial',
  'spapr-vio-serial',
  'system-serial',
  'sclp-serial',
  'isa-debug',
);
const serialModels: Text<string> = oneOf(
  'isa-serial',
  'usb-serial',
  'pci-serial',
  'spapr-vty',
  'pl011',
  '16550a',
  'sclpconsole',
  'sclplmconsole',
  'isa-debugcon',
);
function unlessNone<T>(name: string, text: Text<T>): RequiredField<T> {
  const { spec } = attr(name, text, unsupported);
  return field<T>({
    ...spec,
    read: (node, reading) => (attributeOf(node, name) === 'none' ? undefined : spec.read(node, reading)),
  });
}

const serialTargetShape = element('target', {
  type: unlessNone('type', serialTypes).optional,
  port: portNumber,
  model: within('model', unlessNone('name', serialModels).optional).optional,
});
/** How the guest sees a serial port. */
export interface SerialTarget extends TypeOf<typeof serialTargetShape> {}
const serialTarget: ElementSchema<SerialTarget> = serialTargetShape;

const serialShape = element('serial', {
  source: characterSource,
  log: characterLog,
  target: child(serialTarget).optional,
  ...deviceInfo,
});
/** A serial port. */
export interface Serial extends TypeOf<typeof serialShape> {}
export const serial: ElementSchema<Serial> = serialShape;

const parallelShape = element('parallel', {
  source: characterSource,
  log: characterLog,
  target: within('target', group({ port: portNumber })).optional,
  ...deviceInfo,
});
/** A parallel port. */
export interface Parallel extends TypeOf<typeof parallelShape> {}
export const parallel: ElementSchema<Parallel> = parallelShape;

const consoleTargetShape = element('target', {
  type: unlessNone('type', oneOf('serial', 'xen', 'uml', 'virtio', 'lxc', 'openvz', 'sclp', 'sclplm')).optional,
  port: portNumber,
});
/** How the guest sees a console. */
export interface ConsoleTarget extends TypeOf<typeof consoleTargetShape> {}
const consoleTarget: ElementSchema<ConsoleTarget> = consoleTargetShape;

const consoleShape = element('console', {
  source: characterSource,
  /** The host's terminal, repeated for old clients while the guest runs. */
  tty: live(attr('tty', str)),
  log: characterLog,
  target: child(consoleTarget).optional,
  ...deviceInfo,
});
/** A console; the first one of a machine with a serial port is that port's twin. */
export interface Console extends TypeOf<typeof consoleShape> {}
export const console: ElementSchema<Console> = consoleShape;

/** Where in the guest's own network the channel is. */
const guestForward = checkedField(
  group({ address: attr('address', str, wrong), port: attr('port', uint) }),
  ({ address }) => {
    const ip = readIp(address);
    if (ip === undefined) {
      return { what: `Cannot parse socket address '${address}'`, kind: { code: 'SYSTEM_ERROR', domain: 'NONE' } };
    }
    return ip.family === 4 ? undefined : { what: 'guestfwd channel only supports IPv4 addresses', kind: unsupported };
  },
);

const channelTargetField = present(
  within(
    'target',
    variant(
      'type',
      {
        guestfwd: guestForward,
        virtio: group({
          name: attr('name', str).optional,
          state: live(attr('state', oneOf('connected', 'disconnected'))),
        }),
        xen: group({
          name: attr('name', str).optional,
          state: live(attr('state', oneOf('connected', 'disconnected'))),
        }),
      },
      unsupported,
    ),
  ),
  wrong,
);
/** How the guest sees a channel. */
export type ChannelTarget = TypeOf<typeof channelTargetField>;
const channelTarget: RequiredField<ChannelTarget> = channelTargetField;

const channelShape = element('channel', {
  source: characterSource,
  log: characterLog,
  target: channelTarget,
  ...deviceInfo,
});
/** A channel between host and guest, such as the guest agent's. */
export interface Channel extends TypeOf<typeof channelShape> {}
export const channel: ElementSchema<Channel> = channelShape;
