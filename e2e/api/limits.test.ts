import { open } from '@tsvirt/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiHost, onEachDaemon } from './api-host.js';

onEachDaemon('limits of calls through the API', daemon => {
  let host: ApiHost;

  beforeAll(async () => {
    host = await daemon.start();
  });
  afterAll(() => host?.[Symbol.asyncDispose]());

  /** Has the daemon stand still while something is done. */
  async function standingStill(act: () => Promise<void>): Promise<void> {
    process.kill(host.pid, 'SIGSTOP');
    try {
      await act();
    } finally {
      process.kill(host.pid, 'SIGCONT');
    }
  }

  test('a call ends at its limit, or at that of the connection, and the next one is answered', async () => {
    await using connection = await open(host.uri('test:///default'), { timeoutMs: 2000 });
    const domain = await connection.domainLookupByName('test');
    await standingStill(async () => {
      await expect(domain.getInfo({ timeoutMs: 20 })).rejects.toMatchObject({ code: 'OPERATION_TIMEOUT' });
      await expect(domain.getInfo()).rejects.toMatchObject({ code: 'OPERATION_TIMEOUT' });
    });
    // The late answers belong to nobody.
    expect(await domain.getOSType({ timeoutMs: 20_000 })).toBe('linux');
  });

  test('a call ends with its signal while the daemon is at it, and the others go on', async () => {
    await using connection = await open(host.uri('test:///default'), { timeoutMs: 20_000 });
    const domain = await connection.domainLookupByName('test');
    const patience = new AbortController();
    let other: Promise<unknown> | undefined;
    await standingStill(async () => {
      const given = domain.getInfo({ signal: patience.signal });
      other = domain.getState();
      patience.abort();
      await expect(given).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
    });
    expect(await other).toMatchObject({ state: 'running' });
  });

  test('a daemon that stands still for too long is given up', async () => {
    await using connection = await open(host.uri('test:///default'), { keepaliveIntervalMs: 50 });
    await standingStill(async () => {
      expect(await connection.closed).toMatchObject({ code: 'RPC' });
    });
    expect(connection.isAlive()).toBe(false);
  });

  test('opening ends with its signal and with its limit', async () => {
    await standingStill(async () => {
      const uri = host.uri('test:///default');
      await expect(open(uri, { timeoutMs: 20 })).rejects.toMatchObject({ code: 'OPERATION_TIMEOUT' });
      await expect(open(uri, { signal: AbortSignal.timeout(20) })).rejects.toMatchObject({ code: 'OPERATION_TIMEOUT' });
      const patience = new AbortController();
      const opening = open(uri, { signal: patience.signal });
      patience.abort();
      await expect(opening).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
    });
    await expect(open(`${host.uri('test:///default')}.nowhere`)).rejects.toMatchObject({ code: 'SYSTEM_ERROR' });
    await expect(open(host.uri('nothing:///default'))).rejects.toMatchObject({ code: 'NO_CONNECT' });
  });

  test('calls beside each other keep their answers apart', async () => {
    await using connection = await open(host.uri('test:///default'), { timeoutMs: 20_000 });
    const domain = await connection.domainLookupByName('test');
    const calls = Array.from({ length: 300 }, (_, n) =>
      n % 3 === 0 ? domain.getOSType() : n % 3 === 1 ? domain.getAutostart() : domain.getMaxMemory(),
    );
    const answers = await Promise.all(calls);
    for (const [n, answer] of answers.entries()) expect(answer).toBe(['linux', false, 8_388_608n][n % 3]);
  });
});
