import {
  attr,
  child,
  type ElementSchema,
  element,
  oneOf,
  str,
  type TypeOf,
  unless,
  uuid,
  word,
} from '../kernel/index.js';
import { checked } from '../checked.js';
import { withMissing } from '../missing.js';
import { secretChoice } from './secret-choice.js';

const authSecretShape = element('secret', {
  /** What the secret is for: `ceph`, `iscsi`. Who uses it says which words there are. */
  type: attr('type', str).optional,
  usage: attr('usage', str).optional,
  uuid: attr('uuid', uuid, { domain: 'NONE' }).optional,
});
/** A reference to a secret object, by UUID or by usage. */
export interface SecretReference extends TypeOf<typeof authSecretShape> {}
const authSecret: ElementSchema<SecretReference> = checked<SecretReference>(authSecretShape, secretChoice);

const types: ReadonlySet<string> = new Set(['volume', 'ceph', 'iscsi', 'tls', 'vtpm']);

/** Whether secrets have a purpose of that name. */
export function isSecretType(name: string): boolean {
  return types.has(name);
}

const storage = { domain: 'STORAGE' } as const;
const unknownType = { code: 'CONFIG_UNSUPPORTED', domain: 'STORAGE' } as const;

const authShape = element('auth', {
  type: unless(attr('type', oneOf('none', 'chap', 'ceph'), unknownType), type => type === 'none'),
  username: attr('username', word, storage),
  secret: withMissing(child(authSecret), storage),
});
/** Who logs in to a storage server, and with which secret. */
export interface StorageAuth extends TypeOf<typeof authShape> {}
export const storageAuth: ElementSchema<StorageAuth> = authShape;
