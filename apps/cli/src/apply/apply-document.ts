import type { Change, DocumentName } from '@tsvirt/conf';
import type { Connection } from '@tsvirt/core';
import { VirtError } from '@tsvirt/util';
import type { Kind } from '../kinds/kind.js';
import { kinds } from '../kinds/kind-table.js';
import type { ManagedObject } from '../kinds/managed-object.js';
import { objectText } from '../kinds/object-name.js';
import { differences, likelyChanges, parsedAs } from './differences.js';
import { keepingIdentity } from './keeping-identity.js';
import { changeLive, type LiveChanges } from './live-devices.js';
import { type Wanted, xmlOf } from './read-document.js';

/** How a document is applied. */
export interface ApplyChoice {
  /** Only say what would be done. */
  readonly dryRun: boolean;
  /** Start what is not active. */
  readonly start: boolean;
  readonly signal: AbortSignal;
}

/** A document with the kind of its object, and what that belongs to. */
export interface Subject {
  readonly document: Wanted;
  readonly kind: Kind;
  /** The pool or domain; empty for kinds that belong to none. */
  readonly owner: string;
}

/** What became of a document. */
export interface Applied {
  /** As the command line names it. */
  readonly name: string;
  /** `differs`: it is there, and cannot be changed. */
  readonly result: 'created' | 'changed' | 'unchanged' | 'differs';
  readonly changes: readonly Change[];
  readonly started: boolean;
  /** For guests that run: what was changed at once, and what takes a restart. */
  readonly live: LiveChanges | undefined;
}

/**
 * Makes an object match a document: creates it, changes it, or finds that nothing is to be done.
 * @throws VirtError INVALID_ARG for a document that is not of an object
 */
export async function applyDocument(connection: Connection, subject: Subject, choice: ApplyChoice): Promise<Applied> {
  const { kind, owner, document } = subject;
  const { apply } = kind;
  if (apply === undefined) throw notApplied(document.kind);
  const { signal } = choice;
  const name = apply.nameOf(document.value);
  const key = apply.keyOf?.(document.value) ?? name;
  const existing =
    key === undefined ? undefined : await present(kind, kind.find(connection, { name: key, owner }, { signal }));
  const store = async (one: Wanted): Promise<Stored> => {
    const stored = await apply.store(connection, xmlOf(one), owner, { signal });
    return { name: stored, object: await kind.find(connection, { name: stored, owner }, { signal }) };
  };
  const step =
    existing === undefined
      ? await create(document, choice, store)
      : apply.fixed === undefined
        ? await change(connection, document, existing, choice, store)
        : await compared(connection, document, existing, apply.fixed, signal);
  const { object, stored, ...result } = step;
  const begin = object?.start;
  const isOff = object === undefined ? kind.hasActivity === true : (await object.isActive?.({ signal })) === false;
  const started = choice.start && isOff;
  if (started && !choice.dryRun) await begin?.({ signal });
  return { ...result, started, name: objectText({ kind, owner, name: name ?? stored ?? key ?? '' }) };
}

/** A document that no object is described by. */
export function notApplied(document: DocumentName): VirtError {
  return new VirtError('INVALID_ARG', 'NONE', `a document of kind ${document} describes nothing that can be applied`);
}

interface Stored {
  readonly name: string;
  readonly object: ManagedObject;
}

type Store = (document: Wanted) => Promise<Stored>;

type Step = Omit<Applied, 'name' | 'started'> & {
  readonly object: ManagedObject | undefined;
  /** The name that it was stored under. */
  readonly stored?: string;
};

async function create(document: Wanted, { dryRun }: ApplyChoice, store: Store): Promise<Step> {
  const step = { result: 'created', changes: [], live: undefined } as const;
  if (dryRun) return { ...step, object: undefined };
  const { object, name } = await store(document);
  return { ...step, object, stored: name };
}

async function change(
  connection: Connection,
  document: Wanted,
  existing: ManagedObject,
  { signal, dryRun }: ApplyChoice,
  store: Store,
): Promise<Step> {
  const before = await storedDocument(connection, existing, signal);
  const kept = keepingIdentity(document, before);
  const asked = differences(before, kept);
  const unchanged: Step = { result: 'unchanged', changes: [], live: undefined, object: existing };
  if (asked.length === 0) return unchanged;
  if (dryRun) {
    const likely = likelyChanges(asked, document.kind);
    return likely.length === 0 ? unchanged : { ...unchanged, result: 'changed', changes: likely };
  }
  const { object } = await store(kept);
  // What the driver made of it tells what has changed: much of what a document leaves out is for drivers to fill in.
  const after = await storedDocument(connection, object, signal);
  const changes = differences(before, after);
  if (changes.length === 0) return { ...unchanged, object };
  const isLive = object.domain !== undefined && (await object.domain.isActive({ signal }));
  const live =
    isLive && object.domain !== undefined && before.kind === 'domain' && after.kind === 'domain'
      ? await changeLive(object.domain, before.value, after.value, changes, signal)
      : undefined;
  return { result: 'changed', changes, live, object };
}

async function compared(
  connection: Connection,
  document: Wanted,
  existing: ManagedObject,
  fixed: RegExp,
  signal: AbortSignal,
): Promise<Step> {
  const all = differences(await storedDocument(connection, existing, signal), document);
  // What a document leaves out is for drivers to fill in.
  const changes = all.filter(({ kind, path }) => kind !== 'removed' && fixed.test(path));
  return { result: changes.length === 0 ? 'unchanged' : 'differs', changes, live: undefined, object: existing };
}

/** The stored definition; with passwords where the connection may see them, so that a changed one is a change. */
async function storedDocument(connection: Connection, object: ManagedObject, signal: AbortSignal): Promise<Wanted> {
  const secure = !connection.readOnly;
  return parsedAs(object.document, await object.xml({ inactive: true, secure, signal }));
}

/** What is not there is no error here, nor is that what it belongs to is not. */
async function present(kind: Kind, found: Promise<ManagedObject>): Promise<ManagedObject | undefined> {
  try {
    return await found;
  } catch (reason) {
    const absences = kinds.flatMap(({ word, missing }) => (word === kind.word || word === kind.owner ? [missing] : []));
    if (VirtError.is(reason) && absences.includes(reason.code)) return undefined;
    throw reason;
  }
}
