import { secretListMax, secretValueMax } from '../limits.js';
import { nonnullSecret } from '../objects.js';
import { procedures } from '../procedure.js';
import { text } from '../text.js';
import { array, int, opaque, uint, uuid, wireOnly } from '../xdr.js';

/** Secrets: values that others need, kept apart from their XML. */
export const secret = procedures({
  /** Number of secrets. */
  connectNumOfSecrets: {
    number: 139,
    since: '0.7.1',
    priority: 'high',
    acl: ['connect:search_secrets'],
    aclFilter: ['secret:getattr'],
    ret: { num: int },
  },

  /** UUIDs of all secrets, as text. */
  connectListSecrets: {
    number: 140,
    since: '0.7.1',
    priority: 'high',
    acl: ['connect:search_secrets'],
    aclFilter: ['secret:getattr'],
    args: { maxuuids: wireOnly(int) },
    ret: { uuids: array(text, secretListMax) },
    counted: { rule: 'limit', list: 'uuids', ask: 'maxuuids', max: secretListMax },
  },

  /** Finds a secret by UUID. */
  secretLookupByUUID: {
    number: 141,
    since: '0.7.1',
    priority: 'high',
    acl: ['secret:getattr'],
    args: { uuid: uuid },
    ret: { secret: nonnullSecret },
  },

  /** Stores a secret's XML, or replaces what is stored. The value is set apart. */
  secretDefineXML: {
    number: 142,
    since: '0.7.1',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['secret:write', 'secret:save'],
    args: { xml: text, flags: uint },
    ret: { secret: nonnullSecret },
  },

  /** XML of a secret, without its value. */
  secretGetXMLDesc: {
    number: 143,
    since: '0.7.1',
    priority: 'high',
    acl: ['secret:read'],
    args: { secret: nonnullSecret, flags: uint },
    ret: { xml: text },
  },

  /** Sets the value of a secret: at most 64 KiB. */
  secretSetValue: {
    number: 144,
    since: '0.7.1',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['secret:write'],
    args: { secret: nonnullSecret, value: opaque(secretValueMax), flags: uint },
  },

  /** The value of a secret. Private ones give it to nobody outside the host's drivers. */
  secretGetValue: {
    number: 145,
    since: '0.7.1',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['secret:read_secure'],
    args: { secret: nonnullSecret, flags: uint },
    ret: { value: opaque(secretValueMax) },
  },

  /** Removes a secret and its value. */
  secretUndefine: {
    number: 146,
    since: '0.7.1',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['secret:delete'],
    args: { secret: nonnullSecret },
  },

  /** Finds a secret by what it is for: a `SecretUsageType` and the user's own id. */
  secretLookupByUsage: {
    number: 147,
    since: '0.7.1',
    priority: 'high',
    acl: ['secret:getattr'],
    args: { usageType: int, usageID: text },
    ret: { secret: nonnullSecret },
  },

  /** Secrets; `flags` (`ConnectListAllSecretsFlags`) narrow the list. */
  connectListAllSecrets: {
    number: 287,
    since: '0.10.2',
    priority: 'high',
    acl: ['connect:search_secrets'],
    aclFilter: ['secret:getattr'],
    args: { needResults: wireOnly(int), flags: uint },
    ret: { secrets: array(nonnullSecret, secretListMax), ret: wireOnly(uint) },
    counted: { rule: 'results', list: 'secrets', ask: 'needResults', count: 'ret' },
  },
});
