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
import { checkedField } from '../checked.js';
import { present } from '../missing.js';
import { wrong } from './fault-kinds.js';

const modeField = variant('mode', {
  /** The host's own reader. */
  host: group({}),
  /** Three certificates of the host's NSS database. */
  'host-certificates': checkedField(
    group({
      certificates: many(single('certificate', content(str).default(''))),
      database: leaf('database', str).optional,
    }),
    ({ certificates, database }) => {
      if (certificates.length !== 3) {
        return { what: 'host-certificates mode needs exactly three certificates', kind: wrong };
      }
      return database === undefined || database.startsWith('/')
        ? undefined
        : { what: `expecting absolute path: ${database}`, kind: wrong };
    },
  ),
  passthrough: group({ source: present(characterSource, wrong), log: characterLog }),
});
/** Where the card is. */
export type SmartcardMode = TypeOf<typeof modeField>;
const mode: RequiredField<SmartcardMode> = modeField;

const smartcardShape = element('smartcard', { card: mode, ...deviceInfo });
/** A smart card reader. */
export interface Smartcard extends TypeOf<typeof smartcardShape> {}
export const smartcard: ElementSchema<Smartcard> = smartcardShape;
