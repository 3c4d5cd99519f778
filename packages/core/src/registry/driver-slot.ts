import { pathToFileURL } from 'node:url';
import { deferred, logger, waitFor } from '@tsvirt/util';
import type { DriverContext, DriverDefinition, RunningDriver } from '../contract/index.js';
import { checkDefinition } from './definition.js';
import type { DriverManifest } from './manifest.js';

const log = logger('registry');

/** What happens to a package on its way to a driver at work, in this order. */
export type LoadStep = 'manifest' | 'claim' | 'import' | 'definition' | 'probe' | 'start';

/** Why a package serves nothing. */
export interface Refusal {
  readonly step: LoadStep;
  readonly cause: string;
}

/** A driver at work. */
export interface LoadedDriver {
  readonly definition: DriverDefinition;
  readonly context: DriverContext;
  readonly driver: RunningDriver;
}

/** How long loading may take, in milliseconds. Taking up running guests (`start`) has no limit. */
export interface LoadLimits {
  readonly importMs: number;
  readonly probeMs: number;
}

/** One driver package in this process: loads it once, and remembers how that went. Never throws for its driver. */
export class DriverSlot {
  readonly manifest: DriverManifest;
  /** The manifest's schemes that no earlier package has claimed. */
  readonly schemes: readonly string[];
  #loaded: LoadedDriver | undefined;
  #refusal: Refusal | undefined;
  #curtailed: string | undefined;
  readonly #settled = deferred<LoadedDriver | undefined>();
  #begun = false;

  constructor(manifest: DriverManifest, schemes: readonly string[]) {
    this.manifest = manifest;
    this.schemes = schemes;
  }

  /** The driver at work; undefined while it loads and when it was refused. */
  get loaded(): LoadedDriver | undefined {
    return this.#loaded;
  }

  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  /** Whether it is loaded, or on its way. */
  get isBegun(): boolean {
    return this.#begun;
  }

  /** Why it serves less than its manifest says; undefined when it serves all. */
  get curtailed(): string | undefined {
    return this.#curtailed;
  }

  /** The driver once it is at work; undefined when it was refused or given up. Does not begin to load it. */
  get settled(): Promise<LoadedDriver | undefined> {
    return this.#settled.promise;
  }

  /** Imports, checks, probes and starts the driver, once. Each failure is one logged line. */
  load(
    contextFor: (definition: DriverDefinition) => DriverContext,
    limits: LoadLimits,
  ): Promise<LoadedDriver | undefined> {
    if (!this.#begun && this.#refusal === undefined) {
      this.#begun = true;
      void this.#load(contextFor, limits).then(this.#settled.resolve);
    }
    return this.#settled.promise;
  }

  /** The daemon stops: whoever waits for a driver that was not begun waits no longer. */
  giveUp(): void {
    if (!this.#begun) this.#settled.resolve(undefined);
  }

  /** Notes why this package serves nothing, and says so once. */
  refuse(step: LoadStep, cause: string): undefined {
    this.#refusal = { step, cause: cause.slice(0, maxCauseLength) };
    // That this host cannot run a driver is news, not a fault.
    const line = refusalLine(this.manifest.package, this.#refusal);
    if (step === 'probe') log.warn(line);
    else log.error(line);
    this.#settled.resolve(undefined);
    return undefined;
  }

  /** Notes, and says, why this package serves less than its manifest says. */
  curtail(cause: string): void {
    this.#curtailed = cause;
    log.error(`driver package ${this.manifest.package} is used in part: ${cause}`);
  }

  async #load(
    contextFor: (definition: DriverDefinition) => DriverContext,
    limits: LoadLimits,
  ): Promise<LoadedDriver | undefined> {
    let step: LoadStep = 'import';
    try {
      const loaded: unknown = await within(
        import(pathToFileURL(this.manifest.file).href),
        limits.importMs,
        'its import',
      );
      step = 'definition';
      const definition = checkDefinition(defaultOf(loaded), this.manifest);
      if (typeof definition === 'string') return this.refuse(step, definition);
      const context = contextFor(definition);
      step = 'probe';
      const verdict = await within(definition.probe?.(context) ?? true, limits.probeMs, 'its probe');
      if (verdict !== true) return this.refuse(step, String(verdict));
      step = 'start';
      const driver: unknown = await definition.start(context);
      if (!isRunningDriver(driver)) return this.refuse(step, 'start() returned no driver with an open()');
      if (context.signal.aborted) {
        await driver.stop?.();
        return undefined;
      }
      this.#loaded = { definition, context, driver };
      log.debug(
        `${this.manifest.package} ${this.manifest.version}: ${definition.name} serves ${this.schemes.join(', ')}`,
      );
      return this.#loaded;
    } catch (reason) {
      return this.refuse(step, causeOf(reason));
    }
  }
}

const maxCauseLength = 500;

/** The one line that is logged for a package that serves nothing. */
export function refusalLine(packageName: string, { step, cause }: Refusal): string {
  return `driver package ${packageName} is not used: ${step}: ${cause}`;
}

/** What was thrown, in one line without the stack. */
export function causeOf(reason: unknown): string {
  const text =
    reason instanceof Error ? `${reason.name === 'Error' ? '' : `${reason.name}: `}${reason.message}` : String(reason);
  return text.split('\n', 1)[0] ?? '';
}

function defaultOf(module: unknown): unknown {
  return typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
}

function isRunningDriver(value: unknown): value is RunningDriver {
  return typeof value === 'object' && value !== null && 'open' in value && typeof value.open === 'function';
}

/** The value, or an error once the limit has passed; what comes later is dropped. */
function within<T>(work: T | Promise<T>, timeoutMs: number, what: string): Promise<T> {
  return waitFor(Promise.resolve(work), { timeoutMs, domain: 'NONE', what });
}
