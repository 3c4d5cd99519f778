import {
  attr,
  child,
  type ElementSchema,
  element,
  many,
  oneOf,
  str,
  type TypeOf,
  uint,
  unless,
  uuid,
} from '../kernel/index.js';
import { checked } from '../checked.js';
import { depending } from '../depending.js';
import { filled } from '../filled-attribute.js';
import { withMissing } from '../missing.js';
import { secretChoice } from './secret-choice.js';

const storage = { domain: 'STORAGE' } as const;
const unsupported = { code: 'CONFIG_UNSUPPORTED', domain: 'STORAGE' } as const;

const secretShape = element('secret', {
  type: withMissing(attr('type', oneOf('passphrase'), unsupported), storage),
  uuid: attr('uuid', uuid, { domain: 'NONE' }).optional,
  usage: attr('usage', str).optional,
});
/** The secret that opens an encrypted image. */
export interface EncryptionSecret extends TypeOf<typeof secretShape> {}
const secretReference: ElementSchema<EncryptionSecret> = checked<EncryptionSecret>(secretShape, secretChoice);

const cipherShape = element('cipher', {
  name: attr('name', str, storage),
  size: attr('size', uint),
  mode: attr('mode', str).optional,
  hash: attr('hash', str).optional,
});
/** The cipher of an image that is to be made; size in bits. */
export interface EncryptionCipher extends TypeOf<typeof cipherShape> {}
const cipher: ElementSchema<EncryptionCipher> = cipherShape;

const ivgenShape = element('ivgen', { name: attr('name', str, storage), hash: attr('hash', str).optional });
/** How initialisation vectors are made. */
export interface EncryptionIvgen extends TypeOf<typeof ivgenShape> {}
const ivgen: ElementSchema<EncryptionIvgen> = ivgenShape;

const encryptionShape = element(
  'encryption',
  {
    format: withMissing(filled('format', oneOf('default', 'qcow', 'luks', 'luks2', 'luks-any'), unsupported), storage),
    engine: attr('engine', oneOf('qemu', 'librbd')).optional,
    secrets: unless(many(secretReference), secrets => secrets.length === 0),
    cipher: depending('format', ['luks'], child(cipher)),
    ivgen: depending('format', ['luks'], child(ivgen)),
  },
  { empty: 'body' },
);
/** How an image is encrypted. */
export interface Encryption extends TypeOf<typeof encryptionShape> {}
export const encryption: ElementSchema<Encryption> = checked<Encryption>(encryptionShape, value =>
  value.ivgen !== undefined && value.cipher === undefined
    ? { what: 'ivgen element found, but cipher is missing', kind: storage }
    : undefined,
);
