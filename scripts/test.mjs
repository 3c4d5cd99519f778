// `npm test`: installs what the tests need, builds, checks and tests everything, and sums it up in its last line.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installPackages } from './debian-packages.mjs';
import { installAndBuild, pnpm, requireNode } from './toolchain.mjs';

requireNode();
await installPackages();
await installAndBuild();

const totals = { passed: 1, failed: 0, skipped: 0 }; // the build has passed

/** One static check counts as one test. @param {string} name @param {readonly string[]} command @param {readonly string[]} [where] */
async function check(name, command, where = []) {
  console.log(`\n# ${name}`);
  const status = await pnpm([...where, 'exec', ...command]);
  totals[status === 0 ? 'passed' : 'failed']++;
  if (status !== 0) console.log(`FAILED: ${name} (status ${status})`);
}

await check('types', ['tsc', '-p', 'tsconfig.json']);
await check('format', ['biome', 'format', '.']);
await check('lint', ['oxlint', '--type-aware', '--quiet', 'packages', 'apps', 'e2e']);
await check('unused exports and dependencies', ['knip']);
await check('package boundaries', ['turbo', 'boundaries']);
await check('API reference', ['typedoc', '--emit', 'none'], ['--filter', '@tsvirt/docs']);
await check('package hygiene', ['turbo', 'run', 'pkgcheck', '--output-logs=errors-only']);

console.log('\n# tests');
const folder = await mkdtemp(path.join(tmpdir(), 'tsvirt-test-'));
const report = path.join(folder, 'summary.json');
const reporter = ['--reporter=default', '--reporter=./scripts/summary-reporter.mjs'];
const status = await pnpm(['exec', 'vitest', 'run', ...reporter], { env: { ...process.env, TSVIRT_SUMMARY: report } });
await sumUp(status);
await rm(folder, { recursive: true, force: true });

console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed === 0 ? 0 : 1);

/** Adds vitest's own figures. A run that failed without saying why counts as one failure. @param {number} status */
async function sumUp(status) {
  /** @type {import('./summary-reporter.mjs').Summary} */
  const { passed, failed, failures, skipped } = JSON.parse(await readFile(report, 'utf8'));
  const unexplained = status !== 0 && failed === 0;
  totals.passed += passed;
  totals.failed += unexplained ? 1 : failed;
  totals.skipped += skipped.length;
  tellSkipped(skipped);
  tellFailures(unexplained ? [{ name: 'vitest', words: `ended with status ${status}` }] : failures);
}

/** Names the skipped tests; of a suite with many of them, their number. @param {import('./summary-reporter.mjs').Skipped[]} skipped */
function tellSkipped(skipped) {
  if (skipped.length > 0) console.log('\nSkipped:');
  /** @type {Map<string, string[]>} */
  const suites = new Map();
  for (const { suite, name } of skipped) suites.set(suite, [...(suites.get(suite) ?? []), name]);
  for (const [suite, names] of suites) {
    if (names.length > 3) console.log(`  ${suite}: ${names.length} tests`);
    else for (const name of names) console.log(`  ${name}`);
  }
}

/** The failures once more, shortly and last: of a long output the end is what is kept. @param {import('./summary-reporter.mjs').Failure[]} failures */
function tellFailures(failures) {
  if (failures.length > 0) console.log('\nFailed:');
  for (const { name, words } of failures.slice(0, 40)) {
    const lines = words.split('\n').filter(line => line.trim() !== '');
    console.log(`  ${name}\n    ${lines.slice(0, 3).join('\n    ').slice(0, 400)}`);
  }
  if (failures.length > 40) console.log(`  and ${failures.length - 40} more`);
}
