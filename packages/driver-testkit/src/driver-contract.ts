import type { DriverDefinition } from '@tsvirt/core/contract';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { Bench, unavailableHere } from './bench.js';
import { contractRules } from './contract-rules.js';
import type { ContractOptions } from './options.js';
import { fullName, type Rule } from './rule.js';
import { runRule } from './run-rule.js';

/**
 * Registers the contract's rules as tests of one driver: call it at the top of a test file. The driver is started once,
 * in folders of its own; the rules run one after the other on it.
 * @param uri what the driver opens
 */
export function driverContract(definition: DriverDefinition, uri: string, options: ContractOptions = {}): void {
  const { limitMs = 20_000, exceptions = {} } = options;
  describe(`the contract of ${definition.name} (${uri})`, () => {
    let bench: Bench | undefined;
    let unavailable = options.unavailable;

    beforeAll(async () => {
      unavailable ??= await unavailableHere(definition, options);
      if (unavailable === undefined) bench = await Bench.start(definition, uri, options);
    }, limitMs * 3);
    afterAll(() => bench?.[Symbol.asyncDispose](), limitMs * 3);

    const known = contractRules.flatMap(group => group.rules.map(rule => fullName(group, rule)));
    test('every exception is the name of a rule', () => {
      expect(Object.keys(exceptions).filter(name => !known.includes(name))).toEqual([]);
    });

    const check = async (rule: Rule, exception: string | undefined, context: TestContext): Promise<void> => {
      if (unavailable !== undefined) return context.skip(unavailable);
      if (bench === undefined) expect.fail('the driver did not start');
      if (exception !== undefined) {
        const kept = await runRule(rule, bench).then(
          ({ kind }) => kind === 'holds',
          () => false,
        );
        expect(kept, 'the driver keeps this rule: take it off the exceptions').toBe(false);
        return context.skip(`exception: ${exception}`);
      }
      const verdict = await runRule(rule, bench);
      if (verdict.kind === 'skipped') context.skip(verdict.reason);
    };

    for (const group of contractRules) {
      describe(group.subject, () => {
        for (const rule of group.rules) {
          const exception = exceptions[fullName(group, rule)];
          test(rule.name, { timeout: limitMs * 3 }, context => check(rule, exception, context));
        }
      });
    }
  });
}
