import { deferred, logger, VirtError, VirUri, waitFor, type WaitLimits } from '@tsvirt/util';
import {
  type AccessPolicy,
  allowAll,
  declined,
  type Directories,
  type DriverConnection,
  type DriverContext,
  type DriverDefinition,
  type OpenRequest,
  processIdentity,
  type SecondaryKind,
  type SiblingConnection,
} from '../contract/index.js';
import type { ConnectionOpener, ConnectionRequest, OpenedConnection } from '../rpc/connection-opener.js';
import { claim } from './claims.js';
import { discover, type DriverPlaces } from './discovery.js';
import { causeOf, type DriverSlot, type LoadedDriver, type LoadLimits, refusalLine } from './driver-slot.js';
import { anyScheme, type DriverManifest, type ManifestFault } from './manifest.js';
import { CompositeConnection, missingKinds } from './opened-connection.js';
import { type DriverReport, reportOfExcluded, reportOfFault, reportOfSlot } from './report.js';
import { SecondaryLink } from './secondary-link.js';
import { siblingConnection } from './sibling.js';

const log = logger('registry');

/** What a registry needs to know about the daemon (or program) that it works in. */
export interface RegistryOptions {
  readonly places: DriverPlaces;
  readonly directories: Directories;
  /** True for the system daemon, false for a user's. */
  readonly privileged: boolean;
  /** What connectGetLibVersion reports: major * 1,000,000 + minor * 1,000 + release. */
  readonly libVersion: number;
  readonly hostUuid?: string | undefined;
  /** For connections that drivers open to each other; without it everything is allowed. */
  readonly policy?: AccessPolicy | undefined;
  /** The URI for clients that name none; without it the drivers are asked, in the order in which they were found. */
  readonly defaultUri?: string | undefined;
  readonly limits?: Partial<LoadLimits> | undefined;
}

const defaultLimits: LoadLimits = { importMs: 20_000, probeMs: 10_000 };

/** What a driver may take before the next one begins beside it, in milliseconds. */
const headStartMs = 500;
/** How long drivers get to stop, in milliseconds. */
const stopLimitMs = 10_000;

/** Finds the installed driver packages, loads them, and opens the connections of clients on them. */
export class DriverRegistry implements ConnectionOpener {
  readonly #options: RegistryOptions;
  readonly #stopping = new AbortController();
  /** Settled once every package is known and on its way: from then on a scheme that nobody claims is nobody's. */
  readonly #found = deferred();
  #slots: readonly DriverSlot[] = [];
  #faults: readonly ManifestFault[] = [];
  #excluded: readonly DriverManifest[] = [];
  #search: Promise<void> | undefined;

  constructor(options: RegistryOptions) {
    this.#options = options;
  }

  /** Begins to read the manifests of what is installed, and loads none of its code. `load` goes on from there. */
  search(): void {
    this.#search ??= this.#find();
  }

  /**
   * Looks for drivers and loads them, one that a client waits for first. Connections may be opened at once: each waits
   * for the search and for the driver that claims its scheme, and for no other.
   * Drivers that are loaded on demand wait until they are asked for.
   * @returns when every other driver is at work or refused; no driver's failure makes it reject
   */
  async load(): Promise<readonly DriverReport[]> {
    this.search();
    await this.#search;
    this.#found.resolve();
    await this.#loadFound();
    await Promise.all(this.#slots.filter(({ isBegun }) => isBegun).map(({ settled }) => settled));
    return this.report();
  }

  /** What became of each package that says it is a driver, in the order in which claims count. */
  report(): readonly DriverReport[] {
    return [
      ...this.#slots.map(reportOfSlot),
      ...this.#faults.map(reportOfFault),
      ...this.#excluded.map(reportOfExcluded),
    ];
  }

  /**
   * Opens a URI on the driver that claims its scheme, as soon as that one is loaded; without a URI, the registry's
   * default or else the first that a loaded driver offers.
   * @throws VirtError NO_CONNECT when no driver takes the URI, OPERATION_ABORTED when the request's signal says so,
   * or what the driver says
   */
  async open(request: ConnectionRequest): Promise<OpenedConnection> {
    await waitFor(this.#found.promise, within(request.signal));
    const text = request.uri === null || request.uri === '' ? await this.#defaultUri(request.signal) : request.uri;
    const uri = VirUri.parse(text);
    const noDriver = (detail: string): VirtError => new VirtError('NO_CONNECT', 'NONE', detail);
    if (uri.scheme === undefined) throw noDriver(`URI '${text}' does not include a driver name`);
    let refused: string | undefined;
    for (const slot of this.#candidates(uri)) {
      const loaded = await waitFor(this.#load(slot), within(request.signal));
      if (loaded === undefined) {
        const refusal = slot.refusal ?? { step: 'start', cause: 'the daemon is stopping' };
        refused ??= refusalLine(slot.manifest.package, refusal);
        continue;
      }
      const { readOnly, identity, signal } = request;
      const main = await loaded.driver.open({ uri, readOnly, identity, signal });
      if (main === declined) continue;
      const links =
        loaded.definition.kind === 'hypervisor' ? this.#completing(main, { readOnly, identity, signal }) : [];
      return new CompositeConnection(text, loaded.definition.name, main, links);
    }
    throw noDriver(refused === undefined ? text : `${text}: ${refused}`);
  }

  /** Who may open a URI: the driver that claims its scheme, then the one that takes what is left. */
  #candidates(uri: VirUri): DriverSlot[] {
    const claims = (scheme: string) => this.#slots.filter(({ schemes }) => schemes.includes(scheme)).slice(0, 1);
    return [...claims(uri.scheme ?? ''), ...claims(anyScheme)];
  }

  /** Looks for newly installed packages, and has each driver read its configuration again. Failures are logged. */
  async reload(): Promise<void> {
    await this.#find();
    await this.#loadFound();
    await Promise.all(
      this.#slots.map(async ({ loaded, manifest }) => {
        try {
          await loaded?.driver.reload?.();
        } catch (reason) {
          log.error(`reload of ${manifest.package} failed: ${causeOf(reason)}`);
        }
      }),
    );
  }

  /** Stops the drivers; guests go on. Each failure is one logged line, and a driver that hangs is left behind. */
  async stop(): Promise<void> {
    this.#stopping.abort(new VirtError('OPERATION_ABORTED', 'NONE', 'the daemon is stopping'));
    this.#found.resolve();
    for (const slot of this.#slots) slot.giveUp();
    const stops = this.#slots.map(async ({ loaded, manifest }) => {
      try {
        await loaded?.driver.stop?.();
      } catch (reason) {
        log.error(`stopping ${manifest.package} failed: ${causeOf(reason)}`);
      }
    });
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<'late'>(resolve => {
      timer = setTimeout(() => resolve('late'), stopLimitMs);
    });
    if ((await Promise.race([Promise.all(stops), limit])) === 'late') {
      log.error(`some drivers did not stop within ${stopLimitMs / 1000} seconds`);
    }
    clearTimeout(timer);
  }

  async #find(): Promise<void> {
    try {
      const { manifests, faults, excluded } = await discover(this.#options.places);
      if (this.#stopping.signal.aborted) return;
      const known = new Set(this.#slots.map(slot => slot.manifest.package));
      const told = new Set(this.#faults.map(({ folder, cause }) => `${folder}: ${cause}`));
      for (const { package: name, folder, cause } of faults) {
        if (!told.has(`${folder}: ${cause}`)) log.error(refusalLine(name, { step: 'manifest', cause }));
      }
      const added = claim(
        manifests.filter(manifest => !known.has(manifest.package)),
        this.#slots,
      );
      this.#slots = [...this.#slots, ...added];
      this.#faults = faults;
      this.#excluded = excluded;
    } catch (reason) {
      log.error(`looking for driver packages failed: ${causeOf(reason)}`);
    }
  }

  /** Begins with each driver when the one before it is at work, or has had a while: reading two at once makes both late. */
  async #loadFound(): Promise<void> {
    for (const slot of this.#slots) {
      if (this.#stopping.signal.aborted) return;
      if (slot.refusal === undefined && !slot.manifest.onDemand) await headStart(this.#load(slot));
    }
  }

  #load(slot: DriverSlot): Promise<LoadedDriver | undefined> {
    return slot.load(definition => this.#contextFor(definition), this.#limits);
  }

  get #limits(): LoadLimits {
    return { ...defaultLimits, ...this.#options.limits };
  }

  #contextFor(definition: DriverDefinition): DriverContext {
    const { directories, privileged, libVersion, hostUuid } = this.#options;
    return {
      directories,
      privileged,
      libVersion,
      hostUuid,
      log: logger(definition.name.toLowerCase()),
      signal: this.#stopping.signal,
      openConnection: (uri, options) => this.#openSibling(uri, options),
    };
  }

  async #openSibling(
    uri: string,
    options: { readonly readOnly?: boolean | undefined; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<SiblingConnection> {
    const signals = [this.#stopping.signal, ...(options.signal === undefined ? [] : [options.signal])];
    const signal = AbortSignal.any(signals);
    const readOnly = options.readOnly ?? false;
    const opened = await this.open({ uri, readOnly, flags: readOnly ? 1 : 0, identity: processIdentity, signal });
    return siblingConnection(opened, {
      readOnly,
      policy: this.#options.policy ?? allowAll,
      signal: this.#stopping.signal,
    });
  }

  /** Links to the secondary drivers for what the hypervisor does not serve. */
  #completing(main: DriverConnection, request: Omit<OpenRequest, 'uri'>): SecondaryLink[] {
    const links: SecondaryLink[] = [];
    for (const kind of missingKinds(main.handlers)) {
      const slot = this.#slots.find(candidate => candidate.manifest.kind === kind && candidate.schemes.length > 0);
      if (slot === undefined || slot.refusal !== undefined) continue;
      const opening =
        slot.loaded === undefined
          ? this.#load(slot).then(loaded =>
              loaded === undefined ? undefined : this.#openSecondary(kind, slot, loaded, request),
            )
          : this.#openSecondary(kind, slot, slot.loaded, request);
      if (opening !== undefined) links.push(new SecondaryLink(kind, opening));
    }
    return links;
  }

  /** A secondary driver's connection; undefined, and a logged line, when it won't give one: the hypervisor goes on without. */
  #openSecondary(
    kind: SecondaryKind,
    slot: DriverSlot,
    { driver }: LoadedDriver,
    request: Omit<OpenRequest, 'uri'>,
  ): DriverConnection | undefined | Promise<DriverConnection | undefined> {
    const text = `${slot.schemes[0] ?? kind}:///${this.#options.privileged ? 'system' : 'session'}`;
    const failed = (reason: unknown): undefined => {
      log.error(`${slot.manifest.package} does not open ${text}: ${causeOf(reason)}`);
      return undefined;
    };
    const taken = (connection: DriverConnection | typeof declined): DriverConnection | undefined =>
      connection === declined ? failed('it declined its own URI') : connection;
    try {
      const opening = driver.open({ ...request, uri: VirUri.parse(text) });
      return opening instanceof Promise ? opening.then(taken, failed) : taken(opening);
    } catch (reason) {
      return failed(reason);
    }
  }

  async #defaultUri(signal: AbortSignal): Promise<string> {
    if (this.#options.defaultUri !== undefined) return this.#options.defaultUri;
    for (const slot of this.#slots) {
      if (slot.manifest.kind !== 'hypervisor') continue;
      const loaded = await waitFor(this.#load(slot), within(signal));
      try {
        const uri = loaded?.definition.defaultUri?.(loaded.context);
        if (uri !== undefined) return uri;
      } catch (reason) {
        log.error(`${slot.manifest.package} has no default URI: ${causeOf(reason)}`);
      }
    }
    throw new VirtError('NO_CONNECT', 'NONE', 'the default URI: no installed driver offers one');
  }
}

/** Settles with a driver's loading, or when that has taken so long that the next one should not wait for it. */
async function headStart(loading: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>(resolve => {
    timer = setTimeout(resolve, headStartMs);
  });
  await Promise.race([loading, late]);
  clearTimeout(timer);
}

/** A wait for drivers: as long as the client stays. */
function within(signal: AbortSignal): WaitLimits {
  return { signal, domain: 'NONE', what: 'the driver' };
}
