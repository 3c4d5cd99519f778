import type { ProcedureName } from '@tsvirt/core/contract';
import type { ErrorCode } from '@tsvirt/util';
import type { SampleIdentity, Samples } from './options.js';
import type { Stage } from './stage.js';

/** What is common to references of all kinds: what tells one object from another. */
export interface Reference {
  readonly name?: string;
  readonly uuid?: string;
}

/** One way to an object: the procedure, and how it is asked. */
interface Way<R, A> {
  readonly procedure: ProcedureName;
  readonly run: (stage: Pick<Stage, 'call'>, of: A) => Promise<R>;
}

/** A kind of object that is defined by a document, as the rules about all such kinds see it. */
export interface ObjectKind<R extends Reference> {
  /** As rules call it: `network`. */
  readonly noun: string;
  readonly sample: keyof Samples;
  /** Answered for an object that is not there. */
  readonly missing: ErrorCode;
  /** The document's root element. */
  readonly root: string;
  /** A document with nothing in it makes one. */
  readonly mayBeEmpty?: true;
  readonly define: Way<R, string>;
  readonly undefine: Way<unknown, R>;
  readonly list: Way<readonly R[], undefined>;
  readonly dump: Way<string, R>;
  readonly byName?: Way<R, string>;
  readonly byUuid?: Way<R, string>;
  /** For kinds that run. */
  readonly start?: Way<unknown, R>;
  readonly stop?: Way<unknown, R>;
  readonly isActive?: Way<boolean, R>;
  /** Runs a document without defining it. */
  readonly create?: Way<R, string>;
  readonly isPersistent?: Way<boolean, R>;
  readonly autostart?: Way<boolean, R>;
  readonly setAutostart?: Way<unknown, { readonly of: R; readonly on: boolean }>;
}

/** An object and what it was made from. */
export interface Made<R> {
  readonly object: R;
  readonly identity: SampleIdentity;
  readonly xml: string;
}

/** Defines an object from the sample, for the length of the rule. */
export async function make<R extends Reference>(stage: Stage, kind: ObjectKind<R>): Promise<Made<R>> {
  stage.require(kind.define.procedure, kind.undefine.procedure);
  const identity = await stage.identity();
  const xml = stage.sample(kind.sample, identity);
  const object = await kind.define.run(stage, xml);
  stage.after(() => remove(stage, kind, object));
  return { object, identity, xml };
}

/** Makes an object go away in whatever state it is. */
export async function remove<R extends Reference>(stage: Stage, kind: ObjectKind<R>, object: R): Promise<void> {
  const { stop, undefine, list } = kind;
  const isThere = async (): Promise<boolean> =>
    (await list.run(stage, undefined)).some(({ name, uuid }) => name === object.name && uuid === object.uuid);
  if (stop !== undefined && stage.serves(stop.procedure)) {
    // It may be off already; what is still there after both steps is a failure.
    await stop.run(stage, object).catch(() => {});
  }
  if (!stage.serves(list.procedure) || (await isThere())) await undefine.run(stage, object);
}

/** A document that says the same with another name or uuid in its place. */
export function withIdentity(xml: string, from: SampleIdentity, to: Partial<SampleIdentity>): string {
  let changed = xml;
  if (to.name !== undefined)
    for (const [left, right] of [
      ['>', '<'],
      ["'", "'"],
      ['"', '"'],
    ])
      changed = changed.replaceAll(`${left}${from.name}${right}`, `${left}${to.name}${right}`);
  if (to.uuid !== undefined) changed = changed.replaceAll(from.uuid, to.uuid);
  return changed;
}
