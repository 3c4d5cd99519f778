import {
  type ElementSchema,
  element,
  group,
  leaf,
  many,
  type RequiredField,
  str,
  type TypeOf,
  single,
  content,
  variant,
} from '../kernel/index.js';
import { characterLog, characterSource } from './character-source.js';
import { deviceInfo } from './device-info.js';

const modeField = variant('mode', {
  /** The host's own reader. */
  host: group({}),
  /** Three certificates of the host's NSS database. */
  'host-certificates': group({
    certificates: many(single('certificate', content(str))),
    database: leaf('database', str).optional,
  }),
  passthrough: group({ source: characterSource, log: characterLog }),
});
/** Where the card is. */
export type SmartcardMode = TypeOf<typeof modeField>;
const mode: RequiredField<SmartcardMode> = modeField;

const smartcardShape = element('smartcard', { card: mode, ...deviceInfo });
/** A smart card reader. */
export interface Smartcard extends TypeOf<typeof smartcardShape> {}
export const smartcard: ElementSchema<Smartcard> = smartcardShape;
