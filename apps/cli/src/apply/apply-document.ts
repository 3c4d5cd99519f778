import type { Change } from '@tsvirt/conf';
import type { Connection } from '@tsvirt/core';
import type { ManagedObject } from '../objects/managed-object.js';
import { differences, likelyChanges, parsedAs } from './differences.js';
import { changeLive, type LiveChanges } from './live-devices.js';
import type { Wanted } from './read-document.js';
import { keepingIdentity, type Owners, type Target, targetOf } from './target.js';

/** How a document is applied. */
export interface ApplyChoice extends Owners {
  /** Only say what would be done. */
  readonly dryRun: boolean;
  /** Start what is not active. */
  readonly start: boolean;
  readonly signal: AbortSignal;
}

/** What became of a document. */
export interface Applied {
  /** As the command line names it. */
  readonly name: string;
  readonly result: 'created' | 'changed' | 'unchanged';
  readonly changes: readonly Change[];
  readonly started: boolean;
  /** For guests that run: what was changed at once, and what takes a restart. */
  readonly live: LiveChanges | undefined;
}

/** Makes an object match a document: creates it, changes it, or finds that nothing is to be done. */
export async function applyDocument(connection: Connection, document: Wanted, choice: ApplyChoice): Promise<Applied> {
  const { signal, dryRun } = choice;
  const target = targetOf(connection, document, choice);
  const found = await target.find({ signal });
  const applied =
    found === undefined
      ? await create(target, document, choice)
      : await change(connection, target, document, found, choice);
  const { object, ...result } = applied;
  const starts = choice.start && object?.start !== undefined && (await object.isActive?.({ signal })) !== true;
  if (starts && !dryRun) await object.start?.({ signal });
  return { ...result, name: target.name, started: starts };
}

type Step = Omit<Applied, 'name' | 'started'> & { readonly object: ManagedObject | undefined };

async function create({ create: make, define }: Target, document: Wanted, choice: ApplyChoice): Promise<Step> {
  const { signal, dryRun } = choice;
  const object = dryRun ? undefined : await (make ?? define)?.(document, { signal });
  return { result: 'created', changes: [], live: undefined, object };
}

async function change(
  connection: Connection,
  { define }: Target,
  document: Wanted,
  found: ManagedObject,
  choice: ApplyChoice,
): Promise<Step> {
  const { signal, dryRun } = choice;
  const before = await stored(connection, found, signal);
  const kept = keepingIdentity(document, before);
  const asked = differences(before, kept);
  const unchanged: Step = { result: 'unchanged', changes: [], live: undefined, object: found };
  if (asked.length === 0) return unchanged;
  const likely = likelyChanges(asked, document.kind);
  if (dryRun || define === undefined) {
    return likely.length === 0 || define === undefined
      ? unchanged
      : { ...unchanged, result: 'changed', changes: likely };
  }
  const object = await define(kept, { signal });
  // What the driver made of it tells what has changed: much of what a document leaves out is for drivers to fill in.
  const after = await stored(connection, object, signal);
  const changes = differences(before, after);
  if (changes.length === 0) return { ...unchanged, object };
  const isLive = object.domain !== undefined && (await object.domain.isActive({ signal }));
  const live =
    isLive && object.domain !== undefined && before.kind === 'domain' && after.kind === 'domain'
      ? await changeLive(object.domain, before.value, after.value, changes, signal)
      : undefined;
  return { result: 'changed', changes, live, object };
}

/** The stored definition; with passwords where the connection may see them, so that a changed one is a change. */
async function stored(connection: Connection, object: ManagedObject, signal: AbortSignal): Promise<Wanted> {
  const secure = !connection.readOnly;
  return parsedAs(object.document, await object.xml({ inactive: true, secure, signal }));
}
