import type { ReadOptions } from '@tsvirt/conf/kernel';
import {
  type FilterEntry,
  type Nwfilter,
  type NwfilterBinding,
  parseNwfilter,
  parseNwfilterBinding,
} from '@tsvirt/conf/nwfilter';
import { matchDefinition, ObjectStore } from '@tsvirt/conf/store';
import type { NonnullNWFilter, NonnullNWFilterBinding } from '@tsvirt/core/protocol';
import { randomUuid, type Uuid, VirtError } from '@tsvirt/util';

/** A network filter of a mock host. */
export class TestNwfilter {
  readonly uuid: Uuid;
  readonly name: string;
  definition: Nwfilter;

  constructor(definition: Nwfilter & { readonly uuid: Uuid }) {
    this.uuid = definition.uuid;
    this.name = definition.name;
    this.definition = definition;
  }

  /** How calls name it. */
  get reference(): NonnullNWFilter {
    return { name: this.name, uuid: this.uuid };
  }
}

/** A filter at work on one device of the host, which is its name. */
export interface TestBinding {
  readonly name: string;
  readonly definition: NwfilterBinding;
}

/** Network filters, and what they are at work on. Filters may name others that come later. */
export class NwfilterStore implements Iterable<TestNwfilter> {
  readonly #filters = new ObjectStore<TestNwfilter>();
  readonly #bindings = new ObjectStore<TestBinding>();

  get size(): number {
    return this.#filters.size;
  }

  get bindings(): Iterable<TestBinding> {
    return this.#bindings;
  }

  /** @throws VirtError NO_NWFILTER */
  byName(name: string): TestNwfilter {
    return found(this.#filters.byName(name), `name '${name}'`);
  }

  /** @throws VirtError NO_NWFILTER */
  byUuid(uuid: string): TestNwfilter {
    return found(this.#filters.byUuid(uuid), `uuid '${uuid}'`);
  }

  /**
   * Takes a filter's document in, as a new filter or as that of the filter with its name and uuid.
   * @throws VirtError OPERATION_FAILED when name or uuid are another filter's, or when filters would contain themselves
   */
  define(xml: string, reading?: ReadOptions): TestNwfilter {
    const parsed = parseNwfilter(xml, reading);
    const definition = { ...parsed, uuid: parsed.uuid ?? randomUuid() };
    const known = matchDefinition(this.#filters, definition, 'filter', 'NWFILTER');
    if (this.#reaches(definition.entries, definition.name))
      throw new VirtError('OPERATION_FAILED', 'NWFILTER', 'filter would introduce a loop');
    if (known !== undefined) {
      known.definition = definition;
      return known;
    }
    const filter = new TestNwfilter(definition);
    this.#filters.add(filter);
    return filter;
  }

  /** @throws VirtError OPERATION_INVALID while a binding uses it, itself or through other filters */
  remove(filter: TestNwfilter): void {
    for (const { definition } of this.#bindings) {
      const used = definition.filter.filter;
      if (used === filter.name || this.#reaches(this.#filters.byName(used)?.definition.entries ?? [], filter.name))
        throw new VirtError('OPERATION_INVALID', 'NWFILTER', 'nwfilter is in use');
    }
    this.#filters.remove(filter);
  }

  /** @throws VirtError NO_NWFILTER_BINDING */
  binding(port: string): TestBinding {
    const binding = this.#bindings.byName(port);
    if (binding === undefined)
      throw new VirtError('NO_NWFILTER_BINDING', 'NWFILTER', `no nwfilter binding for port dev '${port}'`);
    return binding;
  }

  /**
   * Puts a filter to work.
   * @throws VirtError OPERATION_FAILED for a device that has a filter; INTERNAL_ERROR when a filter is not there
   */
  bind(xml: string, reading?: ReadOptions): TestBinding {
    const definition = parseNwfilterBinding(xml, reading);
    const name = definition.portdev;
    if (this.#bindings.byName(name) !== undefined)
      throw new VirtError('OPERATION_FAILED', 'NWFILTER', `binding '${name}' already exists`);
    const missing = this.#missing(definition.filter.filter, new Set());
    if (missing !== undefined)
      throw new VirtError('INTERNAL_ERROR', 'NWFILTER', `referenced filter '${missing}' is missing`);
    const binding = { name, definition };
    this.#bindings.add(binding);
    return binding;
  }

  unbind(binding: TestBinding): void {
    this.#bindings.remove(binding);
  }

  [Symbol.iterator](): IterableIterator<TestNwfilter> {
    return this.#filters[Symbol.iterator]();
  }

  /** Whether entries lead to a filter of a name. */
  #reaches(entries: readonly FilterEntry[], name: string, seen: Set<string> = new Set()): boolean {
    return references(entries).some(reference => {
      if (reference === name) return true;
      if (seen.has(reference)) return false;
      seen.add(reference);
      return this.#reaches(this.#filters.byName(reference)?.definition.entries ?? [], name, seen);
    });
  }

  /** The first filter that a filter needs and that is not there. */
  #missing(name: string, seen: Set<string>): string | undefined {
    if (seen.has(name)) return undefined;
    seen.add(name);
    const filter = this.#filters.byName(name);
    if (filter === undefined) return name;
    for (const reference of references(filter.definition.entries)) {
      const missing = this.#missing(reference, seen);
      if (missing !== undefined) return missing;
    }
    return undefined;
  }
}

/** How calls name a binding. */
export function bindingReference({ name, definition }: TestBinding): NonnullNWFilterBinding {
  return { portdev: name, filtername: definition.filter.filter };
}

function references(entries: readonly FilterEntry[]): string[] {
  return entries.flatMap(entry => (entry.kind === 'reference' ? [entry.reference.filter] : []));
}

function found(filter: TestNwfilter | undefined, what: string): TestNwfilter {
  if (filter === undefined) throw new VirtError('NO_NWFILTER', 'NWFILTER', `no nwfilter with matching ${what}`);
  return filter;
}
