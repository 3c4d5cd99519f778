import { logger } from '@tsvirt/util';
import { closeInheritedOnExec, hasNative, notifyServiceManager } from '@tsvirt/util/host';

const log = logger('daemon');

/** What the daemon tells whoever started it as a service (sd_notify(3)); nothing where nobody listens. */
export class ServiceManager {
  readonly #listens = process.env['NOTIFY_SOCKET'] !== undefined;
  #canTell = true;

  /** Says that the sockets listen, and keeps those that were handed over from leaking into guests' processes. */
  ready(wasActivated: boolean): void {
    if (wasActivated && hasNative()) closeInheritedOnExec();
    this.#tell('READY=1');
  }

  /** Says that the configuration is read again, and since when; `ready` says that it was. */
  reloading(): void {
    this.#tell(`RELOADING=1\nMONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`);
  }

  stopping(): void {
    this.#tell('STOPPING=1');
  }

  #tell(state: string): void {
    if (!this.#listens || !this.#canTell) return;
    try {
      notifyServiceManager(state);
    } catch (reason) {
      // The daemon works without; who waits for it has to be told once.
      this.#canTell = false;
      log.warn('the service manager cannot be told (a unit with Type=exec does not wait for it):', reason);
    }
  }
}
