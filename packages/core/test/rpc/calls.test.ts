import { getEventListeners } from 'node:events';
import { deferred, VirtError } from '@tsvirt/util';
import { expect, test } from 'vitest';
import { remote } from '../../src/protocol/index.js';
import { RpcClient } from '../../src/rpc/index.js';
import { TestServer } from './test-server.js';
import { TinyDriver, testDomain } from './tiny-driver.js';

test('a client opens a connection and calls', async () => {
  const driver = new TinyDriver();
  await using server = await TestServer.start(driver);
  await using connection = await server.connect();
  const { domains } = await connection.call.connectListAllDomains({ flags: 0 });
  expect(domains).toEqual([testDomain]);
  expect(await connection.call.connectGetURI({})).toEqual({ uri: 'test:///default' });
  expect(await connection.call.connectGetType({})).toEqual({ type: 'TEST' });
  expect(await connection.call.connectGetLibVersion({})).toEqual({ libVer: 9_000_000n });
  expect(driver.requests[0]?.identity.pid).toBe(process.pid);
});

test("the driver's error arrives whole", async () => {
  await using server = await TestServer.start(new TinyDriver());
  await using connection = await server.connect();
  const dom = { ...testDomain, uuid: '01010101-0101-0101-0101-010101010101' };
  await expect(connection.call.domainGetInfo({ dom })).rejects.toMatchObject({
    code: 'NO_DOMAIN',
    domain: 'TEST',
    message: "Domain not found: no domain with matching uuid '01010101-0101-0101-0101-010101010101' (test)",
  });
});

test('a procedure without a handler is not supported, in the words of the public function', async () => {
  await using server = await TestServer.start(new TinyDriver());
  await using connection = await server.connect();
  const call = connection.call.secretLookupByUUID({ uuid: testDomain.uuid });
  await expect(call).rejects.toMatchObject({
    code: 'NO_SUPPORT',
    domain: 'SECRET',
    message: 'this function is not supported by the connection driver: virSecretLookupByUUID',
  });
});

test('what a handler throws by mistake is an internal error of its driver', async () => {
  await using server = await TestServer.start(
    new TinyDriver({
      connectGetHostname: () => {
        throw new Error('oops');
      },
    }),
  );
  await using connection = await server.connect();
  await expect(connection.call.connectGetHostname({})).rejects.toMatchObject({
    code: 'INTERNAL_ERROR',
    domain: 'TEST',
  });
});

test('a result that does not fit its shape is an error, and the connection goes on', async () => {
  const hostname = 'x'.repeat(5 * 1024 * 1024);
  await using server = await TestServer.start(new TinyDriver({ connectGetHostname: () => ({ hostname }) }));
  await using connection = await server.connect();
  await expect(connection.call.connectGetHostname({})).rejects.toMatchObject({ code: 'RPC' });
  expect(await connection.call.connectGetURI({})).toEqual({ uri: 'test:///default' });
});

test('replies come in the order in which calls end', async () => {
  const first = deferred<{ hostname: string }>();
  await using server = await TestServer.start(new TinyDriver({ connectGetHostname: () => first.promise }));
  await using connection = await server.connect();
  const slow = connection.call.connectGetHostname({});
  expect(await connection.call.domainGetInfo({ dom: testDomain })).toMatchObject({ nrVirtCpu: 2 });
  first.resolve({ hostname: 'late' });
  expect(await slow).toEqual({ hostname: 'late' });
});

test('an abort and a time limit end the wait, and the late reply disturbs nobody', async () => {
  const late = deferred<{ hostname: string }>();
  await using server = await TestServer.start(new TinyDriver({ connectGetHostname: () => late.promise }));
  await using connection = await server.connect();
  const controller = new AbortController();
  const aborted = connection.call.connectGetHostname({}, { signal: controller.signal });
  const timed = connection.call.connectGetHostname({}, { timeoutMs: 1 });
  controller.abort();
  await expect(aborted).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
  await expect(timed).rejects.toMatchObject({ code: 'OPERATION_TIMEOUT' });
  late.resolve({ hostname: 'late' });
  expect(await connection.call.connectGetMaxVcpus({ type: null })).toEqual({ maxVcpus: 32 });
});

test('more calls than max_client_requests are not read until one ends', async () => {
  const waiting: (() => void)[] = [];
  const arrived = deferred();
  const driver = new TinyDriver({
    connectGetHostname: async () => {
      const turn = deferred();
      waiting.push(turn.resolve);
      if (waiting.length === 3) arrived.resolve();
      await turn.promise;
      return { hostname: 'h' };
    },
  });
  await using server = await TestServer.start(driver, { server: { limits: { maxClientRequests: 3 } } });
  await using connection = await server.connect();
  const calls = Array.from({ length: 7 }, () => connection.call.connectGetHostname({}));
  await arrived.promise;
  const [session] = server.server.clients;
  expect(session?.callsAtWork).toBe(3);
  for (let ended = 0; ended < 7; ) {
    const next = waiting.shift();
    if (next === undefined) await new Promise(resolve => setImmediate(resolve));
    else {
      ended++;
      next();
    }
  }
  expect(await Promise.all(calls)).toHaveLength(7);
});

test("a lost client's calls are aborted and its connection is closed once", async () => {
  const aborted = deferred<unknown>();
  const started = deferred();
  const driver = new TinyDriver({
    connectGetHostname: (_, { signal }) => {
      signal.addEventListener('abort', () => aborted.resolve(signal.reason));
      started.resolve();
      return new Promise(() => {});
    },
  });
  await using server = await TestServer.start(driver);
  const connection = await server.connect();
  const call = connection.call.connectGetHostname({});
  call.catch(() => {});
  await started.promise;
  await connection.close();
  expect(VirtError.is(await aborted.promise)).toBe(true);
  await expect(call).rejects.toMatchObject({ code: 'RPC' });
  await server.server.close();
  expect(driver.closed).toBe(1);
});

test('everything that waits fails when the server goes away', async () => {
  const started = deferred();
  const driver = new TinyDriver({
    connectGetHostname: () => {
      started.resolve();
      return new Promise(() => {});
    },
  });
  const server = await TestServer.start(driver);
  const connection = await server.connect();
  const call = connection.call.connectGetHostname({});
  call.catch(() => {});
  await started.promise;
  await server[Symbol.asyncDispose]();
  await expect(call).rejects.toMatchObject({ code: 'RPC', message: 'the server closed the connection' });
  expect((await connection.closed)?.message).toBe('the server closed the connection');
  await expect(connection.call.connectGetURI({})).rejects.toMatchObject({ code: 'RPC' });
});

test('a read-only socket refuses changes', async () => {
  await using server = await TestServer.start(new TinyDriver(), { service: { readOnly: true } });
  await using connection = await server.connect();
  await expect(connection.call.domainSuspend({ dom: testDomain })).rejects.toMatchObject({
    code: 'OPERATION_DENIED',
    message: 'operation forbidden: read only access prevents virDomainSuspend',
  });
  expect(await connection.call.domainGetInfo({ dom: testDomain })).toMatchObject({ state: 1 });
});

test('a client that asks for read-only access gets no more', async () => {
  await using server = await TestServer.start(new TinyDriver());
  await using connection = await server.connect({ readOnly: true });
  await expect(connection.call.domainSuspend({ dom: testDomain })).rejects.toMatchObject({ code: 'OPERATION_DENIED' });
});

test('a failed connectOpen may be tried again on the same socket', async () => {
  await using server = await TestServer.start(new TinyDriver());
  await using rpc = await RpcClient.connect({ path: server.path }, { programs: [remote] });
  await rpc.call(remote, 'authList', {});
  await expect(rpc.call(remote, 'connectOpen', { name: 'foo:///', flags: 0 })).rejects.toMatchObject({
    code: 'NO_CONNECT',
    message: 'no connection driver available for foo:///',
  });
  await expect(rpc.call(remote, 'connectGetHostname', {})).rejects.toMatchObject({
    code: 'INTERNAL_ERROR',
    message: 'internal error: hypervisor connection not open',
  });
  await rpc.call(remote, 'connectOpen', { name: null, flags: 0 });
  expect(await rpc.call(remote, 'connectGetHostname', {})).toEqual({ hostname: 'vmhost' });
});

test('an access policy is asked, and hides what may not be seen', async () => {
  const asked: string[] = [];
  const policy = {
    allows: (_identity: unknown, driver: string, permission: string) => {
      asked.push(`${driver} ${permission}`);
      return permission !== 'domain:suspend' && permission !== 'domain:getattr';
    },
  };
  await using server = await TestServer.start(new TinyDriver(), { service: { policy } });
  await using connection = await server.connect();
  await expect(connection.call.domainSuspend({ dom: testDomain })).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
  expect((await connection.call.connectListAllDomains({ flags: 0 })).domains).toEqual([]);
  expect(asked).toContain('TEST connect:getattr');
  expect(asked).toContain('TEST connect:search_domains');
});

test('a service that wants a proof lets nobody in without', async () => {
  const authenticator = { typeFor: () => 'sasl' as const };
  await using server = await TestServer.start(new TinyDriver(), { service: { authenticator } });
  await expect(server.connect()).rejects.toMatchObject({ code: 'AUTH_UNAVAILABLE' });
});

test('a limit that is undefined is the connection’s', async () => {
  const driver = new TinyDriver({ connectGetHostname: () => new Promise<never>(() => {}) });
  await using server = await TestServer.start(driver);
  await using connection = await server.connect({ timeoutMs: 500 });
  const call = connection.call.connectGetHostname({}, { timeoutMs: undefined });
  await expect(call).rejects.toMatchObject({ code: 'OPERATION_TIMEOUT' });
});

test('one signal may be that of many calls', async () => {
  await using server = await TestServer.start(new TinyDriver());
  await using connection = await server.connect();
  const life = new AbortController();
  const calls = Array.from({ length: 50 }, () => connection.call.connectGetHostname({}, { signal: life.signal }));
  expect(getEventListeners(life.signal, 'abort')).toHaveLength(1);
  await Promise.all(calls);
  expect(getEventListeners(life.signal, 'abort')).toHaveLength(0);
});
