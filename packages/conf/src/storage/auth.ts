import { attr, child, type ElementSchema, element, oneOf, str, type TypeOf, uuid } from '../kernel/index.js';
import { withMissing } from '../missing.js';

const authSecretShape = element('secret', {
  type: attr('type', oneOf('chap', 'ceph', 'iscsi', 'volume', 'tls', 'vtpm', 'passphrase')).optional,
  usage: attr('usage', str).optional,
  uuid: attr('uuid', uuid, { domain: 'NONE' }).optional,
});
/** A reference to a secret object, by UUID or by usage. */
export interface SecretReference extends TypeOf<typeof authSecretShape> {}
const authSecret: ElementSchema<SecretReference> = authSecretShape;

const storage = { domain: 'STORAGE' } as const;

const authShape = element('auth', {
  type: attr('type', str).optional,
  username: attr('username', str, storage),
  secret: withMissing(child(authSecret), storage),
});
/** Who logs in to a storage server, and with which secret. */
export interface StorageAuth extends TypeOf<typeof authShape> {}
export const storageAuth: ElementSchema<StorageAuth> = authShape;
