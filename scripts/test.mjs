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
  let failed = 0;
  for (const file of results.testResults) {
    if (file.assertionResults.length === 0 && file.status === 'failed') failed++;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') totals.passed++;
      else if (test.status === 'failed') failed++;
      else skipped.push(test.fullName);
    }
  }
  if (status !== 0 && failed === 0) failed = 1;
  totals.failed += failed;
  totals.skipped += skipped.length;
  if (skipped.length > 0) {
    console.log('\nSkipped:');
    for (const name of skipped) console.log(`  ${name}`);
  }
}
