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
} from '../kernel/index.js';

const settingsShape = element('settings', {
  frequency: attr('frequency', uint).optional,
  channels: attr('channels', uint).optional,
  format: attr('format', oneOf('s8', 'u8', 's16', 'u16', 's32', 'u32', 'f32')).optional,
});
/** The sample format of one direction. */
export interface AudioSettings extends TypeOf<typeof settingsShape> {}
const settings: ElementSchema<AudioSettings> = settingsShape;

/** Attributes of either direction, for all backends; each backend uses its own few. */
const direction = {
  mixingEngine: attr('mixingEngine', yesNo).optional,
  fixedSettings: attr('fixedSettings', yesNo).optional,
  voices: attr('voices', uint).optional,
  /** In microseconds. */
  bufferLength: attr('bufferLength', uint).optional,
  dev: attr('dev', str).optional,
  bufferCount: attr('bufferCount', uint).optional,
  tryPoll: attr('tryPoll', yesNo).optional,
  name: attr('name', str).optional,
  serverName: attr('serverName', str).optional,
  clientName: attr('clientName', str).optional,
  connectPorts: attr('connectPorts', str).optional,
  exactName: attr('exactName', yesNo).optional,
  streamName: attr('streamName', str).optional,
  latency: attr('latency', uint).optional,
  settings: child(settings).optional,
};
const inputShape = element('input', direction);
/** How sound is recorded. */
export interface AudioInput extends TypeOf<typeof inputShape> {}
const input: ElementSchema<AudioInput> = inputShape;
const outputShape = element('output', direction);
/** How sound is played. */
export interface AudioOutput extends TypeOf<typeof outputShape> {}
const output: ElementSchema<AudioOutput> = outputShape;

const kindField = variant(
  'type',
  {
    none: group({}),
    alsa: group({}),
    coreaudio: group({}),
    jack: group({}),
    oss: group({
      tryMMap: attr('tryMMap', yesNo).optional,
      exclusive: attr('exclusive', yesNo).optional,
      dspPolicy: attr('dspPolicy', range(-1, 0x7fff_ffff)).optional,
    }),
    pulseaudio: group({ serverName: attr('serverName', str).optional }),
    sdl: group({ driver: attr('driver', oneOf('esd', 'alsa', 'arts', 'pulseaudio')).optional }),
    spice: group({}),
    file: group({ path: attr('path', str).optional }),
    dbus: group({}),
  },
  { absent: 'none' },
);
/** What on the host plays and records. */
export type AudioKind = TypeOf<typeof kindField>;
const kind: RequiredField<AudioKind> = kindField;

const audioShape = element('audio', {
  id: leading(attr('id', positive)),
  kind,
  /** Microseconds between looks at the timers. */
  timerPeriod: attr('timerPeriod', uint).optional,
  input: child(input).optional,
  output: child(output).optional,
});
/** An audio backend of the host. */
export interface Audio extends TypeOf<typeof audioShape> {}
export const audio: ElementSchema<Audio> = audioShape;
