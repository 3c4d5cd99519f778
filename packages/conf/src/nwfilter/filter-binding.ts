import {
  attr,
  child,
  type ElementSchema,
  element,
  group,
  leaf,
  mac,
  str,
  type TypeOf,
  uuid,
  within,
} from '../kernel/index.js';
import { filled } from '../filled-attribute.js';
import { withMissing } from '../missing.js';
import { nwfilterReference } from './filter-reference.js';

const internal = { code: 'INTERNAL_ERROR', domain: 'NWFILTER' } as const;

const bindingShape = element('filterbinding', {
  /** The domain that the interface belongs to. */
  owner: within('owner', group({ name: leaf('name', str, internal), uuid: leaf('uuid', uuid, internal) })),
  /** The host's interface that is filtered. */
  portdev: within('portdev', filled('name', str, internal)),
  /** The host's interface below it, for a direct connection. */
  linkdev: within('linkdev', filled('name', str, internal)).optional,
  mac: within('mac', attr('address', mac, internal)),
  filter: withMissing(child(nwfilterReference), internal),
});
/** A filter at work on one interface of a guest. */
export interface NwfilterBinding extends TypeOf<typeof bindingShape> {}
export const nwfilterBinding: ElementSchema<NwfilterBinding> = bindingShape;
