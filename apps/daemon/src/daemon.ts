import { DriverRegistry } from '@tsvirt/core/registry';
import {
  adminPrograms,
  type Administration,
  connectionPrograms,
  RpcServer,
  type ServiceOptions,
} from '@tsvirt/core/rpc';
import { deferred, logger, VirtError } from '@tsvirt/util';
import { readHostUuid } from '@tsvirt/util/host';
import { announce } from './announcement.js';
import { daemonVersion, libVersion, packageFolder } from './identity.js';
import { IdleTimeout } from './idle-timeout.js';
import type { Layout } from './layout.js';
import type { DaemonLog } from './log-outputs.js';
import type { Options } from './options.js';
import type { Settings } from './settings.js';
import { type PlannedSocket, removeStaleSocket } from './sockets.js';
import { exitCodes, StartupError } from './startup-error.js';
import { workingUris } from './working-uris.js';

const log = logger('daemon');

/** What a daemon works with, prepared: its folders exist and are its own. */
export interface DaemonParts {
  readonly options: Options;
  readonly layout: Layout;
  readonly settings: Settings;
  readonly log: DaemonLog;
}

/** A daemon at work: its two servers, their sockets, and the drivers behind them. */
export class Daemon {
  readonly registry: DriverRegistry;
  readonly #parts: DaemonParts;
  readonly #main: RpcServer;
  readonly #admin: RpcServer;
  readonly #idle: IdleTimeout;
  readonly #ended = deferred();
  readonly #sockets: string[] = [];
  #mainSocket: string | undefined;

  private constructor(parts: DaemonParts, hostUuid: string | undefined) {
    const { options, layout, settings } = parts;
    this.#parts = parts;
    this.#idle = new IdleTimeout(options.timeoutSeconds, () => this.end('the idle timeout has passed'));
    const onClients = (): void => void (this.#idle.clients = this.#main.clientCount + this.#admin.clientCount);
    this.#main = new RpcServer({ name: 'libvirtd', limits: settings.limits, onClients });
    this.#admin = new RpcServer({ name: 'admin', limits: settings.adminLimits, onClients });
    const { packages, folders, allow, deny } = settings.drivers;
    this.registry = new DriverRegistry({
      places: {
        packages,
        folders: [...options.driverPaths, ...folders],
        beside: [packageFolder],
        working: [process.cwd()],
        ...(allow === undefined ? {} : { allow }),
        deny,
      },
      directories: layout,
      privileged: layout.privileged,
      libVersion,
      hostUuid,
      defaultUri: settings.defaultUri,
    });
  }

  /**
   * Opens the sockets and begins to load drivers; does not wait for them.
   * @throws StartupError when a socket cannot be opened
   */
  static async start(parts: DaemonParts, sockets: readonly PlannedSocket[]): Promise<Daemon> {
    const { hostUuid: configured, hostUuidSource: source } = parts.settings;
    const hostUuid = configured ?? (source === 'machine-id' ? await readHostUuid({ source }) : undefined);
    const daemon = new Daemon(parts, hostUuid);
    daemon.registry.search();
    try {
      for (const socket of sockets) await daemon.#listen(socket);
    } catch (reason) {
      await daemon.#close();
      throw new StartupError(exitCodes.network, VirtError.wrap(reason, 'RPC').message, { cause: reason });
    }
    // Drivers' code not before the sockets listen: clients that come meanwhile wait for the driver that they ask for, and for no other.
    void daemon.registry.load();
    return daemon;
  }

  /** How many clients may come at once, by the configuration. */
  get maxClients(): number {
    return this.#main.limits.maxClients;
  }

  /** Settles when something asked for the end: the admin interface, a signal, the idle timeout. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Asks for the end. @param why for the log */
  end(why: string): void {
    log.info(`stopping: ${why}`);
    this.#ended.resolve();
  }

  /** What to tell the person who started the daemon. Waits for the drivers, but not for long. */
  async announcement(): Promise<string> {
    const patience = AbortSignal.timeout(announcementMs);
    const late = new Promise<void>(resolve => patience.addEventListener('abort', () => resolve(), { once: true }));
    await Promise.race([this.registry.load(), late]);
    // Trying what opens loads the drivers that wait for being asked.
    const examples = await workingUris(this.registry, this.#parts.layout.privileged);
    return announce({
      version: await daemonVersion(),
      sockets: this.#sockets,
      mainSocket: this.#mainSocket,
      drivers: this.registry.report(),
      examples,
    });
  }

  /** Takes up a configuration that was read again: limits, log, and what the drivers make of theirs. */
  async reload(settings: Settings): Promise<void> {
    this.#main.setLimits(settings.limits);
    this.#admin.setLimits(settings.adminLimits);
    await this.#parts.log.configure(settings);
    await this.registry.reload();
  }

  /** Lets the clients go, and stops the drivers. Guests go on. */
  async stop(): Promise<void> {
    await this.#close();
    await this.registry.stop();
  }

  async #close(): Promise<void> {
    this.#idle.stop();
    await Promise.all([this.#main.close(), this.#admin.close()]);
  }

  async #listen({ role, endpoint }: PlannedSocket): Promise<void> {
    await removeStaleSocket(endpoint);
    const server = role === 'admin' ? this.#admin : this.#main;
    const listener = await server.listen(this.#service(role), endpoint);
    // An inherited socket does not tell where it is.
    const where = endpoint.kind === 'fd' ? 'a socket of the service manager' : listener.address;
    this.#sockets.push(`${where}${socketRemarks[role]}`);
    if (endpoint.kind === 'unix' && role === 'main') this.#mainSocket = endpoint.path;
  }

  #service(role: PlannedSocket['role']): ServiceOptions {
    if (role === 'admin') return { name: 'admin', programs: adminPrograms(this.#administration()) };
    const programs = connectionPrograms({ opener: this.registry, libVersion });
    // Without an authenticator, as libvirtd with "none": whoever may open the socket is nobody unknown, so silent clients
    // take no places from others under max_anonymous_clients.
    return { name: serviceNames[role], programs, readOnly: role === 'readOnly' };
  }

  #administration(): Administration {
    return {
      servers: [this.#main, this.#admin],
      libVersion,
      logOutputs: this.#parts.log,
      setIdleTimeout: seconds => {
        this.#idle.seconds = seconds === 0 ? undefined : seconds;
      },
      shutdown: () => this.end('the admin interface asks for it'),
    };
  }
}

/** How long the announcement waits for drivers, in milliseconds. */
const announcementMs = 5_000;

const serviceNames = { main: 'unix', readOnly: 'unix-ro', tcp: 'tcp' } as const;
const socketRemarks = { main: '', readOnly: ' (read-only)', tcp: ' (tcp)', admin: ' (administration)' } as const;
