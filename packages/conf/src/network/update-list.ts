import type { ElementSchema } from '../kernel/index.js';
import type { Network } from './network.js';

/** What an update does with its entry. */
export type UpdateCommand = 'modify' | 'delete' | 'add-last' | 'add-first';

/** One update of a network: the entry is read as what its section holds. */
export interface Update {
  readonly network: Network;
  readonly command: UpdateCommand;
  readonly parentIndex: number;
  /** @throws XML_ERROR when the entry is another element */
  readonly read: <T>(schema: ElementSchema<T>) => T;
}

/** The list with the entry at its start or end. */
export function added<T>(list: readonly T[], command: 'add-last' | 'add-first', entry: T): readonly T[] {
  return command === 'add-first' ? [entry, ...list] : [...list, entry];
}

/** The list without the entry at `index`. */
export function without<T>(list: readonly T[], index: number): readonly T[] {
  return list.filter((_entry, i) => i !== index);
}
