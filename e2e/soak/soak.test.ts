import { expect, test } from 'vitest';
import { cannotRun } from '../tsvirtd.js';
import { soak } from './soak.js';
import { trendOf } from './trend.js';

// A few seconds of it, as a test. For a real one:
//   SOAK_MINUTES=10 npx vitest run e2e/soak
// prints each round and the polite client's waits, and fails when something stayed behind.
const minutes = Number(process.env['SOAK_MINUTES'] ?? 0);
const plan =
  minutes > 0
    ? {
        durationMs: minutes * 60_000,
        clients: 1_000,
        roundMs: 5_000,
        warmUpMs: Math.min(60_000, minutes * 15_000),
        warmUpClients: 0,
      }
    : { durationMs: 8_000, clients: 200, roundMs: 1_000, warmUpMs: 2_000, warmUpClients: 2_000 };

test('a line is found in samples that lie on one, and none in those that do not', () => {
  expect(trendOf([10, 12, 14, 16, 18]).growth).toBeCloseTo(8);
  expect(trendOf([10, 12, 14, 16, 18]).certainty).toBeGreaterThan(3);
  expect(trendOf([10, 14, 9, 15, 10, 14, 9, 15]).certainty).toBeLessThan(3);
  expect(trendOf([5, 6])).toEqual({ growth: 0, certainty: 0 });
});

test.skipIf(cannotRun !== undefined)(
  'clients that vanish in the middle of anything leave nothing behind, and no polite one without its reply',
  { timeout: plan.durationMs * 4 + 60_000 },
  async () => {
    const say = minutes > 0 ? (line: string) => process.stderr.write(`${line}\n`) : undefined;
    const report = await soak(plan, say);
    say?.(`polite: ${JSON.stringify(report.polite)}`);
    expect(report.complaints).toEqual([]);
    expect(report.vanished).toBeGreaterThan(plan.clients);
    expect(report.polite.calls.count).toBeGreaterThan(0);
  },
);
