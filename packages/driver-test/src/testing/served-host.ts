import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Connection, open, type OpenOptions } from '@tsvirt/core';
import type { DriverHandlers, EventHub } from '@tsvirt/core/contract';
import {
  type ConnectionOpener,
  type ConnectionRequest,
  connectionPrograms,
  noAuthentication,
  type OpenedConnection,
  RpcServer,
  type ServerLimits,
} from '@tsvirt/core/rpc';
import { logger, Undo, VirtError, VirUri } from '@tsvirt/util';
import { completeHost, defaultHost } from '../defaults/default-host.js';
import type { GuestBehaviour } from '../domain/guest-behaviour.js';
import { busyMeasures, mockMeasures } from '../domain/guest-measures.js';
import { type Change, moveTo } from '../domain/lifecycle.js';
import type { TestDomain } from '../domain/test-domain.js';
import { HostClock } from '../host/host-clock.js';
import { hostFromText } from '../host/host-document.js';
import { hostEvents, type TestHost } from '../host/test-host.js';
import { hostHandlers } from '../host-handlers.js';
import { Arrivals, type WaitOptions } from './arrivals.js';
import { CallLog } from './call-log.js';
import { type DomainPlans, placeDomains } from './domain-plan.js';
import { Faults } from './fault.js';
import { happen, type Happening } from './happening.js';
import { HostEvents } from './host-events.js';
import { Script, scriptedHandlers } from './scripted-handlers.js';

const log = logger('test-host');
const uri = 'test:///default';
const libVersion = 9_000_000;
/** What a clock that stands still shows at first. */
const firstMoment = Date.UTC(2024, 0, 1);

/** What a test wants its host to be. */
export interface TestHostOptions {
  /** The domains on it, in place of the document's. */
  readonly domains?: DomainPlans | undefined;
  /** The host as a document in libvirt's node format; that of `test:///default` unless given. */
  readonly document?: string | undefined;
  /**
   * `still`: the clock shows the same time until the test turns it, at first 2024-01-01 UTC or the given one;
   * `running`: it shows the machine's time, and can be turned as well. `still` unless given.
   */
  readonly clock?: 'still' | 'running' | Date | undefined;
  /**
   * `busy`: guests are measured from their start, while they are not paused, and bulk statistics tell of CPU, memory,
   * disks and interfaces; `mock`: as libvirt's own mock does it. `busy` unless given.
   */
  readonly measures?: 'busy' | 'mock' | undefined;
  /**
   * Whether it also serves what libvirt's mock refuses: devices, jobs, migration, block jobs, secrets, filters. True unless
   * given.
   */
  readonly complete?: boolean | undefined;
  /**
   * Whether jobs take time on the host's clock: migration, saving, block jobs. `timed`: a guest's memory moves at 1 GiB a
   * second, or as fast as the call's bandwidth says, and the clock must be turned if it stands still; `instant`: they
   * are done when they are asked for. Unless given, `timed` where the clock is running.
   */
  readonly jobs?: 'instant' | 'timed' | undefined;
  /** Calls that the log remembers at least; 10,000 unless given. */
  readonly rememberedCalls?: number | undefined;
  /** Limits of the server, as a daemon's configuration has them. By default clients may have 1,000 calls at work each. */
  readonly limits?: Partial<ServerLimits> | undefined;
}

/**
 * A mock host on a socket of its own, served by this process until it is disposed of. Any client of libvirt can use it
 * under its `uri`; all of them see the same host. The test holds the strings: clock, faults, calls, events.
 * @example
 * ```ts
 * import { testHost } from '@tsvirt/driver-test/testing';
 *
 * await using host = await testHost({ domains: 2 });
 * console.log('virsh -c', host.uri);
 * await using connection = await host.connect();
 * const crash = host.events.next('domainLifecycle', { domain: 'domain-1' });
 * host.change('domain-1', 'crash');
 * console.log((await crash).dom.name, await connection.numOfDomains()); // domain-1 1
 * ```
 */
export class ServedHost implements AsyncDisposable {
  /** What clients open: `test+unix:///default?socket=…`, for virsh and other clients of libvirt as well. */
  readonly uri: string;
  /** The path of the socket. */
  readonly socket: string;
  /** The time on this host, for the test to turn. */
  readonly clock: HostClock;
  /** What shall go wrong. */
  readonly faults = new Faults();
  /** What clients have called. */
  readonly calls: CallLog;
  /** What happened on the host, to wait for and to look back on. */
  readonly events: HostEvents;
  /** Serves the same host inside this process: `open('test:///default', { drivers: host.drivers })`. */
  readonly drivers: ConnectionOpener;
  readonly #options: TestHostOptions;
  readonly #folder: string;
  readonly #server: RpcServer;
  readonly #hub: EventHub = hostEvents(log);
  readonly #script: Script;
  readonly #jobs = new Arrivals();
  #host: TestHost;
  #handlers: DriverHandlers;

  private constructor(options: TestHostOptions, folder: string) {
    this.#options = options;
    this.#folder = folder;
    this.clock = clockOf(options);
    this.calls = new CallLog(options.rememberedCalls ?? 10_000);
    this.events = new HostEvents(this.#hub);
    this.#script = new Script(this.faults, this.calls, this.clock);
    this.#host = this.#made();
    this.#handlers = hostHandlers(this.#host);
    this.socket = join(folder, 'libvirt-sock');
    this.uri = `test+unix:///default?socket=${encodeURIComponent(this.socket).replaceAll('%2F', '/')}`;
    const handlers = scriptedHandlers(() => this.#handlers, this.#script);
    this.drivers = { open: request => this.#open(request, handlers) };
    this.#server = new RpcServer({ name: 'test-host', limits: { maxClientRequests: 1000, ...options.limits } });
  }

  /** As `testHost`. */
  static async start(options: TestHostOptions): Promise<ServedHost> {
    await using undo = new Undo(reason => log.warn('taking back a test host', reason));
    const folder = await mkdtemp(join(tmpdir(), 'tsvirt-'));
    undo.add(() => rm(folder, { recursive: true, force: true }));
    const host = new ServedHost(options, folder);
    const programs = connectionPrograms({ opener: host.drivers, libVersion });
    const service = { name: 'unix', programs, authenticator: noAuthentication };
    await host.#server.listen(service, { kind: 'unix', path: host.socket });
    undo.keep();
    return host;
  }

  /** Opens a connection through the socket. Close it, or hold it with `await using`. */
  connect(options: Omit<OpenOptions, 'socket' | 'drivers'> = {}): Promise<Connection> {
    return open(uri, { ...options, socket: this.socket });
  }

  /**
   * Puts more domains on the host, without an event or a call.
   * @throws VirtError OPERATION_FAILED for a name or uuid that is taken
   */
  add(domains: DomainPlans): void {
    placeDomains(this.#host, domains);
  }

  /**
   * Something happens to a guest without anybody's call, as when it crashes or powers itself off: its state changes and
   * clients hear of it.
   * @param domain name or uuid
   * @throws VirtError NO_DOMAIN, INTERNAL_ERROR in a state that the change does not start from
   */
  change(domain: string, change: Change): void {
    moveTo(this.#host, this.#find(domain), change);
  }

  /**
   * Something happens in or to a running guest: an error of a disk, a watchdog, somebody at its display. Its definition
   * and state change as they do then, and clients hear of it.
   * @param domain name or uuid
   * @throws VirtError NO_DOMAIN, OPERATION_INVALID, INVALID_ARG
   */
  happen(domain: string, happening: Happening): void {
    happen(this.#host, this.#find(domain), happening);
  }

  /**
   * Says what a guest does of its own from here on; what is not said stays as it was.
   * @param domain name or uuid
   * @throws VirtError NO_DOMAIN, INVALID_ARG for a load that there is not
   */
  behave(domain: string, behaviour: Partial<GuestBehaviour>): void {
    const found = this.#find(domain);
    const { load } = behaviour;
    if (load !== undefined) {
      if (!(load >= 0 && load <= 1)) throw new VirtError('INVALID_ARG', 'TEST', `a load of ${load}: expected 0 to 1`);
      found.setLoad(load, this.clock.nowMs);
    }
    found.runtime.behaviour = { ...found.runtime.behaviour, ...behaviour };
  }

  /**
   * Waits until a job of a guest is at work: it is saved, dumped, backed up or migrates. Then the clock can be turned for it.
   * @param domain name or uuid
   * @throws VirtError NO_DOMAIN, OPERATION_TIMEOUT
   */
  async jobOf(domain: string, options: WaitOptions = {}): Promise<void> {
    const { runtime } = this.#find(domain);
    await this.#jobs.until(`a job of domain '${domain}'`, () => runtime.job, options);
  }

  /** Nobody is to wait for a job of a host that is no more. */
  #endJobs(): void {
    for (const domain of this.#host.domains) domain.stopped();
  }

  #find(domain: string): TestDomain {
    const { domains } = this.#host;
    const found = domains.byName(domain) ?? domains.byUuid(domain);
    if (found === undefined) throw new VirtError('NO_DOMAIN', 'TEST', `no domain '${domain}' on the test host`);
    return found;
  }

  /** Clients that are connected, those inside this process not among them. */
  get clientCount(): number {
    return this.#server.clientCount;
  }

  /** Breaks the connections of all clients on the socket, as a daemon does that ends. They can connect anew. */
  dropClients(): void {
    for (const client of this.#server.clients) client.close();
  }

  /**
   * Everything is as it was made: objects, clock, no faults, no calls. Clients stay connected and subscribed, and are
   * told nothing.
   */
  reset(): void {
    this.faults.clear();
    this.clock.reset();
    this.#endJobs();
    this.#host = this.#made();
    this.#handlers = hostHandlers(this.#host);
    this.calls.clear();
  }

  /** Lets held calls go on, disconnects all clients and takes the socket away. */
  async close(): Promise<void> {
    this.faults.clear();
    this.#endJobs();
    await this.#server.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #made(): TestHost {
    const { domains, measures = 'busy', complete = true, jobs } = this.#options;
    const { document = complete ? completeHost : defaultHost } = this.#options;
    const surroundings = {
      log,
      clock: this.clock,
      events: this.#hub,
      measures: measures === 'busy' ? busyMeasures : mockMeasures,
      complete,
      jobs,
      onJob: () => this.#jobs.announce(),
      openConnection: (peer: string, signal: AbortSignal) => connect(peer, { signal }),
    };
    const host = hostFromText(document, surroundings);
    if (domains === undefined) return host;
    host.domains.clear();
    placeDomains(host, domains);
    return host;
  }

  #open({ uri: asked, readOnly, signal }: ConnectionRequest, handlers: DriverHandlers): Promise<OpenedConnection> {
    return this.#script.play('connectOpen', { uri: asked, readOnly }, { readOnly, signal }, () => {
      const { scheme, path } = VirUri.parse(asked ?? uri);
      if (scheme !== 'test' || path !== '/default')
        throw new VirtError('NO_CONNECT', 'TEST', `this test host is ${uri}, not ${asked}`);
      return { uri, driverName: 'TEST', handlers, hubFor: () => this.#hub, close: () => {} };
    });
  }
}

/**
 * Starts a mock host on a socket of its own, in this process. Dispose of it when the test is over.
 * @throws VirtError SYSTEM_ERROR when there is no room for a socket, and what a document or a plan can be wrong with
 * @example
 * ```ts
 * import { testHost } from '@tsvirt/driver-test/testing';
 *
 * await using host = await testHost({ domains: [{ name: 'web', state: 'paused' }] });
 * await using connection = await host.connect();
 * const domain = await connection.domainLookupByName('web');
 * await domain.resume();
 * console.log(host.calls.of('domainResume').length); // 1
 * ```
 */
export function testHost(options: TestHostOptions = {}): Promise<ServedHost> {
  return ServedHost.start(options);
}

function clockOf({ clock = 'still' }: TestHostOptions): HostClock {
  if (clock === 'running') return new HostClock();
  const start = clock === 'still' ? firstMoment : clock.getTime();
  return new HostClock(start);
}
