import type { Bench } from './bench.js';
import { NotApplicable, type Rule } from './rule.js';
import { Stage } from './stage.js';

/** What came of a rule that was not broken: it holds, or does not apply for a reason. */
export type Verdict = { readonly kind: 'holds' } | { readonly kind: 'skipped'; readonly reason: string };

/**
 * Tries one rule on a driver at work, and takes back what it made.
 * @throws the violation: what a failed expectation says, or what a call threw
 */
export async function runRule(rule: Rule, bench: Bench): Promise<Verdict> {
  const stage = new Stage(bench);
  try {
    stage.require(...rule.needs);
    await rule.check(stage);
  } catch (reason) {
    // The violation counts; what could not be taken back after it is its consequence.
    await stage[Symbol.asyncDispose]().catch(() => {});
    if (reason instanceof NotApplicable) return { kind: 'skipped', reason: reason.message };
    throw reason;
  }
  await stage[Symbol.asyncDispose]();
  return { kind: 'holds' };
}
