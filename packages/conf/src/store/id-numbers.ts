/** Numbers of what is active, from 1: none is given twice while the daemon runs, not even after its holder is gone. */
export class IdNumbers<T> {
  readonly #holders = new Map<number, T>();
  #last = 0;

  /** How many are active. */
  get size(): number {
    return this.#holders.size;
  }

  /** A number for somebody new. */
  next(): number {
    return ++this.#last;
  }

  /** Gives a holder its number, a fresh one or one that it brings along from before the daemon started. */
  hold(id: number, holder: T): void {
    if (this.#holders.has(id)) throw new Error(`id ${id} is taken`);
    this.#holders.set(id, holder);
    this.#last = Math.max(this.#last, id);
  }

  /** Its holder is active no more; the number is not given again. */
  release(id: number): void {
    this.#holders.delete(id);
  }

  /** The holder of a number; undefined when nobody active has it. */
  byId(id: number): T | undefined {
    return this.#holders.get(id);
  }

  /** The numbers in use, in the order in which they were given. */
  ids(): number[] {
    return [...this.#holders.keys()];
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.#holders.values();
  }
}
