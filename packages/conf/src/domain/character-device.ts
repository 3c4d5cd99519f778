import {
  attr,
  child,
  type ElementSchema,
  element,
  group,
  live,
  oneOf,
  type RequiredField,
  str,
  type TypeOf,
  uint,
  variant,
  within,
} from '../kernel/index.js';
import { unsupported, wrong } from './fault-kinds.js';
import { present } from '../missing.js';
import { characterLog, characterSource } from './character-source.js';
import { deviceInfo } from './device-info.js';

const serialTargetShape = element('target', {
  type: attr('type', str).optional,
  port: attr('port', uint).optional,
  model: within('model', attr('name', str)).optional,
});
/** How the guest sees a serial port. */
export interface SerialTarget extends TypeOf<typeof serialTargetShape> {}
const serialTarget: ElementSchema<SerialTarget> = serialTargetShape;

const serialShape = element('serial', {
  source: characterSource,
  log: child(characterLog).optional,
  target: child(serialTarget).optional,
  ...deviceInfo,
});
/** A serial port. */
export interface Serial extends TypeOf<typeof serialShape> {}
export const serial: ElementSchema<Serial> = serialShape;

const parallelShape = element('parallel', {
  source: characterSource,
  log: child(characterLog).optional,
  target: within('target', group({ port: attr('port', uint).optional })).optional,
  ...deviceInfo,
});
/** A parallel port. */
export interface Parallel extends TypeOf<typeof parallelShape> {}
export const parallel: ElementSchema<Parallel> = parallelShape;

const consoleTargetShape = element('target', {
  type: attr('type', oneOf('serial', 'xen', 'uml', 'virtio', 'lxc', 'openvz', 'sclp', 'sclplm'), unsupported).optional,
  port: attr('port', uint).optional,
});
/** How the guest sees a console. */
export interface ConsoleTarget extends TypeOf<typeof consoleTargetShape> {}
const consoleTarget: ElementSchema<ConsoleTarget> = consoleTargetShape;

const consoleShape = element('console', {
  source: characterSource,
  /** The host's terminal, repeated for old clients while the guest runs. */
  tty: live(attr('tty', str)),
  log: child(characterLog).optional,
  target: child(consoleTarget).optional,
  ...deviceInfo,
});
/** A console; the first one of a machine with a serial port is that port's twin. */
export interface Console extends TypeOf<typeof consoleShape> {}
export const console: ElementSchema<Console> = consoleShape;

const channelTargetField = present(
  within(
    'target',
    variant(
      'type',
      {
        guestfwd: group({ address: attr('address', str).optional, port: attr('port', str).optional }),
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
  log: child(characterLog).optional,
  target: channelTarget,
  ...deviceInfo,
});
/** A channel between host and guest, such as the guest agent's. */
export interface Channel extends TypeOf<typeof channelShape> {}
export const channel: ElementSchema<Channel> = channelShape;
