import type { ProcedureName } from '@tsvirt/core/contract';
import type { NonnullDomain } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { expect } from 'vitest';
import { inactiveDomain, runningDomain, stateOf } from './domain-props.js';
import { tolerate } from './refusal.js';
import type { Rule, RuleGroup } from './rule.js';
import type { Stage } from './stage.js';

/** Calls a handler past the wire, which keeps signals to itself. A rejection must be one that clients may see. */
async function direct(stage: Stage, name: ProcedureName, dom: NonnullDomain, signal: AbortSignal): Promise<void> {
  const handler: unknown = stage.handlers[name];
  if (typeof handler !== 'function') return stage.skip(`the driver does not serve ${name}`);
  const args = { dom, flags: 0 };
  const answer = (async () => {
    await Reflect.apply(handler, stage.handlers, [args, stage.callContext(signal)]);
  })();
  try {
    await stage.within(answer, `${name} whose caller gave up`);
  } catch (reason) {
    const code = VirtError.wrap(reason, 'NONE').code;
    expect(code, `${name} whose caller gave up must not hang, nor fail for another reason`).toBe('OPERATION_ABORTED');
  }
}

/** Brings the domain through a whole life, which shows that nothing was left behind. */
async function expectUsable(stage: Stage, dom: NonnullDomain): Promise<void> {
  const { call } = stage;
  await startAnew(stage, dom, AbortSignal.timeout(stage.limitMs));
  expect(await stateOf(stage, dom)).toBe('running booted');
  await call.domainDestroy({ dom });
  expect(await stateOf(stage, dom)).toBe('shutoff destroyed');
}

/** Ends and starts the domain. What was given up may still be on its way: then the domain is neither off nor on yet. */
async function startAnew(stage: Stage, dom: NonnullDomain, limit: AbortSignal): Promise<void> {
  const { call, traits } = stage;
  const runs = traits.refusals?.['create of a running domain'] ?? 'OPERATION_INVALID';
  do {
    if (limit.aborted) expect.fail('a domain whose caller gave up can neither be ended nor started');
    await tolerate(call.domainDestroy({ dom }), 'OPERATION_INVALID');
  } while (!(await tolerate(call.domainCreate({ dom }), 'OPERATION_INVALID', ...(runs === 'ignored' ? [] : [runs]))));
}

const needs = ['domainCreate', 'domainDestroy', 'domainIsActive', 'domainGetState'] as const;

function abortRules(name: ProcedureName, from: (stage: Stage) => Promise<NonnullDomain>): readonly Rule[] {
  return [
    {
      name: `${name} of a caller who gave up before ends, and leaves the domain usable`,
      needs: [...needs, name],
      async check(stage) {
        const dom = await from(stage);
        await direct(stage, name, dom, AbortSignal.abort(new VirtError('OPERATION_ABORTED', 'RPC', 'gone')));
        await expectUsable(stage, dom);
      },
    },
    {
      name: `${name} of a caller who gives up meanwhile ends, and leaves the domain usable`,
      needs: [...needs, name],
      async check(stage) {
        const dom = await from(stage);
        const caller = new AbortController();
        const call = direct(stage, name, dom, caller.signal);
        // After the handler's first turns, wherever it waits then.
        setImmediate(() => caller.abort(new VirtError('OPERATION_ABORTED', 'RPC', 'gone')));
        await call;
        await expectUsable(stage, dom);
      },
    },
    {
      name: `${name} of a client that leaves meanwhile leaves the domain usable`,
      needs: [...needs, name],
      async check(stage) {
        const dom = await from(stage);
        const client = await stage.bench.connect();
        const call: unknown = Reflect.get(client.call, name);
        if (typeof call !== 'function') throw new Error(`the client has no ${name}`);
        const outcome = Promise.resolve(Reflect.apply(call, undefined, [{ dom, flags: 0 }])).catch(() => {});
        await client.close();
        await outcome;
        await expectUsable(stage, dom);
      },
    },
  ];
}

/** Callers who give up: the wait ends, the domain stays whole. */
export const domainCancellation: RuleGroup = {
  subject: 'domain cancellation',
  rules: [
    ...abortRules('domainCreate', inactiveDomain),
    ...abortRules('domainDestroy', runningDomain),
    ...abortRules('domainSuspend', runningDomain),
  ],
};
