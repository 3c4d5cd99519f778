import { duplexPair } from 'node:stream';
import { VirtError } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import { type Connection, open } from '../../src/index.js';
import { connectionPrograms, noAuthentication, RpcServer, type ServedProgram } from '../../src/rpc/index.js';
import { testDomain, TinyDriver } from '../rpc/tiny-driver.js';

/** A daemon that takes each registration of a connection once, as libvirtd does, and writes down which come and go. */
class OnceOnly implements AsyncDisposable {
  readonly driver = new TinyDriver();
  readonly steps: string[] = [];
  readonly #server = new RpcServer({ name: 'libvirtd' });
  readonly #registered = new Set<string>();

  connect(): Promise<Connection> {
    const transport = () => {
      const [ours, theirs] = duplexPair();
      const programs = connectionPrograms({ opener: this.driver, libVersion: 1 }).map(one => this.#watched(one));
      this.#server.serve({ name: 'once', programs, authenticator: noAuthentication }, theirs);
      return Promise.resolve({ stream: ours, isEncrypted: true });
    };
    return open('test+once:///default', { transports: { once: transport } });
  }

  suspended(dom = testDomain): void {
    this.driver.hub.emit('domainLifecycle', { dom, event: 3, detail: 0 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.close();
  }

  #watched(served: ServedProgram): ServedProgram {
    return {
      program: served.program,
      route: number => {
        const found = served.route(number);
        if (found?.own === undefined || !/EventCallback(Deregister|Register)Any/.test(found.procedure.name))
          return found;
        const { procedure, own } = found;
        return {
          procedure,
          own: (args, call) => {
            const begins = procedure.name.includes('RegisterAny');
            this.steps.push(begins ? 'register' : 'deregister');
            const key = JSON.stringify(args);
            if (begins && this.#registered.has(key))
              throw new VirtError('INVALID_ARG', 'NONE', 'event callback already tracked');
            if (begins) this.#registered.add(key);
            else this.#registered.clear();
            return own(args, call);
          },
        };
      },
    };
  }
}

describe('subscriptions of one connection to the same events', () => {
  test('are one at the daemon, and each hears everything', async () => {
    await using daemon = new OnceOnly();
    await using connection = await daemon.connect();
    const streams = await Promise.all(Array.from({ length: 1000 }, () => connection.events('domainLifecycle')));
    expect(daemon.steps).toEqual(['register']);
    daemon.suspended();
    const heard = await Promise.all(streams.map(stream => stream.next()));
    expect(heard.filter(({ value }) => value?.event === 'suspended')).toHaveLength(1000);
  });

  test('end one by one, and at the daemon with the last', async () => {
    await using daemon = new OnceOnly();
    await using connection = await daemon.connect();
    const [first, second] = [await connection.events('domainLifecycle'), await connection.events('domainLifecycle')];
    await first.return();
    daemon.suspended();
    expect((await second.next()).value).toMatchObject({ event: 'suspended' });
    expect(daemon.steps).toEqual(['register']);
    await second.return();
    expect(daemon.steps).toEqual(['register', 'deregister']);
  });

  test('begin again while the last one ends', async () => {
    await using daemon = new OnceOnly();
    await using connection = await daemon.connect();
    const first = await connection.events('domainLifecycle');
    const [, second] = await Promise.all([first.return(), connection.events('domainLifecycle')]);
    daemon.suspended();
    expect((await second.next()).value).toMatchObject({ event: 'suspended' });
    expect(daemon.steps).toEqual(['register', 'deregister', 'register']);
  });

  test('are others for one domain than for all', async () => {
    await using daemon = new OnceOnly();
    await using connection = await daemon.connect();
    const domain = await connection.domainLookupByName('test');
    const [all, one] = [
      await connection.events('domainLifecycle'),
      await connection.events('domainLifecycle', { domain }),
    ];
    expect(daemon.steps).toEqual(['register', 'register']);
    daemon.suspended({ ...testDomain, name: 'other', uuid: '00000000-0000-0000-0000-000000000001' });
    daemon.suspended();
    expect((await all.next()).value?.domain.name).toBe('other');
    expect((await one.next()).value?.domain.name).toBe('test');
  });

  test('do not fail with the one that began and gave up', async () => {
    await using daemon = new OnceOnly();
    await using connection = await daemon.connect();
    const patience = new AbortController();
    const given = connection.events('domainLifecycle', { signal: patience.signal });
    const other = connection.events('domainLifecycle');
    patience.abort();
    await expect(given).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
    const stream = await other;
    daemon.suspended();
    expect((await stream.next()).value).toMatchObject({ event: 'suspended' });
  });
});
