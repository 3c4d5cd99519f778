/**
 * The definitions of one object, and what happens to them as it starts, stops, is defined and undefined. While the
 * object is active there may be two: `live` is what it is, `config` what it will be the next time. A transient object
 * has only the live one.
 */
export class DefinitionPair<D> {
  #config: D | undefined;
  #live: D | undefined;

  private constructor(config: D | undefined, live: D | undefined) {
    this.#config = config;
    this.#live = live;
  }

  /** An object that is defined and not active. */
  static defined<D>(config: D): DefinitionPair<D> {
    return new DefinitionPair<D>(config, undefined);
  }

  /** An object that is active and nothing else. */
  static transient<D>(live: D): DefinitionPair<D> {
    return new DefinitionPair<D>(undefined, live);
  }

  /** An object as it is found when a daemon starts; one of the two is there. */
  static restored<D>(config: D | undefined, live: D | undefined): DefinitionPair<D> {
    if (config === undefined && live === undefined) throw new Error('an object has a definition');
    return new DefinitionPair(config, live);
  }

  get isActive(): boolean {
    return this.#live !== undefined;
  }

  get isPersistent(): boolean {
    return this.#config !== undefined;
  }

  /** Neither defined nor active: the object has ceased to be. */
  get isGone(): boolean {
    return this.#live === undefined && this.#config === undefined;
  }

  /** What the object will be when it starts the next time; undefined when it is transient. */
  get config(): D | undefined {
    return this.#config;
  }

  /** What the object is while it is active. */
  get live(): D | undefined {
    return this.#live;
  }

  /** What a caller sees who does not ask for the inactive definition: the live one, else the persistent one. */
  get current(): D {
    const current = this.#live ?? this.#config;
    if (current === undefined) throw new Error('the object has ceased to be');
    return current;
  }

  /** What a caller sees who asks for the inactive definition; of a transient object it is the live one. */
  get inactive(): D {
    return this.#config ?? this.current;
  }

  /** Makes a definition the persistent one. @returns the one that it replaces */
  define(config: D): D | undefined {
    const before = this.#config;
    this.#config = config;
    return before;
  }

  /** Forgets the persistent definition: an active object is transient then, an inactive one gone. */
  undefine(): void {
    this.#config = undefined;
  }

  /** The object becomes active. @param live what it is; its persistent definition unless given */
  activate(live: D | undefined = this.#config): void {
    if (live === undefined) throw new Error('an object without a definition cannot become active');
    this.#live = live;
  }

  /** The object is active no more: back to the persistent definition, or gone when it was transient. */
  deactivate(): void {
    this.#live = undefined;
  }

  /** Changes what an active object is. */
  changeLive(live: D): void {
    if (this.#live === undefined) throw new Error('an inactive object has no live definition');
    this.#live = live;
  }
}
