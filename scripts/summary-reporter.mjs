// A reporter of vitest that writes down what a run came to, for `npm test` to sum up: what passed, failed and was skipped.
// The environment's TSVIRT_SUMMARY names the file, which is JSON.
import { writeFile } from 'node:fs/promises';

/**
 * @typedef {{ name: string, words: string }} Failure
 * @typedef {{ suite: string, name: string }} Skipped
 * @typedef {{ passed: number, failed: number, failures: Failure[], skipped: Skipped[] }} Summary
 */

export default class SummaryReporter {
  async onTestRunEnd(modules, strayErrors) {
    /** @type {Summary} */
    const summary = { passed: 0, failed: 0, failures: [], skipped: [] };
    for (const module of modules) visit(module, module.relativeModuleId, false, summary);
    for (const error of strayErrors) fail(summary, 1, 'outside of the tests', [error]);
    await writeFile(process.env.TSVIRT_SUMMARY, JSON.stringify(summary));
  }
}

/** Vitest calls the tests of a suite whose set-up failed skipped; they have failed. */
function visit(suite, file, isBroken, summary) {
  const errors = suite.errors();
  const broken = isBroken || errors.length > 0;
  if (errors.length > 0) {
    const name = suite.type === 'module' ? file : `${file}: ${suite.fullName}`;
    // A file that could not be loaded has no tests to count.
    fail(summary, suite.children.size === 0 ? 1 : 0, name, errors);
    if (failsAlone(suite)) summary.failed++;
  }
  for (const child of suite.children) {
    if (child.type === 'suite') visit(child, file, broken, summary);
    else judge(child, file, broken, summary);
  }
}

/** Whether nothing under a suite with errors was left to count as failed: its end failed, or all of it was to be skipped. */
function failsAlone(suite) {
  if (suite.children.size === 0) return false;
  return ![...suite.children.allTests()].some(test => test.result().state !== 'passed' && test.options.mode === 'run');
}

function judge(test, file, isBroken, summary) {
  const { state, errors } = test.result();
  if (state === 'passed') summary.passed++;
  else if (state === 'failed') fail(summary, 1, `${file}: ${test.fullName}`, errors);
  else if (isBroken && test.options.mode === 'run') summary.failed++;
  else summary.skipped.push({ suite: outermost(test), name: test.fullName });
}

function outermost(test) {
  let at = test;
  while (at.parent !== undefined && at.parent.type !== 'module') at = at.parent;
  return at === test ? test.fullName : at.name;
}

function fail(summary, count, name, errors = []) {
  summary.failed += count;
  const words = errors.map(({ message, stack = '' }) => `${message}\n${stack.split('\n').find(isOurs) ?? ''}`.trim());
  summary.failures.push({ name, words: words.join('\n') });
}

const isOurs = line => /^\s*at /.test(line) && !line.includes('node_modules');
