/** What a store finds its objects by. */
export interface StoredObject {
  readonly name: string;
  /** Canonical text form; absent for kinds that have none, such as node devices and host interfaces. */
  readonly uuid?: string | undefined;
}

/** A further way to find objects: a volume by its path, a secret by its usage, a binding by its port. */
export type KeyOf<T> = (object: T) => string | undefined;

/**
 * Objects of one kind, found by name, by uuid and by keys of the kind's own, each at the same cost however many there
 * are. Iteration is in the order of addition.
 * @example
 * ```ts
 * import { ObjectStore } from '@tsvirt/conf';
 *
 * const store = new ObjectStore();
 * store.add({ name: 'web', uuid: 'a2d2c1b3-40a0-4ea2-8f1c-0c1ed7b1c101' });
 * console.log(store.byName('web')?.uuid); // a2d2c1b3-40a0-4ea2-8f1c-0c1ed7b1c101
 * ```
 */
export class ObjectStore<T extends StoredObject, K extends string = never> implements Iterable<T> {
  readonly #byName = new Map<string, T>();
  readonly #byUuid = new Map<string, T>();
  readonly #keys: readonly { readonly key: K; readonly of: KeyOf<T>; readonly objects: Map<string, T> }[];

  /** @param keys further ways to find an object; each value is one object's at most */
  constructor(keys?: Readonly<Record<K, KeyOf<T>>>) {
    // Object.entries of a record has its keys.
    const entries = Object.entries(keys ?? {}) as [K, KeyOf<T>][];
    this.#keys = entries.map(([key, of]) => ({ key, of, objects: new Map() }));
  }

  /** How many objects are stored. */
  get size(): number {
    return this.#byName.size;
  }

  /** The object of that name; undefined when there is none. */
  byName(name: string): T | undefined {
    return this.#byName.get(name);
  }

  /** The object of that UUID (canonical text); undefined when there is none. */
  byUuid(uuid: string): T | undefined {
    return this.#byUuid.get(uuid);
  }

  /** The object with a value of one of the kind's own keys. */
  by(key: K, value: string): T | undefined {
    return this.#keys.find(index => index.key === key)?.objects.get(value);
  }

  /** Whether this very object is stored. */
  has(object: T): boolean {
    return this.#byName.get(object.name) === object;
  }

  /** Adds an object whose name, uuid and keys are free; that they are is the caller's check. */
  add(object: T): void {
    const uuid = object.uuid;
    if (this.#byName.has(object.name) || (uuid !== undefined && this.#byUuid.has(uuid)))
      throw new Error(`'${object.name}' (${uuid ?? 'no uuid'}) is stored already`);
    this.#byName.set(object.name, object);
    if (uuid !== undefined) this.#byUuid.set(uuid, object);
    this.#index(object);
  }

  /** Forgets an object; one that is not stored changes nothing. */
  remove(object: T): void {
    if (!this.has(object)) return;
    this.#byName.delete(object.name);
    if (object.uuid !== undefined) this.#byUuid.delete(object.uuid);
    this.#unindex(object);
  }

  /**
   * Keeps the object findable through a change of what it is found by: `change` sets its name or whatever its keys are
   * made of. The new name must be free; the place in the order of iteration stays unless the name changes.
   */
  update(object: T, change: () => void): void {
    const { name, uuid } = object;
    this.#unindex(object);
    change();
    if (object.name !== name) {
      this.#byName.delete(name);
      this.#byName.set(object.name, object);
    }
    if (object.uuid !== uuid) {
      if (uuid !== undefined) this.#byUuid.delete(uuid);
      if (object.uuid !== undefined) this.#byUuid.set(object.uuid, object);
    }
    this.#index(object);
  }

  /** The objects that fit, in order. @param limit the most that are answered */
  list(fits: (object: T) => boolean = () => true, limit: number = Number.POSITIVE_INFINITY): T[] {
    const found: T[] = [];
    for (const object of this) {
      if (found.length >= limit) break;
      if (fits(object)) found.push(object);
    }
    return found;
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.#byName.values();
  }

  #index(object: T): void {
    for (const { of, objects } of this.#keys) {
      const value = of(object);
      if (value !== undefined) objects.set(value, object);
    }
  }

  #unindex(object: T): void {
    for (const { of, objects } of this.#keys) {
      const value = of(object);
      if (value !== undefined && objects.get(value) === object) objects.delete(value);
    }
  }
}
