import type { NonnullDomain } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { matchDefinition, ObjectStore } from '@tsvirt/conf/store';
import type { Definition } from './definition.js';
import { TestDomain } from './test-domain.js';

/** The domains of one host: by uuid, by name, and the running ones by id. Numbers of running guests are never used twice. */
export class DomainStore implements Iterable<TestDomain> {
  readonly #all = new ObjectStore<TestDomain>();
  readonly #running = new Map<number, TestDomain>();
  #nextId = 1;

  get size(): number {
    return this.#all.size;
  }

  get activeCount(): number {
    return this.#running.size;
  }

  byUuid(uuid: string): TestDomain | undefined {
    return this.#all.byUuid(uuid);
  }

  byName(name: string): TestDomain | undefined {
    return this.#all.byName(name);
  }

  byId(id: number): TestDomain | undefined {
    return this.#running.get(id);
  }

  /**
   * The domain that a call is about.
   * @throws VirtError NO_DOMAIN
   */
  find(dom: NonnullDomain): TestDomain {
    const domain = this.#all.byUuid(dom.uuid);
    if (domain !== undefined) return domain;
    throw new VirtError('NO_DOMAIN', 'TEST', `no domain with matching uuid '${dom.uuid}' (${dom.name})`);
  }

  /**
   * The same, for calls about a running guest.
   * @throws VirtError NO_DOMAIN, OPERATION_INVALID
   */
  findActive(dom: NonnullDomain): TestDomain {
    const domain = this.find(dom);
    requireActive(domain);
    return domain;
  }

  /**
   * Takes a definition in: as a new domain, or as the next one of the domain with its name and uuid.
   * @throws VirtError OPERATION_FAILED when name or uuid belong to another domain
   */
  define(definition: Definition): { readonly domain: TestDomain; readonly replaced: boolean } {
    const known = matchDefinition(this.#all, definition, 'domain', 'DOMAIN');
    if (known === undefined) {
      const domain = new TestDomain(definition);
      domain.persistent = true;
      this.#all.add(domain);
      return { domain, replaced: false };
    }
    const replaced = !known.isActive || known.nextDefinition !== undefined;
    if (known.isActive) known.nextDefinition = definition;
    else known.definition = definition;
    known.persistent = true;
    return { domain: known, replaced };
  }

  /**
   * Takes in a domain that is about to run: a new transient one, or one that is defined, which runs this definition
   * once and keeps its own for later.
   * @throws VirtError OPERATION_FAILED as `define`; OPERATION_INVALID when it runs already
   */
  admitTransient(definition: Definition): TestDomain {
    const known = matchDefinition(this.#all, definition, 'domain', 'DOMAIN');
    if (known === undefined) {
      const domain = new TestDomain(definition);
      this.#all.add(domain);
      return domain;
    }
    if (known.isActive) throw new VirtError('OPERATION_INVALID', 'DOMAIN', `domain '${known.name}' is already active`);
    if (known.persistent) known.nextDefinition = known.definition;
    known.definition = definition;
    return known;
  }

  /**
   * Whether a definition could be taken in as one of a domain that does not run.
   * @throws VirtError OPERATION_FAILED as `define`; OPERATION_INVALID when that domain runs
   */
  checkFree(definition: Definition): void {
    if (matchDefinition(this.#all, definition, 'domain', 'DOMAIN')?.isActive !== true) return;
    throw new VirtError('OPERATION_INVALID', 'DOMAIN', `domain '${definition.name}' is already active`);
  }

  remove(domain: TestDomain): void {
    this.#all.remove(domain);
    this.#running.delete(domain.id);
  }

  /** Takes all domains away. The first guest afterwards has the first number. */
  clear(): void {
    for (const domain of this.#all) this.remove(domain);
    this.#nextId = 1;
  }

  /** Gives the domain its name and keeps the index; the name must be free. */
  rename(domain: TestDomain, definition: Definition): void {
    this.#all.update(domain, () => {
      domain.definition = definition;
    });
  }

  /** Part of `moveTo`: the guest gets a number, and its configuration stays as it is whatever happens to the live one. */
  activate(domain: TestDomain): void {
    domain.id = this.#nextId++;
    if (domain.persistent) domain.nextDefinition ??= domain.definition;
    this.#running.set(domain.id, domain);
  }

  /** The guest is another one from here on, under a new number. */
  renumber(domain: TestDomain): void {
    this.#running.delete(domain.id);
    domain.id = this.#nextId++;
    this.#running.set(domain.id, domain);
  }

  /** Part of `moveTo`: back to the configuration. A transient domain keeps its number for the event that says it is gone. */
  deactivate(domain: TestDomain): void {
    this.#running.delete(domain.id);
    if (domain.nextDefinition === undefined) return;
    domain.definition = domain.nextDefinition;
    domain.nextDefinition = undefined;
    domain.id = -1;
  }

  active(): IterableIterator<TestDomain> {
    return this.#running.values();
  }

  [Symbol.iterator](): IterableIterator<TestDomain> {
    return this.#all[Symbol.iterator]();
  }
}

/** @throws VirtError OPERATION_INVALID when the guest does not run */
export function requireActive(domain: TestDomain): void {
  if (!domain.isActive) throw new VirtError('OPERATION_INVALID', 'DOMAIN', 'domain is not running');
}
