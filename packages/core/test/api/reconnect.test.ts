import type { Duplex } from 'node:stream';
import { duplexPair } from 'node:stream';
import { deferred, VirtError } from '@tsvirt/util';
import { describe, expect, test, vi } from 'vitest';
import { type ConnectionChange, open, type OpenOptions } from '../../src/index.js';
import {
  type ConnectionRequest,
  connectionPrograms,
  noAuthentication,
  type OpenedConnection,
  RpcServer,
} from '../../src/rpc/index.js';
import { testDomain, TinyDriver } from '../rpc/tiny-driver.js';

/** A driver that may come back with fewer events. */
class FadingDriver extends TinyDriver {
  without: string | undefined;

  override open(request: ConnectionRequest): OpenedConnection {
    const opened = super.open(request);
    return { ...opened, hubFor: object => (object === this.without ? undefined : opened.hubFor(object)) };
  }
}

/** A daemon whose connections a test can cut, and which it can make unreachable. */
class Cuttable implements AsyncDisposable {
  readonly driver = new FadingDriver();
  readonly server = new RpcServer({ name: 'libvirtd' });
  readonly changes: ConnectionChange[] = [];
  dialled = 0;
  reachable = true;
  #last: Duplex | undefined;
  readonly #restored = deferred();

  options(more: OpenOptions = {}): OpenOptions {
    const transport = () => {
      this.dialled++;
      if (!this.reachable) return Promise.reject(new VirtError('SYSTEM_ERROR', 'RPC', 'nobody listens'));
      const [ours, theirs] = duplexPair();
      this.#last = ours;
      const programs = connectionPrograms({ opener: this.driver, libVersion: 1 });
      this.server.serve({ name: 'cuttable', programs, authenticator: noAuthentication }, theirs);
      return Promise.resolve({ stream: ours, isEncrypted: true });
    };
    const onChange = (change: ConnectionChange) => {
      this.changes.push(change);
      if (change.state === 'restored') this.#restored.resolve();
    };
    return { transports: { cuttable: transport }, reconnect: { delayMs: 1, maxDelayMs: 5, onChange }, ...more };
  }

  /** Resolves when a connection was made anew. */
  get restored(): Promise<void> {
    return this.#restored.promise;
  }

  cut(): void {
    this.#last?.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.close();
  }
}

const uri = 'test+cuttable:///default';

describe('a connection that is kept up', () => {
  test('calls again, and events go on with the gap told in between', async () => {
    await using daemon = new Cuttable();
    await using connection = await open(uri, daemon.options());
    expect(connection.isEncrypted()).toBe(true);
    await using events = await connection.events('domainLifecycle', { gaps: true });
    daemon.driver.hub.emit('domainLifecycle', { dom: testDomain, event: 3, detail: 0 });
    expect((await events.next()).value?.event).toMatchObject({ event: 'suspended' });
    daemon.cut();
    expect((await events.next()).value?.gap?.reason).toMatchObject({ code: 'RPC' });
    daemon.driver.hub.emit('domainLifecycle', { dom: testDomain, event: 4, detail: 0 });
    expect((await events.next()).value?.event).toMatchObject({ event: 'resumed' });
    expect((await connection.domainLookupByName('test')).id).toBe(1);
    expect(daemon.changes.map(({ state }) => state)).toEqual(['lost', 'restored']);
  });

  test('fails calls that were under way, and has others wait within their limits', async () => {
    await using daemon = new Cuttable();
    await using connection = await open(uri, daemon.options());
    const held = connection.domainLookupByName('test', { timeoutMs: 10_000 });
    daemon.cut();
    daemon.reachable = false;
    await expect(held).rejects.toMatchObject({ code: 'RPC' });
    await expect(connection.getHostname({ timeoutMs: 20 })).rejects.toMatchObject({ code: 'OPERATION_TIMEOUT' });
    const waiting = connection.getHostname();
    daemon.reachable = true;
    expect(await waiting).toBe('vmhost');
  });

  test('ends a listener that cannot be registered again, and keeps the others', async () => {
    await using daemon = new Cuttable();
    await using connection = await open(uri, daemon.options());
    const ends: string[] = [];
    let gaps = 0;
    const onGap = () => gaps++;
    await connection.on('domainLifecycle', () => {}, { onGap });
    await connection.on('networkLifecycle', () => {}, { onGap, onEnd: ({ code }) => ends.push(code) });
    daemon.driver.without = 'network';
    daemon.cut();
    await daemon.restored;
    expect({ ends, gaps }).toEqual({ ends: ['NO_SUPPORT'], gaps: 1 });
  });

  test('is over after the tries that it may make', async () => {
    await using daemon = new Cuttable();
    const connection = await open(uri, daemon.options({ reconnect: { delayMs: 1, attempts: 3 } }));
    await using events = await connection.events('domainLifecycle');
    daemon.reachable = false;
    daemon.cut();
    expect(await connection.closed).toMatchObject({ code: 'RPC' });
    expect(daemon.dialled).toBe(4);
    await expect(events.next()).rejects.toMatchObject({ code: 'RPC' });
    await expect(connection.getHostname()).rejects.toMatchObject({ code: 'RPC' });
  });

  test('is over when it is closed, also while it is lost', async () => {
    await using daemon = new Cuttable();
    const connection = await open(uri, daemon.options());
    daemon.reachable = false;
    daemon.cut();
    const waiting = connection.getHostname();
    await connection.close();
    await expect(waiting).rejects.toMatchObject({ code: 'RPC' });
    expect(await connection.closed).toBeUndefined();
  });
});

describe('the first connection', () => {
  const fromStart = { delayMs: 1, maxDelayMs: 5, fromStart: true };

  test('is waited for when it is to be, whatever time the daemon takes', async () => {
    await using daemon = new Cuttable();
    daemon.reachable = false;
    const opening = open(uri, daemon.options({ reconnect: fromStart }));
    await vi.waitUntil(() => daemon.dialled >= 3);
    daemon.reachable = true;
    await using connection = await opening;
    expect(await connection.getHostname()).toBe('vmhost');
  });

  test('is given up when the attempts are used up, or the caller has enough', async () => {
    await using daemon = new Cuttable();
    daemon.reachable = false;
    await expect(open(uri, daemon.options())).rejects.toMatchObject({ code: 'SYSTEM_ERROR' });
    expect(daemon.dialled).toBe(1);
    const thrice = daemon.options({ reconnect: { ...fromStart, attempts: 3 } });
    await expect(open(uri, thrice)).rejects.toMatchObject({ code: 'SYSTEM_ERROR', message: /nobody listens/ });
    expect(daemon.dialled).toBe(4);
    const giveUp = new AbortController();
    const opening = open(uri, daemon.options({ reconnect: fromStart, signal: giveUp.signal }));
    giveUp.abort();
    await expect(opening).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
  });

  test('is not waited for where the daemon says no', async () => {
    await using daemon = new Cuttable();
    const opening = open('xen+cuttable:///system', daemon.options({ reconnect: fromStart }));
    await expect(opening).rejects.toMatchObject({ code: 'NO_CONNECT' });
    expect(daemon.dialled).toBe(1);
  });

  test('has a limit for each try', async () => {
    const silent = () => Promise.resolve({ stream: duplexPair()[0] });
    const reconnect = { ...fromStart, attempts: 2, attemptMs: 5 };
    const opening = open(uri, { transports: { cuttable: silent }, reconnect });
    await expect(opening).rejects.toMatchObject({ code: 'OPERATION_TIMEOUT' });
  });
});
