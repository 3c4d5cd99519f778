import {
  attr,
  type ElementSchema,
  element,
  group,
  leaf,
  str,
  type TypeOf,
  uuid,
  variant,
  within,
  yesNo,
} from '../kernel/index.js';

const secretFault = { domain: 'SECRET' } as const;

const usageField = variant(
  'type',
  {
    none: group({}),
    /** Path of the volume that it opens. */
    volume: group({ volume: leaf('volume', str, secretFault) }),
    ceph: group({ name: leaf('name', str, secretFault) }),
    iscsi: group({ target: leaf('target', str, secretFault) }),
    tls: group({ name: leaf('name', str, secretFault) }),
    vtpm: group({ name: leaf('name', str, secretFault) }),
  },
  secretFault,
);
/** What a secret is for, told apart by the type; the other property identifies it. */
export type SecretUsage = TypeOf<typeof usageField>;

const secretShape = element('secret', {
  /** Kept in memory only. */
  ephemeral: attr('ephemeral', yesNo, secretFault).default(false),
  /** Its value is told to nobody. */
  private: attr('private', yesNo, secretFault).default(false),
  uuid: leaf('uuid', uuid, secretFault).optional,
  description: leaf('description', str).optional,
  usage: within('usage', usageField).optional,
});
/** A secret as it is listed; its value is never part of the document. */
export interface Secret extends TypeOf<typeof secretShape> {}
export const secretDefinition: ElementSchema<Secret> = secretShape;
