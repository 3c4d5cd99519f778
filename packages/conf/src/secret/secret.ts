import {
  attr,
  type ElementSchema,
  element,
  group,
  leaf,
  str,
  type Text,
  type TypeOf,
  uuid,
  variant,
  within,
  yesNo,
} from '../kernel/index.js';
import { withMissing } from '../missing.js';

const secretFault = { domain: 'SECRET' } as const;
const internal = { code: 'INTERNAL_ERROR', domain: 'SECRET' } as const;
const unsupported = { code: 'CONFIG_UNSUPPORTED', domain: 'SECRET' } as const;

/** Nothing between the quotes says nothing, which means no. */
const yesOrNot: Text<boolean> = { ...yesNo, read: text => (text === '' ? false : yesNo.read(text)) };

const usageField = withMissing(
  variant(
    'type',
    {
      none: group({}),
      /** Path of the volume that it opens. */
      volume: group({ volume: leaf('volume', str, internal) }),
      ceph: group({ name: leaf('name', str, internal) }),
      iscsi: group({ target: leaf('target', str, internal) }),
      tls: group({ name: leaf('name', str, internal) }),
      vtpm: group({ name: leaf('name', str, internal) }),
    },
    unsupported,
  ),
  secretFault,
);
/** What a secret is for, told apart by the type; the other property identifies it. */
export type SecretUsage = TypeOf<typeof usageField>;

const secretShape = element('secret', {
  /** Kept in memory only. */
  ephemeral: attr('ephemeral', yesOrNot, secretFault).default(false),
  /** Its value is told to nobody. */
  private: attr('private', yesOrNot, secretFault).default(false),
  uuid: leaf('uuid', uuid, internal).optional,
  description: leaf('description', str).optional,
  usage: within('usage', usageField).optional,
});
/** A secret as it is listed; its value is never part of the document. */
export interface Secret extends TypeOf<typeof secretShape> {}
export const secretDefinition: ElementSchema<Secret> = secretShape;
