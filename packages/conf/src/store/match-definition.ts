import { type ErrorDomain, VirtError } from '@tsvirt/util';
import type { ObjectStore, StoredObject } from './object-store.js';

/**
 * The object that a new definition is about: the one with its name and uuid, or undefined for a new object.
 * @param what what messages call the objects: `domain`, `network`
 * @throws OPERATION_FAILED when the name is one object's and the uuid another's
 */
export function matchDefinition<T extends StoredObject>(
  store: ObjectStore<T, string>,
  definition: { readonly name: string; readonly uuid: string },
  what: string,
  errors: ErrorDomain,
): T | undefined {
  const { name, uuid } = definition;
  const known = store.byUuid(uuid);
  if (known !== undefined) {
    if (known.name === name) return known;
    throw new VirtError('OPERATION_FAILED', errors, `${what} '${known.name}' is already defined with uuid ${uuid}`);
  }
  const namesake = store.byName(name);
  if (namesake === undefined) return undefined;
  const taken = `${what} '${name}' already exists with uuid ${namesake.uuid ?? ''}`;
  throw new VirtError('OPERATION_FAILED', errors, taken);
}
