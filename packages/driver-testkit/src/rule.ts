import type { ProcedureName } from '@tsvirt/core/contract';
import type { Stage } from './stage.js';

/** One thing that holds for every driver that serves certain procedures. */
export interface Rule {
  /** The sentence that a violation makes untrue. */
  readonly name: string;
  /** Procedures without which the rule says nothing about a driver. */
  readonly needs: readonly ProcedureName[];
  /** Tries it out. A failed expectation is a violation; `stage.skip` says that the rule does not apply. */
  readonly check: (stage: Stage) => Promise<void>;
}

/** Rules about one subject. */
export interface RuleGroup {
  readonly subject: string;
  readonly rules: readonly Rule[];
}

/** Says that a rule does not apply to this driver, and why. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}

/** The rule's name among all rules: what options and reports call it. */
export function fullName(group: RuleGroup, rule: Rule): string {
  return `${group.subject}: ${rule.name}`;
}
