import type { NonnullDomain } from '@tsvirt/core/protocol';
import { expect } from 'vitest';
import { inactiveDomain, pausedDomain, runningDomain, stateOf } from './domain-props.js';
import { eventually } from './eventually.js';
import { givenUp } from './given-up.js';
import { tolerate } from './refusal.js';
import type { Rule, RuleGroup } from './rule.js';
import type { Stage } from './stage.js';

/** Brings the domain through a whole life, which shows that nothing was left behind. */
async function expectUsable(stage: Stage, dom: NonnullDomain): Promise<void> {
  const { call } = stage;
  await startAnew(stage, dom);
  expect(await stateOf(stage, dom)).toBe('running booted');
  await call.domainDestroy({ dom });
  expect(await stateOf(stage, dom)).toBe('shutoff destroyed');
}

/** Ends and starts the domain. What was given up may still be on its way: then the domain is neither off nor on yet. */
async function startAnew(stage: Stage, dom: NonnullDomain): Promise<void> {
  const { call, traits } = stage;
  const runs = traits.refusals?.['create of a running domain'] ?? 'OPERATION_INVALID';
  await eventually(stage, 'a domain whose caller gave up can be ended and started', async () => {
    await tolerate(call.domainDestroy({ dom }), 'OPERATION_INVALID');
    return tolerate(call.domainCreate({ dom }), 'OPERATION_INVALID', ...(runs === 'ignored' ? [] : [runs]));
  });
}

const needs = ['domainCreate', 'domainDestroy', 'domainIsActive', 'domainGetState'] as const;

/** Calls about one domain that need nothing else. */
type DomainCall = 'domainCreate' | 'domainDestroy' | 'domainSuspend' | 'domainResume';

function abortRules(name: DomainCall, from: (stage: Stage) => Promise<NonnullDomain>): readonly Rule[] {
  return [
    ...(['before', 'meanwhile'] as const).map(
      (when): Rule => ({
        name: `${name} of a caller who gives up ${when} ends, and leaves the domain usable`,
        needs: [...needs, name],
        async check(stage) {
          const dom = await from(stage);
          await givenUp(stage, when, ({ call }) => call[name]({ dom }));
          await expectUsable(stage, dom);
        },
      }),
    ),
    {
      name: `${name} of a client that leaves meanwhile leaves the domain usable`,
      needs: [...needs, name],
      async check(stage) {
        const dom = await from(stage);
        const client = await stage.bench.connect();
        const outcome = Promise.resolve(client.call[name]({ dom })).catch(() => {});
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
    ...abortRules('domainResume', pausedDomain),
  ],
};
