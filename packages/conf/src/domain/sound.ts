import {
  attr,
  child,
  type ElementSchema,
  element,
  many,
  oneOf,
  positive,
  type TypeOf,
  unless,
  within,
  attributeOf,
  field,
} from '../kernel/index.js';
import { settled } from '../checked.js';
import { unsupported } from './fault-kinds.js';
import { deviceInfo, virtioDriver } from './device-info.js';

const codecShape = element('codec', { type: attr('type', oneOf('duplex', 'micro', 'output'), unsupported) });
/** A codec of an ich6 or ich9 sound card. */
export interface SoundCodec extends TypeOf<typeof codecShape> {}
const codec: ElementSchema<SoundCodec> = codecShape;

const { spec: codecSpec } = many(codec);
/** Other cards have no codecs to speak of. */
const ofHda = field<readonly SoundCodec[]>({
  ...codecSpec,
  read(node, reading) {
    const model = attributeOf(node, 'model');
    return model === 'ich6' || model === 'ich9' ? codecSpec.read(node, reading) : undefined;
  },
});

const soundShape = element('sound', {
  model: attr('model', oneOf('sb16', 'es1370', 'pcspk', 'ac97', 'ich6', 'ich9', 'usb', 'ich7')),
  driver: child(virtioDriver).optional,
  codecs: unless(ofHda, list => list.length === 0),
  /** The audio backend that plays it. */
  audioId: within('audio', attr('id', positive)).optional,
  ...deviceInfo,
});
/** A sound card. */
export interface Sound extends TypeOf<typeof soundShape> {}
export const sound: ElementSchema<Sound> = settled<Sound>(soundShape, ({ codecs, ...card }) =>
  card.model === 'ich6' || card.model === 'ich9' ? { ...card, codecs } : card,
);
