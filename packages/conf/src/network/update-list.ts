import type { ElementSchema } from '../kernel/index.js';
import type { Network } from './network.js';

/** What an update does with its entry. */
export type UpdateCommand = 'modify' | 'delete' | 'add-last' | 'add-first';

/** One update of a network: the entry is read as what its section holds. */
export interface Update {
  readonly network: Network;
  readonly command: UpdateCommand;
  readonly parentIndex: number;
  /**
   * The entry. What is wrong with it is said before what is wrong with the command.
   * @param check throws for an entry that cannot be
   */
  readonly read: <T>(schema: ElementSchema<T>, check?: (entry: T) => void) => T;
}

/** The list with the entry at its start or end. */
export function added<T>(list: readonly T[], command: 'add-last' | 'add-first', entry: T): readonly T[] {
  return command === 'add-first' ? [entry, ...list] : [...list, entry];
}

/** The list without the entry at `index`. */
export function without<T>(list: readonly T[], index: number): readonly T[] {
  return list.filter((_entry, i) => i !== index);
}
