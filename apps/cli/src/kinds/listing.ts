import { Limiter, VirtError } from '@tsvirt/util';
import type { JsonData } from '../output/json-text.js';
import type { Cell, Column, Table } from '../output/table.js';
import type { Colors } from '../output/terminal.js';
import { UsageError } from '../usage-error.js';

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
  /** Which names are wanted; absent: all. */
  readonly match?: ((name: string) => boolean) | undefined;
}

/** Chooses and orders items, and says how they look. @throws UsageError for a property that they do not have */
export function listing<T extends ListedItem>(
  all: readonly T[],
  columns: readonly ItemColumn<T>[],
  { sort = 'name', states, match }: ListOrder,
): Listing {
  const wanted = all.filter(
    item => (states.length === 0 || states.includes(stateOf(item))) && (match === undefined || match(item.name)),
  );
  const items = sorted(wanted, sort, all[0]);
  return {
    items,
    table: colors => ({ columns, rows: items.map(item => columns.map(({ cell }) => cell(item, colors))) }),
  };
}

/** The state of an item; of those that are active or not, which. */
function stateOf({ state, isActive }: ListedItem): string {
  return typeof state === 'string' ? state : isActive === true ? 'active' : 'inactive';
}

function sorted<T extends ListedItem>(items: readonly T[], sort: string, example: T | undefined): T[] {
  const isBackwards = sort.startsWith('-');
  const key = isBackwards ? sort.slice(1) : sort;
  if (example !== undefined && !Object.hasOwn(example, key)) {
    throw new UsageError(`--sort is '${key}', expected ${Object.keys(example).join(', ')}`);
  }
  const direction = isBackwards ? -1 : 1;
  return items.toSorted((a, b) => {
    // What an object does not have comes last, whichever way round.
    const lacks = Number(a[key] === undefined) - Number(b[key] === undefined);
    return lacks || direction * compare(a[key], b[key]) || compare(a.name, b.name);
  });
}

const names = new Intl.Collator('en', { numeric: true });

function compare(a: JsonData, b: JsonData): number {
  if (typeof a === 'string' && typeof b === 'string') return names.compare(a, b);
  if ((typeof a === 'number' || typeof a === 'bigint') && (typeof b === 'number' || typeof b === 'bigint')) {
    return a < b ? -1 : a > b ? 1 : 0;
  }
  return Number(a === true) - Number(b === true);
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
