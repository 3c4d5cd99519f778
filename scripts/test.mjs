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
const report = path.join(folder, 'vitest.json');
const status = await pnpm([
  'exec',
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
]);
await sumUp(status);
await rm(folder, { recursive: true, force: true });

console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed === 0 ? 0 : 1);

/** Adds vitest's own figures; a run that failed without a failed test (a file that can't be loaded, a stray error) counts as one failure. */
async function sumUp(status) {
  const results = JSON.parse(await readFile(report, 'utf8'));
  const skipped = [];
  const failures = [];
  for (const file of results.testResults) {
    const where = path.relative(process.cwd(), file.name);
    if (file.assertionResults.length === 0 && file.status === 'failed')
      failures.push({ name: where, words: file.message });
    for (const test of file.assertionResults) {
      if (test.status === 'passed') totals.passed++;
      else if (test.status === 'failed')
        failures.push({ name: `${where}: ${test.fullName}`, words: test.failureMessages.join('\n') });
      else skipped.push(test);
    }
  }
  if (status !== 0 && failures.length === 0) failures.push({ name: 'vitest', words: `ended with status ${status}` });
  totals.failed += failures.length;
  totals.skipped += skipped.length;
  tellSkipped(skipped);
  tellFailures(failures);
}

/** Names the skipped tests; of a suite with many of them, their number. */
function tellSkipped(skipped) {
  const suites = grouped(skipped);
  if (suites.size > 0) console.log('\nSkipped:');
  for (const [suite, tests] of suites) {
    if (tests.length > 3) console.log(`  ${suite}: ${tests.length} tests`);
    else for (const test of tests) console.log(`  ${test.fullName}`);
  }
}

const suiteOf = test => test.ancestorTitles[0] ?? test.fullName;

function grouped(tests) {
  const groups = new Map();
  for (const test of tests) groups.set(suiteOf(test), [...(groups.get(suiteOf(test)) ?? []), test]);
  return groups;
}

/** The failures once more, shortly and last: the end of a long output is what is kept of it. */
function tellFailures(failures) {
  if (failures.length > 0) console.log('\nFailed:');
  for (const { name, words } of failures.slice(0, 40)) {
    const lines = words.split('\n').filter(line => line.trim() !== '');
    console.log(`  ${name}\n    ${lines.slice(0, 3).join('\n    ').slice(0, 400)}`);
  }
  if (failures.length > 40) console.log(`  and ${failures.length - 40} more`);
}
