import type { Connection } from '@tsvirt/core';
import { Limiter, VirtError } from '@tsvirt/util';
import type { JsonData } from '../output/json-text.js';
import type { Cell, Column, Table } from '../output/table.js';
import type { Colors } from '../output/terminal.js';

/** Which objects of a kind are wanted. */
export interface ListChoice {
  /** Undefined: both. */
  readonly only: 'active' | 'inactive' | undefined;
  /** The pool or domain whose parts are wanted; undefined: of all of them. */
  readonly owner: string | undefined;
  readonly signal: AbortSignal;
}

/** A column with what stands in it. */
export interface ItemColumn<T> extends Column {
  readonly cell: (item: T, colors: Colors) => Cell;
}

/** One kind of objects, listed. `name` is what sorts them and what other commands call them by. */
export interface ListSpec<T extends ListedItem> {
  readonly columns: readonly ItemColumn<NoInfer<T>>[];
  readonly load: (connection: Connection, choice: ListChoice) => Promise<T[]>;
}

/** What every object in a list has. */
export interface ListedItem {
  readonly name: string;
  readonly [key: string]: JsonData;
}

/** A list that was read. */
export interface Listing {
  readonly items: readonly ListedItem[];
  readonly table: (colors: Colors) => Table;
}

/** Which of the items are shown, and in which order. */
export interface ListOrder {
  /** A property of the items, `-` in front of it for the other way round; absent: by name. */
  readonly sort?: string | undefined;
  /** States that are wanted; empty: all. */
  readonly states: readonly string[];
}

/** A kind of objects, whatever its items are. */
export interface ListKind {
  readonly load: (connection: Connection, choice: ListChoice, order: ListOrder) => Promise<Listing>;
}

/** Makes a kind of its description. */
export function listKind<T extends ListedItem>({ columns, load }: ListSpec<T>): ListKind {
  return {
    async load(connection, choice, { sort = 'name', states }) {
      const all = await load(connection, choice);
      const inState = ({ state }: ListedItem) => typeof state === 'string' && states.includes(state);
      const items = sorted(states.length === 0 ? all : all.filter(inState), sort);
      return {
        items,
        table: colors => ({ columns, rows: items.map(item => columns.map(({ cell }) => cell(item, colors))) }),
      };
    },
  };
}

/** @throws VirtError INVALID_ARG for a property that there is not */
function sorted<T extends ListedItem>(items: readonly T[], sort: string): T[] {
  const isBackwards = sort.startsWith('-');
  const key = isBackwards ? sort.slice(1) : sort;
  const [first] = items;
  if (first !== undefined && !Object.hasOwn(first, key)) {
    throw new VirtError('INVALID_ARG', 'NONE', `--sort '${key}', expected one of ${Object.keys(first).join(', ')}`);
  }
  const ordered = items.toSorted((a, b) => compare(a[key], b[key]) || compare(a.name, b.name));
  return isBackwards ? ordered.toReversed() : ordered;
}

const names = new Intl.Collator('en', { numeric: true });

function compare(a: JsonData, b: JsonData): number {
  if (typeof a === 'string' && typeof b === 'string') return names.compare(a, b);
  if ((typeof a === 'number' || typeof a === 'bigint') && (typeof b === 'number' || typeof b === 'bigint')) {
    return a < b ? -1 : a > b ? 1 : 0;
  }
  // What an object does not have comes last.
  return Number(a === undefined) - Number(b === undefined);
}

/** Calls under way at once: enough to hide the way to the daemon. */
const atOnce = 32;

/** Asks about many objects, several at once. What is gone meanwhile (`gone` is its code) is left out. */
export async function askEach<T, R>(
  objects: readonly T[],
  ask: (object: T) => Promise<R>,
  { signal, gone }: { readonly signal: AbortSignal; readonly gone: VirtError['code'] },
): Promise<R[]> {
  const limiter = new Limiter(atOnce);
  const all = await Promise.all(
    objects.map(object =>
      limiter
        .run(() => ask(object), signal)
        .then(
          answer => ({ answer }),
          (reason: unknown) => {
            if (VirtError.is(reason) && reason.code === gone) return undefined;
            throw reason;
          },
        ),
    ),
  );
  return all.flatMap(one => (one === undefined ? [] : [one.answer]));
}

/** What a driver may be unable to tell: undefined then. */
export async function unlessUnsupported<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (reason) {
    if (VirtError.is(reason) && (reason.code === 'NO_SUPPORT' || reason.code === 'OPERATION_UNSUPPORTED'))
      return undefined;
    throw reason;
  }
}

/** Flags that narrow a list to active or inactive objects. */
export function activityFlags({ only, signal }: ListChoice) {
  return { signal, active: only === 'active', inactive: only === 'inactive' };
}

/** Whether an object of that activity is wanted, for lists that the other side does not narrow. */
export function isWanted({ only }: ListChoice, isActive: boolean): boolean {
  return only === undefined || (only === 'active') === isActive;
}

/** The name of an object. */
export function nameColumn(): ItemColumn<ListedItem> {
  return { title: 'NAME', shrinks: true, cell: ({ name }, colors) => ({ text: name, paint: colors.bold }) };
}

/** A yes or no. */
export function yesNo(value: boolean | undefined): string {
  return value === undefined ? '-' : value ? 'yes' : 'no';
}

/** `active` in green, `inactive` dimmed. */
export function activityCell(isActive: boolean, colors: Colors): Cell {
  return isActive ? { text: 'active', paint: colors.green } : { text: 'inactive', paint: colors.dim };
}
