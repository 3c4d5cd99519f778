import type { Duplex } from 'node:stream';
import { logger, VirtError } from '@tsvirt/util';
import { authenticationLimitMs, defaultServerLimits, type ServerLimits } from './limits.js';
import { type Endpoint, type Listener, openListener } from './listener.js';
import { Service, type ServiceOptions } from './service.js';
import { Session, type SessionHost } from './session.js';

const log = logger('rpc.server');

/** `min_workers`, `max_workers` and `prio_workers` of libvirtd.conf: kept and reported, since nothing here waits for a worker. */
export interface WorkerNumbers {
  readonly min: number;
  readonly max: number;
  readonly priority: number;
}

/** What makes a server. */
export interface RpcServerOptions {
  /** As the admin interface lists it: `libvirtd`, `admin`. */
  readonly name: string;
  /** What is not given is libvirtd's default. */
  readonly limits?: Partial<ServerLimits> | undefined;
  /** Worker numbers to report at first; libvirtd's defaults where absent. */
  readonly workers?: Partial<WorkerNumbers> | undefined;
  /** Called whenever the number of clients changes. */
  readonly onClients?: ((count: number) => void) | undefined;
}

/**
 * One of the daemon's servers: sockets, the clients that came in through them, and the limits that they share. The
 * daemon has one for connections and one for its administration.
 */
export class RpcServer implements SessionHost, AsyncDisposable {
  /** What administration calls it: `libvirtd`. */
  readonly name: string;
  /** What administration shows as its worker threads. */
  workers: WorkerNumbers;
  readonly #limits: ServerLimits;
  readonly #onClients: (count: number) => void;
  readonly #listeners = new Set<Listener>();
  readonly #sessions = new Map<bigint, Session>();
  readonly #anonymous = new Map<Session, NodeJS.Timeout>();
  #queued: { service: Service; stream: Duplex }[] = [];
  #nextId = 1n;
  #closed = false;
  #idle: (() => void) | undefined;

  constructor(options: RpcServerOptions) {
    this.name = options.name;
    this.#limits = { ...defaultServerLimits, ...options.limits };
    this.workers = { min: 5, max: 20, priority: 5, ...options.workers };
    this.#onClients = options.onClients ?? (() => {});
  }

  /** Opens a socket for a service. @throws VirtError SYSTEM_ERROR when the socket cannot be opened */
  async listen(options: ServiceOptions, endpoint: Endpoint): Promise<Listener> {
    const service = new Service(options);
    const listener = await openListener(endpoint, stream => this.#arrived(service, stream));
    this.#listeners.add(listener);
    return listener;
  }

  /** Serves one connection that is there already: a socket pair's end, a stream in this process. */
  serve(options: ServiceOptions, stream: Duplex): void {
    this.#arrived(new Service(options), stream);
  }

  /** How many clients and calls it takes; administration may change them while it runs. */
  get limits(): Readonly<ServerLimits> {
    return this.#limits;
  }

  /** Changes limits; they hold at once. Clients over a lowered limit stay. */
  setLimits(change: Partial<ServerLimits>): void {
    Object.assign(this.#limits, change);
    this.#admitQueued();
  }

  /** Clients, in the order in which they came. */
  get clients(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  /** The client of that number; undefined when there is none. */
  client(id: bigint): Session | undefined {
    return this.#sessions.get(id);
  }

  /** Clients that are connected. */
  get clientCount(): number {
    return this.#sessions.size;
  }

  /** Clients that have not proven yet who they are. */
  get anonymousCount(): number {
    return this.#anonymous.size;
  }

  /** Calls at work, over all clients. */
  get callsAtWork(): number {
    let calls = 0;
    for (const session of this.#sessions.values()) calls += session.callsAtWork;
    return calls;
  }

  /** Calls of one client that may be at work at once. */
  get maxClientRequests(): number {
    return this.#limits.maxClientRequests;
  }

  /** Silence of a client before it is asked whether it is there. */
  get keepaliveIntervalMs(): number {
    return this.#limits.keepaliveInterval * 1000;
  }

  /** Questions without an answer after which a client counts as gone. */
  get keepaliveCount(): number {
    return this.#limits.keepaliveCount;
  }

  /** A client has proven who it is: the place among the anonymous ones is free. */
  authenticated(session: Session): void {
    clearTimeout(this.#anonymous.get(session));
    this.#anonymous.delete(session);
    this.#admitQueued();
  }

  /** A client is gone: its place is free. */
  closed(session: Session): void {
    clearTimeout(this.#anonymous.get(session));
    this.#anonymous.delete(session);
    this.#sessions.delete(session.id);
    this.#onClients(this.#sessions.size);
    if (this.#sessions.size === 0) this.#idle?.();
    this.#admitQueued();
  }

  /** Closes the sockets, disconnects all clients, and resolves when they are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#listeners].map(listener => listener.close()));
    for (const { stream } of this.#queued) stream.destroy();
    this.#queued = [];
    if (this.#sessions.size === 0) return;
    const idle = new Promise<void>(resolve => {
      this.#idle = resolve;
    });
    for (const session of this.clients) session.close();
    await idle;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #arrived(service: Service, stream: Duplex): void {
    // Until a session takes over, a peer that goes away must not bring the process down.
    stream.on('error', () => stream.destroy());
    if (this.#closed) stream.destroy();
    else if (this.#hasRoom(service) && this.#queued.length === 0) this.#admit(service, stream);
    else if (this.#queued.length < this.#limits.maxQueuedClients) this.#queued.push({ service, stream });
    else {
      log.warn(`${this.name}: a client is turned away, ${this.#queued.length} wait already`);
      stream.destroy();
    }
  }

  #hasRoom(service: Service): boolean {
    const { maxClients, maxAnonymousClients } = this.#limits;
    if (this.#sessions.size >= maxClients) return false;
    return (
      service.authenticator === undefined || maxAnonymousClients === 0 || this.#anonymous.size < maxAnonymousClients
    );
  }

  #admitQueued(): void {
    let next = this.#queued[0];
    while (!this.#closed && next !== undefined && this.#hasRoom(next.service)) {
      this.#queued.shift();
      if (!next.stream.destroyed) this.#admit(next.service, next.stream);
      next = this.#queued[0];
    }
  }

  #admit(service: Service, stream: Duplex): void {
    const session = new Session(this.#nextId++, service, this);
    this.#sessions.set(session.id, session);
    if (!session.isAuthenticated) this.#anonymous.set(session, this.#authenticationLimit(session));
    session.start(stream);
    this.#onClients(this.#sessions.size);
  }

  #authenticationLimit(session: Session): NodeJS.Timeout {
    const late = () => session.close(new VirtError('AUTH_FAILED', 'RPC', 'the client did not authenticate in time'));
    return setTimeout(late, authenticationLimitMs).unref();
  }
}
