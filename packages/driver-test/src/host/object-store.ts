import type { Uuid } from '@tsvirt/util';

/** What a store needs of its objects. */
export interface StoredObject {
  readonly uuid: Uuid;
  readonly name: string;
}

/**
 * Objects of one kind on one host, found by uuid and by name at the same cost whatever their number.
 * Iteration is in the order of addition.
 */
export class ObjectStore<T extends StoredObject> implements Iterable<T> {
  readonly #byUuid = new Map<Uuid, T>();
  readonly #byName = new Map<string, T>();

  get size(): number {
    return this.#byUuid.size;
  }

  byUuid(uuid: Uuid): T | undefined {
    return this.#byUuid.get(uuid);
  }

  byName(name: string): T | undefined {
    return this.#byName.get(name);
  }

  /** Adds an object whose uuid and name are free; that they are is the caller's check. */
  add(object: T): void {
    if (this.#byUuid.has(object.uuid) || this.#byName.has(object.name))
      throw new Error(`'${object.name}' (${object.uuid}) is stored already`);
    this.#byUuid.set(object.uuid, object);
    this.#byName.set(object.name, object);
  }

  remove(object: T): void {
    this.#byUuid.delete(object.uuid);
    this.#byName.delete(object.name);
  }

  /** Keeps the index right when an object's name changes; `change` sets the name, which must be free. */
  rename(object: T, change: () => void): void {
    this.#byName.delete(object.name);
    change();
    this.#byName.set(object.name, object);
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.#byUuid.values();
  }
}
