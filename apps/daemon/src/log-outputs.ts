import { type LogLevel, type LogOutput, VirtError } from '@tsvirt/util';
import { LogDestinations } from '@tsvirt/util/host';
import type { Settings } from './settings.js';
import { exitCodes, StartupError } from './startup-error.js';

/** Where the daemon's log goes: by the configuration, until the admin interface says otherwise. */
export class DaemonLog {
  readonly #destinations = new LogDestinations({ identifier: 'tsvirtd' });
  readonly #verbose: boolean;
  #configured: readonly LogOutput[] = [];

  /** @param verbose informational messages as well, where the configuration asks for less */
  constructor(verbose: boolean) {
    this.#verbose = verbose;
  }

  /** The outputs in force. */
  get current(): readonly LogOutput[] {
    return this.#destinations.outputs;
  }

  /** Opens what the configuration names; without a word in it, standard error. @throws StartupError */
  async configure({ log, place }: Settings): Promise<void> {
    const level: LogLevel = this.#verbose && log.level !== 'debug' ? 'info' : log.level;
    this.#configured = log.outputs ?? [{ kind: 'stderr', level }];
    try {
      await this.#destinations.configure(this.#configured, { level, filters: log.filters });
    } catch (reason) {
      const text = VirtError.wrap(reason, 'CONF').message;
      throw new StartupError(exitCodes.config, `${place('log_outputs')}: log_outputs: ${text}`, { cause: reason });
    }
  }

  /** @param outputs undefined: back to the configured ones */
  change(outputs: readonly LogOutput[] | undefined): Promise<void> {
    return this.#destinations.configure(outputs ?? this.#configured);
  }

  /** Waits until what was logged is written. */
  close(): Promise<void> {
    return this.#destinations[Symbol.asyncDispose]();
  }
}
