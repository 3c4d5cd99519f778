import { expect } from 'vitest';
import { make } from './object-kind.js';
import { definitionRules } from './object-definition.js';
import { eventRules } from './object-events.js';
import { secretKind } from './object-kinds.js';
import { listRule } from './object-lists.js';
import { refusal } from './refusal.js';
import type { RuleGroup } from './rule.js';

const value = new Uint8Array([0, 1, 2, 0xff, 0, 10]);

/** Secrets and their values. */
export const secrets: RuleGroup = {
  subject: 'secrets',
  rules: [
    ...definitionRules(secretKind),
    ...eventRules(secretKind, 'secretLifecycle', secret => ({ secret })),
    listRule({
      noun: 'secrets',
      needs: ['connectListAllSecrets'],
      list: async ({ call }, flags) => (await call.connectListAllSecrets({ flags })).secrets.map(({ uuid }) => uuid),
      active: 0,
      inactive: 0,
      older: [['connectListSecrets', 0, async ({ call }) => (await call.connectListSecrets({})).uuids]],
      counts: [['connectNumOfSecrets', 0, async ({ call }) => (await call.connectNumOfSecrets({})).num]],
    }),
    {
      name: 'a value is as it was set, byte by byte, and in no document',
      needs: ['secretSetValue', 'secretGetValue', 'secretGetXMLDesc'],
      async check(stage) {
        const { object: secret } = await make(stage, secretKind);
        await refusal(stage.call.secretGetValue({ secret, flags: 0 }), 'the value of an empty secret', 'NO_SECRET');
        await stage.call.secretSetValue({ secret, value, flags: 0 });
        const { value: got } = await stage.call.secretGetValue({ secret, flags: 0 });
        expect([...got]).toEqual([...value]);
        const { xml } = await stage.call.secretGetXMLDesc({ secret, flags: 0 });
        expect(xml).not.toContain(Buffer.from(value).toString('base64'));
      },
    },
    {
      name: 'a read-only connection sees no value',
      needs: ['secretSetValue', 'secretGetValue'],
      async check(stage) {
        const { object: secret } = await make(stage, secretKind);
        await stage.call.secretSetValue({ secret, value, flags: 0 });
        const { call } = await stage.connect({ readOnly: true });
        await refusal(call.secretGetValue({ secret, flags: 0 }), 'a value', 'OPERATION_DENIED');
      },
    },
    {
      name: 'a secret is found by its usage',
      needs: ['secretLookupByUsage'],
      async check(stage) {
        const { object: secret } = await make(stage, secretKind);
        const { usageType, usageID } = secret;
        if (usageType === 0) stage.skip('the sample names no usage');
        expect(await stage.call.secretLookupByUsage({ usageType, usageID })).toEqual({ secret });
        const other = stage.call.secretLookupByUsage({ usageType, usageID: 'no-such-thing' });
        await refusal(other, 'a usage that there is not', 'NO_SECRET');
      },
    },
  ],
};
