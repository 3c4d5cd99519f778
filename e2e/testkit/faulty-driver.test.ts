import type { DriverDefinition, DriverHandlers } from '@tsvirt/core/contract';
import { describe, expect, test } from 'vitest';
import testDriver from '@tsvirt/driver-test';
import { Bench, type ContractOptions, contractRules, fullName, plainSamples, runRule } from '@tsvirt/driver-testkit';
import { completeFaults } from './complete-faults.js';
import { plainFaults } from './plain-faults.js';
import { restartFaults } from './restart-faults.js';
import { faulty, lasting, required } from './faulty-driver.js';

const options: ContractOptions = {
  limitMs: 1000,
  domain: { refusals: { 'create of a running domain': 'INTERNAL_ERROR' } },
  samples: plainSamples('test'),
};

/** Where most of the API is served; refusals are those of hypervisors. */
const completeUri = 'test:///default?complete=1';
const completeOptions: ContractOptions = {
  domain: {},
  samples: {
    ...plainSamples('test'),
    nodeDevice: ({ uuid }) => `<device>
  <parent>pci_0000_00_02_0</parent>
  <capability type='mdev'><type id='i915-GVTg_V5_4'/><uuid>${uuid}</uuid></capability>
</device>`,
  },
};

/** What the suite says of a driver by one rule. @throws the violation */
async function verdict(
  name: string,
  driver: DriverDefinition,
  more: ContractOptions = {},
  uri = 'test:///default',
): Promise<string> {
  const rule = contractRules.flatMap(group => group.rules.filter(candidate => fullName(group, candidate) === name))[0];
  if (rule === undefined) throw new Error(`there is no rule '${name}'`);
  await using bench = await Bench.start(driver, uri, { ...options, ...more });
  return (await runRule(rule, bench)).kind;
}

describe('a driver with a fault breaks the rule that it is about', () => {
  test.each(plainFaults)('%s: %s', async (_, name, fault) => {
    await expect(verdict(name, faulty(fault))).rejects.toThrow();
  });
});

describe('a driver without the fault keeps the rule', () => {
  test.each(plainFaults)('%s: %s', async (_, name) => {
    expect(await verdict(name, testDriver)).toBe('holds');
  });
});

describe('a complete driver with a fault breaks the rule that it is about', () => {
  test.each(completeFaults)('%s: %s', async (_, name, fault) => {
    await expect(verdict(name, faulty(fault), completeOptions, completeUri)).rejects.toThrow();
  });
});

describe('a complete driver without the fault keeps the rule', () => {
  test.each(completeFaults)('%s: %s', async (_, name) => {
    expect(await verdict(name, testDriver, completeOptions, completeUri)).toBe('holds');
  });
});

const lastingOptions: ContractOptions = { persists: true, guestsOutlive: true };

describe('a driver that keeps less than it says breaks the rule that it is about', () => {
  test.each(restartFaults)('%s: %s', async (_, name, fault) => {
    await expect(verdict(name, lasting(fault), lastingOptions)).rejects.toThrow();
  });
});

describe('a driver that keeps what it says keeps the rule', () => {
  test.each(restartFaults)('%s: %s', async (_, name) => {
    expect(await verdict(name, lasting({}), lastingOptions)).toBe('holds');
  });
});

test('a driver that forgets what it says it keeps breaks the rules about restarts', async () => {
  const name = 'restart: a network that is defined is the same after a restart';
  expect(await verdict(name, testDriver)).toBe('skipped');
  await expect(verdict(name, testDriver, { persists: true })).rejects.toThrow('no network');
});

test('a rule about what a driver does not serve is skipped, with the reason', async () => {
  const less: DriverDefinition = faulty({ handlers: () => ({ domainRename: undefined }) as unknown as DriverHandlers });
  await using bench = await Bench.start(less, 'test:///default', options);
  const rule = contractRules.flatMap(({ rules }) => rules).find(({ needs }) => needs.includes('domainRename'));
  expect(await runRule(required(rule), bench)).toEqual({
    kind: 'skipped',
    reason: 'the driver does not serve domainRename',
  });
});

test('names of rules are not used twice', () => {
  const names = contractRules.flatMap(group => group.rules.map(rule => fullName(group, rule)));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
