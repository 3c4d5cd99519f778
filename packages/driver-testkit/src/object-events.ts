import type { EventSubject } from '@tsvirt/core';
import {
  eventObject,
  NetworkEventLifecycleType,
  SecretEventLifecycleType,
  StoragePoolEventLifecycleType,
} from '@tsvirt/core/protocol';
import { expect } from 'vitest';
import { make, type ObjectKind, type Reference } from './object-kind.js';
import type { Rule } from './rule.js';
import type { Stage } from './stage.js';

type LifecycleEvents = 'networkLifecycle' | 'storagePoolLifecycle' | 'secretLifecycle';

const numbers: { readonly [N in LifecycleEvents]: Readonly<Record<string, number>> } = {
  networkLifecycle: NetworkEventLifecycleType,
  storagePoolLifecycle: StoragePoolEventLifecycleType,
  secretLifecycle: SecretEventLifecycleType,
};

/** Rules about what is told of objects of one kind. @param subject the object as a subscription names it */
export function eventRules<R extends Reference>(
  kind: ObjectKind<R>,
  name: LifecycleEvents,
  subject: (object: R) => EventSubject,
): readonly Rule[] {
  const { noun, define, undefine, start, stop } = kind;
  const runs = (stage: Stage): boolean => start !== undefined && stage.serves(start.procedure);
  const nameOf = ({ event }: { readonly event: number }): string =>
    Object.entries(numbers[name]).find(([, number]) => number === event)?.[0] ?? String(event);
  return [
    {
      name: `a ${noun} is heard of from its definition to its end, in order`,
      needs: [define.procedure, undefine.procedure],
      async check(stage) {
        const heard = await stage.watch(name);
        const { object } = await make(stage, kind);
        if (runs(stage)) {
          await start?.run(stage, object);
          await stop?.run(stage, object);
        }
        await undefine.run(stage, object);
        const expected = ['defined', ...(runs(stage) ? ['started', 'stopped'] : []), 'undefined'];
        await heard.until(expected.length, payload => eventObject(payload) === object.uuid);
        const own = heard.seen.filter(payload => eventObject(payload) === object.uuid);
        expect(own.map(nameOf)).toEqual(expected);
      },
    },
    {
      name: `who subscribes to one ${noun} hears nothing of others`,
      needs: [define.procedure, undefine.procedure],
      async check(stage) {
        const { object: one } = await make(stage, kind);
        const { object: other } = await make(stage, kind);
        const heard = await stage.watch(name, subject(one));
        await undefine.run(stage, other);
        await undefine.run(stage, one);
        await heard.until(1);
        expect(heard.seen.map(nameOf)).toEqual(['undefined']);
      },
    },
  ];
}
