/** Calls back once nobody was there for a while. */
export class IdleTimeout {
  readonly #onIdle: () => void;
  #seconds: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #clients = 0;

  constructor(seconds: number | undefined, onIdle: () => void) {
    this.#seconds = seconds;
    this.#onIdle = onIdle;
    this.#arm();
  }

  /** Sets the time anew; undefined: never. */
  set seconds(seconds: number | undefined) {
    this.#seconds = seconds;
    this.#arm();
  }

  /** Number of clients that are there. */
  set clients(count: number) {
    this.#clients = count;
    this.#arm();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#seconds = undefined;
  }

  #arm(): void {
    clearTimeout(this.#timer);
    if (this.#seconds !== undefined && this.#clients === 0)
      this.#timer = setTimeout(this.#onIdle, this.#seconds * 1000);
  }
}
