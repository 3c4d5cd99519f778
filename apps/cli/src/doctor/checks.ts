import { VirtError } from '@tsvirt/util';
import { daemonsCheck, driversCheck, settingsCheck } from './daemon-checks.js';
import type { Check, CheckContext, Finding } from './finding.js';
import { hostCheck, nodeCheck } from './host-checks.js';
import { programsCheck, qemuCheck } from './program-checks.js';

/** Everything that is looked at, in the order in which it is told. */
export const checks: readonly Check[] = [
  nodeCheck,
  hostCheck,
  qemuCheck,
  programsCheck,
  settingsCheck,
  daemonsCheck,
  driversCheck,
];

/** What the checks of one group found. */
export interface CheckResult {
  readonly check: Check;
  readonly findings: readonly Finding[];
}

/** How long all checks may take together, in milliseconds. */
const limitMs = 20_000;

/** Runs checks side by side. One that fails or takes too long is a finding, and the others count. */
export async function runChecks(chosen: readonly Check[], context: CheckContext): Promise<CheckResult[]> {
  const limit = AbortSignal.timeout(limitMs);
  const signal = AbortSignal.any([context.signal, limit]);
  return Promise.all(
    chosen.map(async check => {
      try {
        return { check, findings: await check.run({ ...context, signal }) };
      } catch (reason) {
        context.signal.throwIfAborted();
        const text = limit.aborted
          ? `took longer than ${limitMs / 1000} seconds`
          : VirtError.wrap(reason, 'NONE').message;
        return { check, findings: [{ subject: check.name, verdict: 'broken' as const, text }] };
      }
    }),
  );
}
