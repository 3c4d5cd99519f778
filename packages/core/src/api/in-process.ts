import { deferred, type ErrorDomain, errorDomains, onAbort, timerLimit, VirtError, waitFor } from '@tsvirt/util';
import type { EventSubject } from '../client/event-router.js';
import { innerUri } from '../client/target.js';
import { type AccessPolicy, allowAll, processIdentity } from '../contract/index.js';
import type { EventName, EventPayloads } from '../protocol/event-catalogue.js';
import { eventMessage } from '../protocol/event-messages.js';
import { checkAsked, wireArgs, wireRet } from '../protocol/counted.js';
import type { ArgsOf, Procedure, ProcedureTable, Program, RetOf, WireValue } from '../protocol/procedure.js';
import type { DriverCall } from '../in-process/driver-call.js';
import { DriverCaller } from '../in-process/driver-caller.js';
import { listenToDriver } from '../in-process/driver-events.js';
import { type AccessSubject, demand, isVisible } from '../rpc/access-checks.js';
import type { ClientCallOptions, FullReply } from '../rpc/client.js';
import type { ConnectionOpener, OpenedConnection } from '../rpc/connection-opener.js';
import { canPassFds } from '../rpc/fd-passing.js';
import { DriverFeature } from '../rpc/remote/driver-feature.js';
import { wantedMonitorEvents } from '../rpc/remote/monitor-procedures.js';
import { returnWriter, takeWriter } from '../rpc/writer-pool.js';
import type { Link, LinkSink } from './link.js';

/** What serves connections in this process. */
export interface InProcessOptions {
  /** Finds the driver of a URI: a `DriverRegistry`, or an opener of one's own. */
  readonly drivers: ConnectionOpener;
  /** What `getLibVersion` answers, as major * 1,000,000 + minor * 1,000 + release; 0 unless given. */
  readonly libVersion?: number | undefined;
  /** Who may do what; absent: everybody everything. */
  readonly policy?: AccessPolicy | undefined;
}

/** How a connection in this process is opened. */
interface OpenInProcess {
  readonly readOnly: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

/** VIR_CONNECT_RO. */
const readOnlyFlag = 1;

/**
 * Opens a URI on drivers in this process. Calls reach their handlers as values: arguments are held to the limits of the
 * protocol's table as on the wire, and results are cut to what the wire would carry, but no bytes are made of them.
 * @throws VirtError NO_CONNECT when no driver serves the URI
 */
export async function connectInProcess(
  uri: string,
  { drivers, libVersion = 0, policy = allowAll }: InProcessOptions,
  { readOnly, signal, timeoutMs: given }: OpenInProcess,
): Promise<Link> {
  const timeoutMs = timerLimit(given);
  const life = new AbortController();
  const limits = [life.signal, signal, timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs)];
  const until = AbortSignal.any(limits.filter(limit => limit !== undefined));
  const inner = innerUri(uri);
  const request = { readOnly, flags: readOnly ? readOnlyFlag : 0, identity: processIdentity, signal: until };
  const opening = Promise.resolve(drivers.open({ uri: inner, ...request }));
  const opened = await waitFor(opening, { signal: until, domain: 'RPC', what: `opening ${uri}` }).catch(
    (reason: unknown) => {
      // Nobody uses it when it comes after all.
      void opening.then(late => late.close()).catch(() => {});
      throw reason;
    },
  );
  const link = new InProcessLink(opened, { readOnly, policy, libVersion, timeoutMs, life });
  try {
    if (policy !== allowAll) {
      await demand('connect:getattr', undefined, { policy, identity: processIdentity, driver: opened.driverName });
    }
    return link;
  } catch (reason) {
    await link.close();
    throw reason;
  }
}

/** A connection to drivers in this process. */
class InProcessLink implements Link {
  readonly closed: Promise<VirtError | undefined>;
  readonly #opened: OpenedConnection;
  readonly #libVersion: number;
  readonly #timeoutMs: number | undefined;
  readonly #life: AbortController;
  readonly #caller: DriverCaller;
  readonly #over = deferred<undefined>();
  readonly #subject: AccessSubject;
  readonly #sinks = new Set<{ fail(error: VirtError): void }>();

  constructor(
    opened: OpenedConnection,
    options: {
      readonly readOnly: boolean;
      readonly policy: AccessPolicy;
      readonly libVersion: number;
      readonly timeoutMs: number | undefined;
      readonly life: AbortController;
    },
  ) {
    const { readOnly, policy, libVersion, timeoutMs, life } = options;
    this.closed = this.#over.promise;
    this.#opened = opened;
    this.#libVersion = libVersion;
    this.#timeoutMs = timeoutMs;
    this.#life = life;
    this.#subject = { policy, identity: processIdentity, driver: opened.driverName };
    const domain = isErrorDomain(opened.driverName) ? opened.driverName : 'RPC';
    this.#caller = new DriverCaller(opened, { readOnly, policy, signal: life.signal, domain });
  }

  get isConnected(): boolean {
    return !this.#life.signal.aborted;
  }

  async callIn<T extends ProcedureTable, N extends keyof T & string>(
    program: Program<T>,
    name: N,
    args: ArgsOf<T[N]>,
    options: ClientCallOptions = {},
  ): Promise<FullReply<RetOf<T[N]>>> {
    const procedure = program.procedureNamed(name);
    const values = wireArgs(procedure, args);
    held(procedure, values);
    const limits =
      options.timeoutMs === undefined && this.#timeoutMs !== undefined
        ? { ...options, timeoutMs: this.#timeoutMs }
        : options;
    const { ret, fds, stream } = await this.#caller.call(program.id, procedure, values, limits, this.#own);
    // Handlers are typed by the table from which RetOf is computed.
    return { ret: plainRet(procedure, ret, values) as RetOf<T[N]>, fds, stream };
  }

  async listen<N extends EventName>(
    name: N,
    subject: EventSubject,
    sink: LinkSink<N>,
    signal?: AbortSignal,
  ): Promise<() => Promise<void>> {
    if (this.#life.signal.aborted) throw closedHere();
    const end = await this.#listen(name, subject, payload => sink.push(payload), signal);
    this.#sinks.add(sink);
    return () => {
      if (this.#sinks.delete(sink)) end();
      return Promise.resolve();
    };
  }

  async close(): Promise<void> {
    if (this.#life.signal.aborted) return;
    this.#life.abort(closedHere());
    for (const sink of this.#sinks) sink.fail(closedHere());
    this.#sinks.clear();
    await this.#caller.end();
    await this.#opened.close();
    this.#over.resolve(undefined);
  }

  async #listen<N extends EventName>(
    name: N,
    subject: EventSubject,
    take: (payload: EventPayloads[N]) => void,
    signal: AbortSignal | undefined,
  ): Promise<() => void> {
    let isOver = false;
    // In a turn of its own, as from a daemon: a listener that calls back finds its driver at rest.
    const later = (payload: EventPayloads[N]): void =>
      queueMicrotask(() => {
        if (!isOver) take(payload);
      });
    const stop = await this.#source(name, subject, later, signal);
    const end = (): void => {
      isOver = true;
      stop();
    };
    const forget = onAbort(this.#life.signal, end);
    return () => {
      forget();
      end();
    };
  }

  #source<N extends EventName>(
    name: N,
    subject: EventSubject,
    take: (payload: EventPayloads[N]) => void,
    signal: AbortSignal | undefined,
  ): Promise<() => void> {
    const until = signal === undefined ? this.#life.signal : AbortSignal.any([this.#life.signal, signal]);
    if (!isDriverEvent(name)) {
      // The one event without a hub: its payload is the reason alone.
      const tell = (reason: number): void => take({ reason } as EventPayloads[N]);
      return Promise.resolve(this.#opened.onLost?.(tell) ?? (() => {}));
    }
    const { dom, net, pool, dev, secret, monitor } = subject;
    const object = (dom ?? net ?? pool ?? secret)?.uuid ?? dev?.name;
    const wanted = name === 'monitor' ? wantedMonitorEvents(monitor?.event ?? null, monitor?.flags ?? 0) : () => true;
    return listenToDriver(
      this.#opened,
      name,
      object,
      occurrence => {
        if (!wanted(occurrence)) return;
        // The hub gives occurrences of the name that was asked for.
        const payload = occurrence.payload as EventPayloads[N];
        const filter = this.#subject.policy === allowAll ? undefined : eventMessage(name, 'callback')?.spec.aclFilter;
        if (filter === undefined) return take(payload);
        isVisible(filter, payload, this.#subject).then(
          visible => {
            if (visible) take(payload);
          },
          // A policy that fails shows nothing.
          () => {},
        );
      },
      until,
    );
  }

  /** What the daemon answers in front of its drivers. */
  readonly #own = (procedure: Procedure, args: WireValue, call: DriverCall): unknown => {
    const { handlers, uri, driverName } = this.#opened;
    switch (procedure.name) {
      case 'connectGetURI':
        return handlers.connectGetURI === undefined ? { uri } : undefined;
      case 'connectGetType':
        return handlers.connectGetType === undefined ? { type: driverName } : undefined;
      case 'connectGetLibVersion':
        return handlers.connectGetLibVersion === undefined ? { libVer: BigInt(this.#libVersion) } : undefined;
      case 'connectSupportsFeature':
        return this.#feature(Number(args['feature']), call);
      default:
        return undefined;
    }
  };

  #feature(feature: number, call: DriverCall): unknown {
    switch (feature) {
      case DriverFeature.fdPassing:
        return { supported: canPassFds() ? 1 : 0 };
      case DriverFeature.programKeepalive:
      case DriverFeature.remoteEventCallback:
      case DriverFeature.remoteCloseCallback:
        return { supported: 1 };
      default:
        return this.#opened.handlers.connectSupportsFeature?.({ feature }, call) ?? { supported: 0 };
    }
  }
}

/** @throws VirtError for arguments that the procedure's table does not allow: the ones that the wire would not carry */
function held(procedure: Procedure, args: WireValue): void {
  const writer = takeWriter();
  try {
    procedure.encodeArgs(writer, args);
  } catch (reason) {
    throw VirtError.wrap(reason, 'RPC');
  } finally {
    returnWriter(writer);
  }
  checkAsked(procedure, args);
}

/** A handler's result as a caller of the wire gets it: cut to what was asked for, without the count. */
function plainRet(procedure: Procedure, ret: WireValue | undefined, args: WireValue): WireValue | undefined {
  const { counted, stringsOnRequest } = procedure.spec;
  if (procedure.spec.ret === undefined) return undefined;
  if (counted === undefined && stringsOnRequest === undefined) return ret;
  const shown = wireRet(procedure, ret, args);
  if (counted === undefined || counted.rule === 'limit') return shown;
  const { [counted.count]: _, ...plain } = shown;
  return plain;
}

function isDriverEvent(name: EventName): name is Exclude<EventName, 'connectionClosed'> {
  return name !== 'connectionClosed';
}

function isErrorDomain(name: string): name is ErrorDomain {
  return Object.hasOwn(errorDomains, name);
}

function closedHere(): VirtError {
  return new VirtError('RPC', 'RPC', 'the connection was closed');
}
