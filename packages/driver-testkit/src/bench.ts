import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Duplex, duplexPair } from 'node:stream';
import { connect, type Connection, open, type RpcConnection } from '@tsvirt/core';
import {
  declined,
  type Directories,
  type DriverConnection,
  type DriverContext,
  type DriverDefinition,
  type RunningDriver,
} from '@tsvirt/core/contract';
import {
  type ConnectionRequest,
  connectionPrograms,
  noAuthentication,
  type OpenedConnection,
  RpcServer,
} from '@tsvirt/core/rpc';
import { logger, VirtError, VirUri } from '@tsvirt/util';
import type { ContractOptions } from './options.js';

const libVersion = 9_000_000;

/**
 * One driver at work in folders of its own, behind the real server and reached by the real client: only the socket
 * between the two is missing.
 */
export class Bench implements AsyncDisposable {
  /** The driver's declaration. */
  readonly definition: DriverDefinition;
  /** The URI that rules open. */
  readonly uri: string;
  /** What the driver's author said about it. */
  readonly options: ContractOptions;
  /** The folder with all that the driver keeps; removed at the end. */
  readonly folder: string;
  readonly #directories: Directories;
  #life: Life;

  private constructor(definition: DriverDefinition, uri: string, options: ContractOptions, folder: string, life: Life) {
    this.definition = definition;
    this.uri = uri;
    this.options = options;
    this.folder = folder;
    this.#directories = directoriesIn(folder);
    this.#life = life;
  }

  /** Starts a driver and opens a URI on it. @throws what the driver says against it */
  static async start(definition: DriverDefinition, uri: string, options: ContractOptions = {}): Promise<Bench> {
    const folder = await mkdtemp(join(tmpdir(), 'tsvirt-contract-'));
    try {
      const directories = directoriesIn(folder);
      await Promise.all(Object.values(directories).map(path => mkdir(path)));
      return new Bench(definition, uri, options, folder, await Life.begin(definition, uri, options, directories));
    } catch (reason) {
      await rm(folder, { recursive: true, force: true });
      throw reason;
    }
  }

  /** The connection that lasts as long as the driver. */
  get connection(): RpcConnection {
    return this.#life.connection;
  }

  /** The driver's own side of that connection. */
  get opened(): DriverConnection {
    return this.#life.opened;
  }

  /** The driver at work. */
  get driver(): RunningDriver {
    return this.#life.driver;
  }

  /** When a call has failed for want of an answer. */
  get limitMs(): number {
    return limitOf(this.options);
  }

  /** Why the driver says that this host cannot run it; undefined when it can. */
  unavailable(): Promise<string | undefined> {
    return unavailableHere(this.definition, this.options);
  }

  /** Opens one more connection. */
  connect(options: { readonly readOnly?: boolean; readonly uri?: string } = {}): Promise<RpcConnection> {
    return this.#life.connect(options.uri ?? this.uri, options.readOnly ?? false);
  }

  /** Opens one more connection, with the objects of the API. */
  open(): Promise<Connection> {
    return this.#life.open(this.uri);
  }

  /** Starts the driver once more, in folders of its own. */
  another(): Promise<Bench> {
    return Bench.start(this.definition, this.uri, this.options);
  }

  /**
   * Stops the driver and starts it again on the same folders, as an upgrade of the daemon does; with `booted` as after
   * a boot of the host, when live state is gone and no guest may run.
   */
  async restart({ booted = false }: { readonly booted?: boolean } = {}): Promise<void> {
    await this.#life.end();
    if (booted) {
      await rm(this.#directories.run, { recursive: true, force: true });
      await mkdir(this.#directories.run);
    }
    this.#life = await Life.begin(this.definition, this.uri, this.options, this.#directories);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#life.end();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** From one start of the driver to its stop. */
class Life {
  readonly driver: RunningDriver;
  readonly #server = new RpcServer({ name: 'contract', limits: { maxClientRequests: 100 } });
  readonly #limitMs: number;
  readonly #name: string;
  readonly #stopping: AbortController;
  #first: { readonly connection: RpcConnection; readonly opened: DriverConnection } | undefined;
  #lastOpened: DriverConnection | undefined;

  private constructor(name: string, driver: RunningDriver, limitMs: number, stopping: AbortController) {
    this.#name = name;
    this.driver = driver;
    this.#limitMs = limitMs;
    this.#stopping = stopping;
  }

  static async begin(
    definition: DriverDefinition,
    uri: string,
    options: ContractOptions,
    directories: Directories,
  ): Promise<Life> {
    const stopping = new AbortController();
    const driver = await definition.start(contextOf(definition, directories, options, stopping.signal));
    const life = new Life(definition.name, driver, limitOf(options), stopping);
    try {
      const connection = await life.connect(uri, false);
      if (life.#lastOpened === undefined) throw new Error(`${uri} was opened without the driver`);
      life.#first = { connection, opened: life.#lastOpened };
      return life;
    } catch (reason) {
      await life.end();
      throw reason;
    }
  }

  get connection(): RpcConnection {
    return this.#opening.connection;
  }

  get opened(): DriverConnection {
    return this.#opening.opened;
  }

  get #opening(): { readonly connection: RpcConnection; readonly opened: DriverConnection } {
    if (this.#first === undefined) throw new Error('the driver was asked before it was open');
    return this.#first;
  }

  connect(uri: string, readOnly: boolean): Promise<RpcConnection> {
    return connect(carried(uri), { ...this.#limits, stream: this.#dial(), readOnly });
  }

  open(uri: string): Promise<Connection> {
    return open(carried(uri), { ...this.#limits, transports: { unix: async () => ({ stream: this.#dial() }) } });
  }

  get #limits(): { readonly timeoutMs: number; readonly keepaliveIntervalMs: number } {
    return { timeoutMs: this.#limitMs, keepaliveIntervalMs: 0 };
  }

  /** A client's end of a way to the server. */
  #dial(): Duplex {
    const [ours, theirs] = duplexPair();
    const programs = connectionPrograms({ opener: { open: request => this.#open(request) }, libVersion });
    this.#server.serve({ name: 'contract', programs, authenticator: noAuthentication }, theirs);
    return ours;
  }

  async end(): Promise<void> {
    await this.#first?.connection.close();
    await this.#server.close();
    this.#stopping.abort(new VirtError('OPERATION_ABORTED', 'NONE', 'the driver is stopped'));
    await this.driver.stop?.();
  }

  async #open({ uri, readOnly, identity, signal }: ConnectionRequest): Promise<OpenedConnection> {
    const text = uri ?? '';
    const opened = await this.driver.open({ uri: VirUri.parse(text), readOnly, identity, signal });
    if (opened === declined) throw new VirtError('NO_CONNECT', 'NONE', text);
    this.#lastOpened = opened;
    return {
      uri: opened.uri ?? text,
      driverName: this.#name,
      handlers: opened.handlers,
      hubFor: () => opened.events,
      close: () => opened.close?.(),
    };
  }
}

/** The whole URI travels as it is, whatever transport a client would read out of it. */
function carried(uri: string): string {
  return `contract+unix:///?name=${encodeURIComponent(uri)}`;
}

function limitOf({ limitMs = 20_000 }: ContractOptions): number {
  return limitMs;
}

function directoriesIn(folder: string): Directories {
  const of = (name: string): string => join(folder, name);
  return { etc: of('etc'), run: of('run'), lib: of('lib'), cache: of('cache'), log: of('log') };
}

/** Why this host cannot run a driver, in the driver's words; undefined when it can. A probe only looks: its folders don't exist. */
export async function unavailableHere(
  definition: DriverDefinition,
  options: ContractOptions,
): Promise<string | undefined> {
  const context = contextOf(definition, directoriesIn('/nonexistent'), options, new AbortController().signal);
  const verdict = await definition.probe?.(context);
  return verdict === undefined || verdict === true ? undefined : verdict;
}

/** What the daemon would tell the driver. There are no siblings: a driver must say so in its own errors, or do without. */
function contextOf(
  definition: DriverDefinition,
  directories: Directories,
  { privileged = false }: ContractOptions,
  signal: AbortSignal,
): DriverContext {
  return {
    directories,
    log: logger(definition.name.toLowerCase()),
    privileged,
    libVersion,
    hostUuid: undefined,
    signal,
    openConnection: uri => Promise.reject(new VirtError('NO_CONNECT', 'NONE', uri)),
  };
}
