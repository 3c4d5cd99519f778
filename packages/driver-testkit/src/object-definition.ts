import { randomUuid, VirtError } from '@tsvirt/util';
import { expect } from 'vitest';
import { make, type ObjectKind, type Reference, remove, withIdentity } from './object-kind.js';
import { refusal } from './refusal.js';
import type { Rule } from './rule.js';

/** What a document is answered with that lacks what must be in it. */
const incomplete = ['XML_ERROR', 'XML_DETAIL', 'NO_NAME', 'OS_TYPE', 'INTERNAL_ERROR'] as const;

/** Rules about the definitions of one kind: documents in and out, lookups, and what is refused. */
export function definitionRules<R extends Reference>(kind: ObjectKind<R>): readonly Rule[] {
  const { noun, define, undefine, list, dump, byName, byUuid, missing } = kind;
  const defining = [define.procedure, undefine.procedure];
  const rules: Rule[] = [
    {
      name: `a ${noun} that is defined is listed, and gone from the list once undefined`,
      needs: [...defining, list.procedure],
      async check(stage) {
        const before = await list.run(stage, undefined);
        const { object } = await make(stage, kind);
        const during = await list.run(stage, undefined);
        expect(during).toContainEqual(object);
        expect(during.length).toBe(before.length + 1);
        await undefine.run(stage, object);
        expect(await list.run(stage, undefined)).toEqual(before);
      },
    },
    {
      name: `defining what a ${noun} is dumped as changes nothing`,
      needs: [...defining, dump.procedure],
      async check(stage) {
        const { object } = await make(stage, kind);
        const first = await dump.run(stage, object);
        await define.run(stage, first);
        expect(await dump.run(stage, object)).toBe(first);
      },
    },
    {
      name: `defining a ${noun} again leaves one of it`,
      needs: [...defining, list.procedure],
      async check(stage) {
        const { xml } = await make(stage, kind);
        const before = await list.run(stage, undefined);
        await define.run(stage, xml);
        expect(await list.run(stage, undefined)).toEqual(before);
      },
    },
    {
      name: `a ${noun}'s document that is not well-formed is refused`,
      needs: [define.procedure],
      async check(stage) {
        for (const xml of ['', 'no document', `<${kind.root}>`, `<${kind.root}><name>x</${kind.root}>`])
          await refusal(define.run(stage, xml), `a ${noun} from '${xml}'`, 'XML_DETAIL', 'XML_ERROR');
      },
    },
    {
      name: `another kind's document defines no ${noun}`,
      needs: [define.procedure],
      async check(stage) {
        const xml = '<nonsense><name>x</name></nonsense>';
        await refusal(define.run(stage, xml), `a ${noun} from <nonsense/>`, 'XML_ERROR');
      },
    },
    {
      name: `a ${noun}'s document with nothing in it is refused`,
      needs: [define.procedure],
      async check(stage) {
        if (kind.mayBeEmpty === true) stage.skip(`a ${noun} needs nothing in its document`);
        const call = define.run(stage, `<${kind.root}/>`);
        await refusal(call, `a ${noun} from <${kind.root}/>`, ...incomplete);
      },
    },
    {
      name: `a ${noun} that was undefined is unknown to every call`,
      needs: [...defining, dump.procedure],
      async check(stage) {
        const { object } = await make(stage, kind);
        await undefine.run(stage, object);
        await refusal(dump.run(stage, object), `the document of a ${noun} that is gone`, missing);
        await refusal(undefine.run(stage, object), `undefining a ${noun} once more`, missing);
      },
    },
  ];
  rules.push({
    name: `a ${noun} that many clients undefine at once is gone, and who comes too late is told or hears nothing of it`,
    needs: [...defining, list.procedure],
    async check(stage) {
      const before = await list.run(stage, undefined);
      const { object } = await make(stage, kind);
      const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => undefine.run(stage, object)));
      expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
      for (const outcome of outcomes)
        if (outcome.status === 'rejected' && !VirtError.is(outcome.reason)) throw outcome.reason;
      expect(await list.run(stage, undefined)).toEqual(before);
      await refusal(undefine.run(stage, object), `undefining a ${noun} that was undefined`, missing);
    },
  });
  if (byName !== undefined) {
    rules.push({
      name: `a ${noun} is found by its name, and no other is`,
      needs: [byName.procedure],
      async check(stage) {
        await refusal(byName.run(stage, 'no-such-thing'), `a ${noun} that is not there`, missing);
        const { object, identity } = await make(stage, kind);
        expect(await byName.run(stage, identity.name)).toEqual(object);
        await refusal(byName.run(stage, identity.name.toUpperCase()), `a ${noun}'s name in capitals`, missing);
      },
    });
  }
  if (byUuid !== undefined) {
    rules.push({
      name: `a ${noun} is found by its uuid, and no other is`,
      needs: [byUuid.procedure],
      async check(stage) {
        await refusal(byUuid.run(stage, randomUuid()), `a ${noun} that is not there`, missing);
        const { object, identity } = await make(stage, kind);
        expect(await byUuid.run(stage, identity.uuid)).toEqual(object);
      },
    });
  }
  if (byName !== undefined && byUuid !== undefined) rules.push(...identityRules(kind));
  return rules;
}

/** Name and uuid belong together for as long as the object is there. */
function identityRules<R extends Reference>(kind: ObjectKind<R>): readonly Rule[] {
  const { noun, define, list } = kind;
  const refused = ['OPERATION_FAILED', 'OPERATION_INVALID'] as const;
  return [
    {
      name: `a ${noun}'s name with another uuid is refused`,
      needs: [define.procedure, list.procedure],
      async check(stage) {
        const { xml, identity } = await make(stage, kind);
        const before = await list.run(stage, undefined);
        const double = withIdentity(xml, identity, { uuid: randomUuid() });
        await refusal(define.run(stage, double), `a ${noun} with the name of another`, ...refused);
        expect(await list.run(stage, undefined)).toEqual(before);
      },
    },
    {
      name: `a ${noun}'s uuid with another name is refused`,
      needs: [define.procedure, list.procedure],
      async check(stage) {
        const { xml, identity } = await make(stage, kind);
        const before = await list.run(stage, undefined);
        const double = withIdentity(xml, identity, { name: `${identity.name}-b` });
        await refusal(define.run(stage, double), `a ${noun} with the uuid of another`, ...refused);
        expect(await list.run(stage, undefined)).toEqual(before);
      },
    },
    {
      name: `of two clients who define a ${noun} of one name at once, one succeeds`,
      needs: [define.procedure, list.procedure],
      async check(stage) {
        const identity = await stage.identity();
        const xml = stage.sample(kind.sample, identity);
        const other = withIdentity(xml, identity, { uuid: randomUuid() });
        const outcomes = await Promise.allSettled([define.run(stage, xml), define.run(stage, other)]);
        const made = outcomes.flatMap(outcome => (outcome.status === 'fulfilled' ? [outcome.value] : []));
        for (const object of made) stage.after(() => remove(stage, kind, object));
        expect(made.length).toBe(1);
        const named = (await list.run(stage, undefined)).filter(({ name }) => name === identity.name);
        expect(named).toEqual(made);
      },
    },
  ];
}
