import type { ProcedureName } from '@tsvirt/core/contract';
import type { NonnullDomain } from '@tsvirt/core/protocol';
import type { ErrorCode } from '@tsvirt/util';
import { expect } from 'vitest';
import { defineDomain, start } from './domain-props.js';
import type { Samples } from './options.js';
import { refusal } from './refusal.js';
import type { Rule } from './rule.js';
import type { Stage } from './stage.js';

interface Way<A, R> {
  readonly procedure: ProcedureName;
  readonly run: (stage: Stage, of: A) => Promise<R>;
}

/** Moments of a domain's life that are kept: snapshots, checkpoints. */
export interface MomentKind<M extends { readonly name: string }> {
  /** As rules call it: `snapshot`. */
  readonly noun: string;
  readonly sample: keyof Samples;
  /** The document's root element. */
  readonly root: string;
  /** Answered for one that is not there. */
  readonly missing: ErrorCode;
  /** Whether the guest must run. */
  readonly ofGuests: boolean;
  readonly make: Way<{ readonly dom: NonnullDomain; readonly xmlDesc: string }, M>;
  readonly list: Way<NonnullDomain, readonly M[]>;
  readonly lookup: Way<{ readonly dom: NonnullDomain; readonly name: string }, M>;
  readonly dump: Way<M, string>;
  readonly parent: Way<M, M>;
  readonly delete: Way<{ readonly of: M; readonly flags: number }, unknown>;
  /** The flag that deletes what came after it as well. */
  readonly withChildren: number;
  /** The flag that undefines a domain in spite of them. */
  readonly undefineAnyway: number;
}

/** A domain that moments of a kind can be made of. */
export async function domainFor(stage: Stage, { ofGuests }: { readonly ofGuests: boolean }): Promise<NonnullDomain> {
  const { dom } = await defineDomain(stage);
  if (ofGuests) await start(stage, dom);
  return dom;
}

/** Makes one with a name of its own. */
export async function makeMoment<M extends { readonly name: string }>(
  stage: Stage,
  { sample, root, make }: MomentKind<M>,
  dom: NonnullDomain,
): Promise<M> {
  const standard = ({ name }: { readonly name: string }) => `<${root}><name>${name}</name></${root}>`;
  return make.run(stage, { dom, xmlDesc: stage.sample(sample, await stage.identity(), standard) });
}

/** Rules about one kind: made, found, in their tree, deleted. */
export function momentRules<M extends { readonly name: string }>(kind: MomentKind<M>): readonly Rule[] {
  const { noun, root, missing, make, list, lookup, dump, parent, withChildren } = kind;
  const making = [make.procedure, 'domainDefineXML'] as const;
  return [
    {
      name: 'lists, counts and lookups agree',
      needs: [...making, list.procedure, lookup.procedure],
      async check(stage) {
        const dom = await domainFor(stage, kind);
        expect(await list.run(stage, dom)).toEqual([]);
        const made = [await makeMoment(stage, kind, dom), await makeMoment(stage, kind, dom)];
        const names = made.map(({ name }) => name).toSorted();
        expect((await list.run(stage, dom)).map(({ name }) => name).toSorted()).toEqual(names);
        for (const { name } of made) expect((await lookup.run(stage, { dom, name })).name).toBe(name);
        await refusal(lookup.run(stage, { dom, name: 'no-such-thing' }), `a ${noun} that is not there`, missing);
      },
    },
    {
      name: 'the document has the name',
      needs: [...making, dump.procedure],
      async check(stage) {
        const made = await makeMoment(stage, kind, await domainFor(stage, kind));
        expect(await dump.run(stage, made)).toContain(`<name>${made.name}</name>`);
      },
    },
    {
      name: 'the one made before is the parent, and the first has none',
      needs: [...making, parent.procedure],
      async check(stage) {
        const dom = await domainFor(stage, kind);
        const first = await makeMoment(stage, kind, dom);
        const second = await makeMoment(stage, kind, dom);
        expect((await parent.run(stage, second)).name).toBe(first.name);
        await refusal(parent.run(stage, first), 'the parent of the first', missing);
      },
    },
    {
      name: 'a name that is taken is refused',
      needs: making,
      async check(stage) {
        const dom = await domainFor(stage, kind);
        const { name } = await makeMoment(stage, kind, dom);
        const call = make.run(stage, { dom, xmlDesc: `<${root}><name>${name}</name></${root}>` });
        await refusal(call, `a second ${noun} of one name`, 'OPERATION_INVALID', 'OPERATION_FAILED', 'INTERNAL_ERROR');
      },
    },
    {
      name: 'a document that is not well-formed is refused',
      needs: making,
      async check(stage) {
        const dom = await domainFor(stage, kind);
        const call = make.run(stage, { dom, xmlDesc: `<${root}>` });
        await refusal(call, `a ${noun} from a broken document`, 'XML_DETAIL', 'XML_ERROR');
      },
    },
    {
      name: 'one that is deleted is gone, and its children are those of its parent',
      needs: [...making, kind.delete.procedure, parent.procedure, list.procedure],
      async check(stage) {
        const dom = await domainFor(stage, kind);
        const first = await makeMoment(stage, kind, dom);
        const second = await makeMoment(stage, kind, dom);
        const third = await makeMoment(stage, kind, dom);
        await kind.delete.run(stage, { of: second, flags: 0 });
        expect((await parent.run(stage, third)).name).toBe(first.name);
        await refusal(kind.delete.run(stage, { of: second, flags: 0 }), 'deleting it once more', missing);
        await kind.delete.run(stage, { of: first, flags: withChildren });
        expect(await list.run(stage, dom)).toEqual([]);
      },
    },
    {
      name: `a domain with ${noun}s is undefined only by who asks for their end as well`,
      needs: [...making, 'domainUndefine', 'domainUndefineFlags', 'domainLookupByName'],
      async check(stage) {
        const dom = await domainFor(stage, kind);
        await makeMoment(stage, kind, dom);
        if (kind.ofGuests) await stage.call.domainDestroy({ dom });
        await refusal(stage.call.domainUndefine({ dom }), 'undefining it', 'OPERATION_INVALID');
        await stage.call.domainUndefineFlags({ dom, flags: kind.undefineAnyway });
        await refusal(stage.call.domainLookupByName({ name: dom.name }), 'the domain', 'NO_DOMAIN');
      },
    },
    {
      name: 'of many clients who make one of one name at once, one succeeds',
      needs: [...making, list.procedure],
      async check(stage) {
        const dom = await domainFor(stage, kind);
        const xmlDesc = `<${root}><name>wanted</name></${root}>`;
        const outcomes = await Promise.allSettled([0, 1, 2].map(() => make.run(stage, { dom, xmlDesc })));
        expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1);
        expect((await list.run(stage, dom)).map(({ name }) => name)).toEqual(['wanted']);
      },
    },
  ];
}
