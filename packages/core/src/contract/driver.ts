import type { Logger, VirUri } from '@tsvirt/util';
import type { Client, DriverHandlers } from './handlers.js';
import type { EventHub } from './event-hub.js';
import type { Identity } from './identity.js';
import type { EventName, EventPayloads, RemoteProcedures } from '../protocol/index.js';

/** The contract's version. It rises when a driver must change; manifests and definitions name the one they were made for. */
export const CONTRACT = 1;

/** Object kinds that a secondary driver serves for every hypervisor that does not serve them itself. */
export const secondaryKinds = ['network', 'interface', 'storage', 'nodedev', 'secret', 'nwfilter'] as const;
/** One of {@link secondaryKinds}. */
export type SecondaryKind = (typeof secondaryKinds)[number];
/** Whether a driver serves domains, or one of the other kinds of objects for all hypervisors. */
export type DriverKind = 'hypervisor' | SecondaryKind;

/** Where a driver keeps its files: the daemon's folders, which exist; a driver makes its own folder (`qemu`) in each. */
export interface Directories {
  /** Configuration and definitions: libvirt's /etc/libvirt. */
  readonly etc: string;
  /** Live state, gone after a reboot of the host: libvirt's /run/libvirt. */
  readonly run: string;
  /** State that lasts: libvirt's /var/lib/libvirt. */
  readonly lib: string;
  readonly cache: string;
  readonly log: string;
}

/** A connection that one driver opens to another, through the public procedures. Closing is the opener's duty. */
export interface SiblingConnection extends AsyncDisposable {
  readonly uri: string;
  readonly call: Client<RemoteProcedures>;
  /**
   * Calls `listener` with each event of a name, of one object (its uuid; a node device's name) or of all, until the
   * returned function is called or the connection is closed. Waits for a driver that still loads, and for a remote one.
   * @throws VirtError NO_SUPPORT when there are no such events
   */
  listen<N extends Exclude<EventName, 'connectionClosed'>>(
    name: N,
    object: string | undefined,
    listener: (payload: EventPayloads[N]) => void,
    signal?: AbortSignal,
  ): Promise<() => void>;
}

/** What the daemon gives a driver for its life. */
export interface DriverContext {
  readonly directories: Directories;
  readonly log: Logger;
  /** True for the system daemon, false for a user's session daemon: decides which URI paths are its own. */
  readonly privileged: boolean;
  /** The version that connectGetLibVersion reports: major * 1,000,000 + minor * 1,000 + release. */
  readonly libVersion: number;
  /** UUID of the host as the configuration sets it; absent: the driver reads the machine's. */
  readonly hostUuid: string | undefined;
  /** Aborted when the daemon stops. */
  readonly signal: AbortSignal;
  /** Opens a connection to a sibling driver inside this daemon (`network:///system`). @throws NO_CONNECT when none serves the URI */
  openConnection(
    uri: string,
    options?: { readonly readOnly?: boolean | undefined; readonly signal?: AbortSignal | undefined },
  ): Promise<SiblingConnection>;
}

/** A client's wish to open a URI. */
export interface OpenRequest {
  /** The parsed URI; undefined when the client named none (the driver may offer itself as the default). */
  readonly uri: VirUri;
  readonly readOnly: boolean;
  readonly identity: Identity;
  readonly signal: AbortSignal;
}

/** What a driver answers to a URI that is somebody else's. Registered, so that two copies of this package agree on it. */
export const declined: unique symbol = Symbol.for('tsvirt.declined');

/** One open connection of a client, as the driver sees it. */
export interface DriverConnection {
  readonly handlers: DriverHandlers;
  /** Where this driver's events come out; absent when it has none. */
  readonly events?: EventHub;
  /** The URI to report; without it the one that was opened. */
  readonly uri?: string;
  /**
   * Calls back when the driver loses what is behind the connection; absent: it never does.
   * @param listener takes a `ConnectCloseReason`
   * @returns the function that ends it
   */
  onLost?(listener: (reason: number) => void): () => void;
  /** The client is gone: let go of what it held. What its calls tied to `call.connection` is done by then. */
  close?(): void | Promise<void>;
}

/** A driver at work in one daemon. */
export interface RunningDriver {
  /** Answers `declined` for a URI that another driver should try; throws VirtError when it is ours and wrong. */
  open(request: OpenRequest): DriverConnection | typeof declined | Promise<DriverConnection | typeof declined>;
  /** The daemon was asked to read its configuration again. */
  reload?(): Promise<void>;
  /** The daemon stops. Guests go on. */
  stop?(): Promise<void>;
}

/** What a driver package exports by default. */
export interface DriverDefinition {
  /** The name that connectGetType reports and logs use: `QEMU`, `TEST`. */
  readonly name: string;
  readonly kind: DriverKind;
  readonly contract: number;
  /**
   * URI schemes that it opens. `*` stands for what no driver of this host opens: URIs whose scheme nobody claims, with a
   * transport (`qemu+ssh`) or without, and those that their own driver declines because they name another host.
   */
  readonly schemes: readonly string[];
  /** The URI that this driver offers to clients that name none, when its host can run it; absent: none. */
  readonly defaultUri?: (context: DriverContext) => string | undefined;
  /** Whether this host can run it, cheaply: true, or the reason why not in one sentence. */
  probe?(context: DriverContext): Promise<true | string>;
  /** Takes up the driver's state (running guests, definitions) and returns it at work. */
  start(context: DriverContext): Promise<RunningDriver>;
}

/**
 * Declares a driver. The value is the definition, checked by its type; registration is the daemon's.
 * @example
 * ```ts
 * import { CONTRACT, declined, defineDriver } from '@tsvirt/core/contract';
 *
 * const driver = defineDriver({
 *   name: 'Empty',
 *   kind: 'hypervisor',
 *   contract: CONTRACT,
 *   schemes: ['empty'],
 *   async start() {
 *     return {
 *       open: ({ uri }) => (uri.path === '/default' ? { handlers: { connectNumOfDomains: () => ({ num: 0 }) } } : declined),
 *     };
 *   },
 * });
 * console.log(driver.name); // Empty
 * ```
 */
export function defineDriver<const D extends DriverDefinition>(definition: D): D {
  return definition;
}
