import {
  attr,
  child,
  type ElementSchema,
  element,
  group,
  leading,
  oneOf,
  positive,
  type RequiredField,
  range,
  str,
  type TypeOf,
  uint,
  variant,
  yesNo,
  attributeOf,
  childOf,
  fault,
  field,
} from '../kernel/index.js';
import type { XmlElement } from '@tsvirt/util/xml';
import { unsupported, wrong } from './fault-kinds.js';

const settingsShape = element(
  'settings',
  {
    frequency: attr('frequency', positive).optional,
    channels: attr('channels', positive).optional,
    format: attr('format', oneOf('s8', 'u8', 's16', 'u16', 's32', 'u32', 'f32')).optional,
  },
  { empty: 'always' },
);
/** The sample format of one direction. */
export interface AudioSettings extends TypeOf<typeof settingsShape> {}
const settings: ElementSchema<AudioSettings> = settingsShape;

/** Attributes of either direction, for all backends; each backend has its own few. */
const direction = {
  mixingEngine: attr('mixingEngine', yesNo).optional,
  fixedSettings: attr('fixedSettings', yesNo).optional,
  voices: attr('voices', positive).optional,
  /** In microseconds. */
  bufferLength: attr('bufferLength', positive).optional,
  dev: attr('dev', str).optional,
  bufferCount: attr('bufferCount', positive).optional,
  tryPoll: attr('tryPoll', yesNo).optional,
  name: attr('name', str).optional,
  serverName: attr('serverName', str).optional,
  clientName: attr('clientName', str).optional,
  connectPorts: attr('connectPorts', str).optional,
  exactName: attr('exactName', yesNo).optional,
  streamName: attr('streamName', str).optional,
  latency: attr('latency', positive).optional,
  settings: child(settings).optional,
};
const inputShape = element('input', direction);
/** How sound is recorded. */
export interface AudioInput extends TypeOf<typeof inputShape> {}
const outputShape = element('output', direction);
/** How sound is played. */
export interface AudioOutput extends TypeOf<typeof outputShape> {}

type Direction = AudioInput & AudioOutput;
type Own = keyof typeof direction;

/** What each backend has of its own for a direction; libvirt does not look at the rest. */
const ownAttributes: { readonly [type: string]: readonly Own[] } = {
  alsa: ['dev'],
  coreaudio: ['bufferCount'],
  jack: ['serverName', 'clientName', 'connectPorts', 'exactName'],
  oss: ['dev', 'bufferCount', 'tryPoll'],
  pulseaudio: ['name', 'streamName', 'latency'],
  sdl: ['bufferCount'],
};
const common: ReadonlySet<string> = new Set(['mixingEngine', 'fixedSettings', 'voices', 'bufferLength']);

/** Settings have to be meant as such: sound is only converted to a fixed format by the mixing engine. */
function checkSettings(node: XmlElement): string | undefined {
  const fixed = attributeOf(node, 'fixedSettings') === 'yes';
  if (fixed && attributeOf(node, 'mixingEngine') !== 'yes') return 'fixed audio settings requires mixing engine';
  const given = childOf(node, 'settings') !== undefined;
  return given && !fixed ? 'audio settings specified without fixed settings flag' : undefined;
}

/** One direction, as its backend has it. */
function directionOf(schema: ElementSchema<Direction>): RequiredField<Direction> {
  const { spec } = child(schema);
  return field<Direction>({
    ...spec,
    read(node, reading) {
      const found = childOf(node, schema.name);
      if (found === undefined) return undefined;
      const own: readonly string[] = ownAttributes[attributeOf(node, 'type') ?? ''] ?? [];
      const attributes = found.attributes.filter(({ name }) => common.has(name) || own.includes(name));
      const what = checkSettings(found);
      if (what !== undefined) throw fault(found, reading, what, '', unsupported);
      const value = schema.read({ ...found, attributes }, reading);
      return value.fixedSettings === true && value.settings === undefined ? { ...value, settings: {} } : value;
    },
  });
}

const kindField = variant('type', {
  none: group({}),
  alsa: group({}),
  coreaudio: group({}),
  jack: group({}),
  oss: group({
    tryMMap: attr('tryMMap', yesNo).optional,
    exclusive: attr('exclusive', yesNo).optional,
    dspPolicy: attr('dspPolicy', range(0, 0x7fff_ffff), wrong).optional,
  }),
  pulseaudio: group({ serverName: attr('serverName', str).optional }),
  sdl: group({ driver: attr('driver', oneOf('esd', 'alsa', 'arts', 'pulseaudio')).optional }),
  spice: group({}),
  file: group({ path: attr('path', str).optional }),
  dbus: group({}),
});
/** What on the host plays and records. */
export type AudioKind = TypeOf<typeof kindField>;
const kind: RequiredField<AudioKind> = kindField;

const audioShape = element('audio', {
  id: leading(attr('id', positive)),
  kind,
  /** Microseconds between looks at the timers. */
  timerPeriod: attr('timerPeriod', uint).optional,
  input: directionOf(inputShape).optional,
  output: directionOf(outputShape).optional,
});
/** An audio backend of the host. */
export interface Audio extends TypeOf<typeof audioShape> {}
export const audio: ElementSchema<Audio> = audioShape;
