import { attr, child, type ElementSchema, element, oneOf, str, type TypeOf, uuid } from '../kernel/index.js';

const authSecretShape = element('secret', {
  type: attr('type', oneOf('chap', 'ceph', 'iscsi', 'volume', 'tls', 'vtpm', 'passphrase')).optional,
  usage: attr('usage', str).optional,
  uuid: attr('uuid', uuid).optional,
});
/** A reference to a secret object, by UUID or by usage. */
export interface SecretReference extends TypeOf<typeof authSecretShape> {}
const authSecret: ElementSchema<SecretReference> = authSecretShape;

const authShape = element('auth', {
  type: attr('type', str).optional,
  username: attr('username', str),
  secret: child(authSecret),
});
/** Who logs in to a storage server, and with which secret. */
export interface StorageAuth extends TypeOf<typeof authShape> {}
export const storageAuth: ElementSchema<StorageAuth> = authShape;
