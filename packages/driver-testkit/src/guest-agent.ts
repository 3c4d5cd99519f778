import type { ProcedureName } from '@tsvirt/core/contract';
import type { NonnullDomain } from '@tsvirt/core/protocol';
import { expect } from 'vitest';
import { inactiveDomain, runningDomain } from './domain-props.js';
import { refusal, tolerate } from './refusal.js';
import type { Rule, RuleGroup } from './rule.js';
import type { Stage } from './stage.js';

/** What a guest without an agent is answered with. */
const noAgent = ['AGENT_UNRESPONSIVE', 'ARGUMENT_UNSUPPORTED', 'OPERATION_UNSUPPORTED'] as const;

const questions: readonly (readonly [ProcedureName, (stage: Stage, dom: NonnullDomain) => Promise<unknown>])[] = [
  ['domainGetGuestInfo', ({ call }, dom) => call.domainGetGuestInfo({ dom, types: 0, flags: 0 })],
  ['domainGetTime', ({ call }, dom) => call.domainGetTime({ dom, flags: 0 })],
  ['domainGetFSInfo', ({ call }, dom) => call.domainGetFSInfo({ dom, flags: 0 })],
  ['domainGetHostname', ({ call }, dom) => call.domainGetHostname({ dom, flags: 0 })],
  ['domainFSFreeze', ({ call }, dom) => call.domainFSFreeze({ dom, mountpoints: [], flags: 0 })],
];

const inactiveRules = questions.map(
  ([procedure, ask]): Rule => ({
    name: `${procedure} of what does not run is refused`,
    needs: [procedure],
    async check(stage) {
      const dom = await inactiveDomain(stage);
      await refusal(ask(stage, dom), `${procedure} of an inactive domain`, 'OPERATION_INVALID', ...noAgent);
    },
  }),
);

/** What is asked of the agent in a guest. Guests of the suite may have none. */
export const guestAgent: RuleGroup = {
  subject: 'guest agent',
  rules: [
    ...inactiveRules,
    {
      name: 'a guest answers all questions or none',
      needs: ['domainGetGuestInfo', 'domainGetTime'],
      async check(stage) {
        const dom = await runningDomain(stage);
        const answers: string[] = [];
        const asked = questions.filter(([procedure]) => stage.serves(procedure));
        for (const [procedure, ask] of asked) if (await tolerate(ask(stage, dom), ...noAgent)) answers.push(procedure);
        if (answers.length > 0) expect(answers).toEqual(asked.map(([procedure]) => procedure));
      },
    },
    {
      name: 'file systems that were frozen are thawed, all of them',
      needs: ['domainFSFreeze', 'domainFSThaw'],
      async check(stage) {
        const { call } = stage;
        const dom = await runningDomain(stage);
        const has = await tolerate(call.domainFSThaw({ dom, mountpoints: [], flags: 0 }), ...noAgent);
        if (!has) stage.skip('the guest has no agent');
        const { filesystems: frozen } = await call.domainFSFreeze({ dom, mountpoints: [], flags: 0 });
        const { filesystems: thawed } = await call.domainFSThaw({ dom, mountpoints: [], flags: 0 });
        expect(thawed).toBe(frozen);
      },
    },
  ],
};
