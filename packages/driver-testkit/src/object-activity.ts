import { VirtError } from '@tsvirt/util';
import { expect } from 'vitest';
import { givenUp } from './given-up.js';
import { make, type ObjectKind, type Reference, remove } from './object-kind.js';
import { refusal } from './refusal.js';
import type { Rule } from './rule.js';

/** Rules about objects of a kind that runs: started, stopped, transient ones. */
export function activityRules<R extends Reference>(kind: ObjectKind<R>): readonly Rule[] {
  const { noun, start, stop, isActive, create, isPersistent, byName, dump, list, undefine, missing } = kind;
  const rules: Rule[] = [];
  if (start !== undefined && stop !== undefined && isActive !== undefined) {
    rules.push(
      {
        name: `a ${noun} is inactive when defined, active when started, inactive when stopped`,
        needs: [start.procedure, stop.procedure, isActive.procedure],
        async check(stage) {
          const { object } = await make(stage, kind);
          expect(await isActive.run(stage, object)).toBe(false);
          await start.run(stage, object);
          expect(await isActive.run(stage, object)).toBe(true);
          await stop.run(stage, object);
          expect(await isActive.run(stage, object)).toBe(false);
        },
      },
      {
        name: `starting an active ${noun} is refused`,
        needs: [start.procedure, isActive.procedure],
        async check(stage) {
          const { object } = await make(stage, kind);
          await start.run(stage, object);
          await refusal(start.run(stage, object), `starting an active ${noun}`, 'OPERATION_INVALID');
          expect(await isActive.run(stage, object)).toBe(true);
        },
      },
      {
        name: `stopping an inactive ${noun} is refused`,
        needs: [stop.procedure, isActive.procedure],
        async check(stage) {
          const { object } = await make(stage, kind);
          await refusal(stop.run(stage, object), `stopping an inactive ${noun}`, 'OPERATION_INVALID');
        },
      },
      {
        name: `what is done to a ${noun} at once leaves it whole`,
        needs: [start.procedure, stop.procedure, isActive.procedure, list.procedure],
        async check(stage) {
          const { object } = await make(stage, kind);
          const calls = [0, 1, 2].flatMap(() => [start.run(stage, object), stop.run(stage, object)]);
          for (const outcome of await Promise.allSettled(calls))
            if (outcome.status === 'rejected' && !VirtError.is(outcome.reason)) throw outcome.reason;
          if (await isActive.run(stage, object)) await stop.run(stage, object);
          expect(await list.run(stage, undefined)).toContainEqual(object);
          await start.run(stage, object);
          expect(await isActive.run(stage, object)).toBe(true);
        },
      },
      ...[start, stop].flatMap(step =>
        (['before', 'meanwhile'] as const).map(
          (when): Rule => ({
            name: `${step.procedure} of a caller who gives up ${when} ends, and leaves the ${noun} usable`,
            needs: [start.procedure, stop.procedure, isActive.procedure],
            async check(stage) {
              const { object } = await make(stage, kind);
              if (step === stop) await start.run(stage, object);
              await givenUp(stage, when, direct => step.run(direct, object));
              if (await isActive.run(stage, object)) await stop.run(stage, object);
              await start.run(stage, object);
              expect(await isActive.run(stage, object)).toBe(true);
            },
          }),
        ),
      ),
      {
        name: `of two clients who start a ${noun} at once, one succeeds`,
        needs: [start.procedure, isActive.procedure],
        async check(stage) {
          const { object } = await make(stage, kind);
          const outcomes = await Promise.allSettled([start.run(stage, object), start.run(stage, object)]);
          expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1);
          expect(await isActive.run(stage, object)).toBe(true);
        },
      },
    );
  }
  if (create !== undefined && stop !== undefined && isPersistent !== undefined && byName !== undefined) {
    rules.push({
      name: `a transient ${noun} is gone when it is stopped`,
      needs: [create.procedure, stop.procedure, isPersistent.procedure, byName.procedure],
      async check(stage) {
        const identity = await stage.identity();
        const object = await create.run(stage, stage.sample(kind.sample, identity));
        stage.after(() => remove(stage, kind, object));
        expect(await isPersistent.run(stage, object)).toBe(false);
        expect(await byName.run(stage, identity.name)).toEqual(object);
        await stop.run(stage, object);
        await refusal(dump.run(stage, object), `a transient ${noun} that was stopped`, missing);
      },
    });
  }
  if (isPersistent !== undefined) {
    rules.push({
      name: `a ${noun} that is defined is persistent`,
      needs: [isPersistent.procedure],
      async check(stage) {
        const { object } = await make(stage, kind);
        expect(await isPersistent.run(stage, object)).toBe(true);
      },
    });
  }
  const { autostart, setAutostart } = kind;
  if (autostart !== undefined && setAutostart !== undefined) {
    rules.push({
      name: `a ${noun}'s autostart is off at first, and then as it was set last`,
      needs: [autostart.procedure, setAutostart.procedure, undefine.procedure],
      async check(stage) {
        const { object } = await make(stage, kind);
        expect(await autostart.run(stage, object)).toBe(false);
        for (const on of [true, true, false, false, true]) {
          await setAutostart.run(stage, { of: object, on });
          expect(await autostart.run(stage, object)).toBe(on);
        }
      },
    });
    rules.push({
      name: `a ${noun} that is defined anew does not start by itself because an earlier one did`,
      needs: [autostart.procedure, setAutostart.procedure, undefine.procedure],
      async check(stage) {
        const { object, xml } = await make(stage, kind);
        await setAutostart.run(stage, { of: object, on: true });
        await undefine.run(stage, object);
        const again = await kind.define.run(stage, xml);
        expect(await autostart.run(stage, again)).toBe(false);
      },
    });
  }
  return rules;
}
