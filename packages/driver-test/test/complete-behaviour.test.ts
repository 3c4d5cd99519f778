import { describe, expect, test } from 'vitest';
import { testHost } from '../src/testing/index.js';

async function guest() {
  const host = await testHost({ domains: [{ name: 'web', vcpus: 2 }] });
  const connection = await host.connect();
  return { host, connection, web: await connection.domainLookupByName('web') };
}

describe('a guest that is asked to power off', () => {
  test('does so, later, or not at all', async () => {
    const { host: h, connection: c, web } = await guest();
    await using host = h;
    await using _connection = c;
    host.behave('web', { shutdown: 'ignores' });
    await web.shutdown();
    await web.reboot();
    expect((await web.getState()).state).toBe('running');
    host.behave('web', { shutdown: { afterMs: 30_000 } });
    await web.shutdown();
    host.clock.advance('29s');
    expect((await web.getState()).state).toBe('running');
    const stopped = host.events.next('domainLifecycle', { when: ({ event }) => event === 5 });
    host.clock.advance('1s');
    await stopped;
    expect(await web.getState()).toEqual({ state: 'shutoff', reason: 'shutdown' });
  });

  test('does nothing in its next life that it was asked for in this one', async () => {
    const { host: h, connection: c, web } = await guest();
    await using host = h;
    await using _connection = c;
    host.behave('web', { shutdown: { afterMs: 1000 } });
    await web.shutdown();
    await web.destroy();
    await web.create();
    host.clock.advance('1h');
    expect((await web.getState()).state).toBe('running');
  });

  test('through its agent needs one, and clients hear of a reboot', async () => {
    const { host: h, connection: c, web } = await guest();
    await using host = h;
    await using _connection = c;
    const rebooted = host.events.next('domainReboot', { domain: 'web' });
    await web.reboot({ guestAgent: true });
    await rebooted;
    host.behave('web', { agent: 'absent' });
    await expect(web.shutdownFlags({ guestAgent: true })).rejects.toMatchObject({ code: 'AGENT_UNRESPONSIVE' });
    await web.shutdownFlags({ guestAgent: true, acpiPowerBtn: true });
    expect((await web.getState()).state).toBe('shutoff');
  });
});

test('a guest gives a device back when it is ready, and once', async () => {
  const { host: h, connection: c, web } = await guest();
  await using host = h;
  await using _connection = c;
  host.behave('web', { unplug: { afterMs: 5000 } });
  let count = 0;
  const removed = host.events.next('domainDeviceRemoved', { when: () => ++count > 0 });
  await web.detachDeviceAlias('net0');
  await web.detachDeviceAlias('net0');
  expect(await web.getXMLDesc()).toContain("<alias name='net0'/>");
  host.clock.advance('5s');
  expect((await removed).devAlias).toBe('net0');
  expect(await web.getXMLDesc()).not.toContain('net0');
  expect(count).toBe(1);
});

test('a guest is as busy as the test says, from then on', async () => {
  const { host: h, connection: c, web } = await guest();
  await using host = h;
  await using _connection = c;
  const second = 1_000_000_000n;
  host.clock.advance('10s');
  expect((await web.getInfo()).cpuTimeNs).toBe(10n * second);
  host.behave('web', { load: 1 });
  host.clock.advance('10s');
  expect((await web.getInfo()).cpuTimeNs).toBe(30n * second);
  await web.suspend();
  host.clock.advance('1h');
  expect((await web.getInfo()).cpuTimeNs).toBe(30n * second);
  await web.destroy();
  await web.create();
  host.clock.advance('1s');
  expect((await web.getInfo()).cpuTimeNs).toBe(2n * second);
  expect(() => host.behave('web', { load: 2 })).toThrow(/expected 0 to 1/);
  const nic = await web.interfaceStats('testnet0');
  expect(nic.rxErrors).toBe(0n);
});

describe('a call', () => {
  test('is answered in the place of the host, also one that it does not serve', async () => {
    const { host: h, connection: c, web } = await guest();
    await using host = h;
    await using _connection = c;
    const asked = '{"execute":"query-status"}';
    await expect(web.qemuMonitorCommand(asked)).rejects.toMatchObject({ code: 'NO_SUPPORT' });
    host.faults.add({ procedure: 'domainMonitorCommand', times: 1, answer: ({ cmd }) => ({ result: `to ${cmd}` }) });
    expect(await web.qemuMonitorCommand(asked)).toBe(`to ${asked}`);
    await expect(web.qemuMonitorCommand(asked)).rejects.toMatchObject({ code: 'NO_SUPPORT' });
    host.faults.add({ procedure: 'domainSuspend', answer: () => undefined });
    await web.suspend();
    expect((await web.getState()).state).toBe('running');
  });

  test('takes time on the clock of the host', async () => {
    const { host: h, connection: c, web } = await guest();
    await using host = h;
    await using _connection = c;
    const slow = host.faults.add({ procedure: 'domainSuspend', delay: '1min' });
    const suspended = web.suspend();
    await slow.reached();
    host.clock.advance('59s');
    expect((await web.getState()).state).toBe('running');
    host.clock.advance('1s');
    await suspended;
    expect((await web.getState()).state).toBe('paused');
  });
});

test('guests of a new host are numbered from 1', async () => {
  await using host = await testHost({ domains: 2 });
  await using connection = await host.connect();
  expect(await connection.listDomains()).toEqual([1, 2]);
});
