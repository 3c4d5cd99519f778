import type { DocumentName, Documents } from '@tsvirt/conf';
import type { CallOptions, Connection } from '@tsvirt/core';
import type { ErrorCode } from '@tsvirt/util';
import { type ListChoice, type ListedItem, type Listing, type ListOrder, type ItemColumn, listing } from './listing.js';
import type { ManagedObject } from './managed-object.js';

/** Where an object is looked for: its name, and the pool or domain that it belongs to (empty for kinds that belong to none). */
export interface Whereabouts {
  readonly name: string;
  readonly owner: string;
}

/** How documents of a kind are applied. */
export interface ApplySpec<D> {
  /** What others refer to has the lower one, and is applied before them. */
  readonly rank: number;
  /** What a document calls its object; undefined where the other side names it. */
  readonly nameOf: (value: D) => string | undefined;
  /** What it is found by, where that is not the name. */
  readonly keyOf?: (value: D) => string | undefined;
  /** Stores the document, or makes the object of it. @returns the object's name */
  readonly store: (connection: Connection, xml: string, owner: string, limits: CallOptions) => Promise<string>;
  /**
   * For what cannot be changed once it is there: which parts of it a document can be told to disagree about. Absent: the
   * document replaces the one that is stored.
   */
  readonly fixed?: RegExp;
}

/** One kind of objects: how it is called, found, listed, and made to match documents. */
export interface KindSpec<K extends DocumentName, T extends ListedItem> {
  /** As the command line calls one of them; several have an `s`. */
  readonly word: string;
  /** What describes it. */
  readonly document: K;
  /** What it is named within: a volume in its pool. */
  readonly owner?: 'pool' | 'domain';
  /** What the other side answers when there is none of that name. */
  readonly missing: ErrorCode;
  readonly find: (connection: Connection, at: Whereabouts, limits: CallOptions) => Promise<ManagedObject>;
  readonly load: (connection: Connection, choice: ListChoice) => Promise<T[]>;
  readonly columns: readonly ItemColumn<NoInfer<T>>[];
  /** Words for what one can be: values of `state`, or active and inactive; absent: there is nothing to tell. */
  readonly states?: readonly string[];
  /** Whether lists can be narrowed to what is active or not. */
  readonly hasActivity?: boolean;
  readonly apply?: ApplySpec<Documents[K]>;
}

/** A kind of objects, whatever its documents and items are. */
export interface Kind extends Omit<KindSpec<DocumentName, ListedItem>, 'load' | 'columns' | 'apply' | 'states'> {
  readonly plural: string;
  readonly states: readonly string[];
  readonly list: (connection: Connection, choice: ListChoice, order: ListOrder) => Promise<Listing>;
  readonly apply: ApplySpec<Documents[DocumentName]> | undefined;
}

/** Makes a kind of its description. */
export function kind<K extends DocumentName, T extends ListedItem>(spec: KindSpec<K, T>): Kind {
  const { load, columns, apply, states = [], ...rest } = spec;
  return {
    ...rest,
    states,
    plural: `${spec.word}s`,
    list: async (connection, choice, order) => listing(await load(connection, choice), columns, order),
    // Documents reach it by their kind (see `kindOfDocument`), so they are of its own.
    apply: apply as ApplySpec<Documents[DocumentName]> | undefined,
  };
}

/** What kinds that are active or inactive, and nothing else, can be. */
export const activity = { states: ['active', 'inactive'], hasActivity: true } as const;
