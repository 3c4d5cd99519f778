import { IdNumbers, matchDefinition, ObjectStore } from '@tsvirt/conf/store';
import { VirtError } from '@tsvirt/util';
import type { LivePart, QemuDomain, Running } from './qemu-domain.js';

/** Names one domain: what every call about a domain carries. */
export interface DomainReference {
  readonly name: string;
  /** Canonical text form. */
  readonly uuid: string;
}

/** All domains of the driver. Each lookup costs the same however many there are. */
export class DomainRegistry {
  readonly #all = new ObjectStore<QemuDomain>();
  readonly #ids = new IdNumbers<QemuDomain>();
  readonly #heldNames = new Set<string>();

  [Symbol.iterator](): IterableIterator<QemuDomain> {
    return this.#all[Symbol.iterator]();
  }

  withUuid(uuid: string): QemuDomain | undefined {
    return this.#all.byUuid(uuid);
  }

  withName(name: string): QemuDomain | undefined {
    return this.#all.byName(name);
  }

  /** A running guest by its id. */
  withId(id: number): QemuDomain | undefined {
    return this.#ids.byId(id);
  }

  /** @throws NO_DOMAIN */
  find(reference: DomainReference): QemuDomain {
    const domain = this.withUuid(reference.uuid);
    if (domain === undefined) throw noDomain(reference);
    return domain;
  }

  /** @throws OPERATION_INVALID while the domain isn't running */
  findActive(reference: DomainReference): Running {
    const domain = this.find(reference);
    requireActive(domain);
    return domain;
  }

  /**
   * The domain that a definition is about, if there is one already.
   * @throws OPERATION_FAILED when name and uuid are those of two different domains, or the name is about to be another's
   */
  match(definition: DomainReference): QemuDomain | undefined {
    const { name } = definition;
    if (this.#heldNames.has(name))
      throw new VirtError('OPERATION_FAILED', 'QEMU', `a domain is about to be renamed to '${name}'`);
    return matchDefinition(this.#all, definition, 'domain', 'QEMU');
  }

  /** Adds a domain that `match` has not found. */
  add(domain: QemuDomain): void {
    this.#all.add(domain);
  }

  /** Forgets a domain. Whoever waits for a job on it learns that there is no such domain. */
  remove(domain: QemuDomain): void {
    domain.jobs.close(noDomain(domain));
    this.#all.remove(domain);
  }

  /**
   * Keeps a name for a domain that is about to get it, while its files are made.
   * @returns gives the name up again when it is disposed
   * @throws OPERATION_INVALID when another domain has it, or is about to
   */
  holdName(name: string): Disposable {
    if (this.withName(name) !== undefined || this.#heldNames.has(name))
      throw new VirtError('OPERATION_INVALID', 'QEMU', `domain with name '${name}' already exists`);
    this.#heldNames.add(name);
    return { [Symbol.dispose]: () => void this.#heldNames.delete(name) };
  }

  /** Gives a domain a name that was held for it. */
  rename(domain: QemuDomain, name: string): void {
    this.#all.update(domain, () => {
      domain.name = name;
    });
  }

  /** An id that no guest has had since the daemon started, nor has now. */
  nextId(): number {
    return this.#ids.next();
  }

  /** Makes a running guest reachable by its id. */
  activate(domain: QemuDomain, live: LivePart): void {
    this.#ids.hold(live.id, domain);
    domain.live = live;
  }

  /** The guest has ended. */
  deactivate(domain: QemuDomain): void {
    this.#ids.release(domain.id);
    domain.live = undefined;
  }
}

/** Nothing of this name and uuid is known. */
export function noDomain({ uuid, name }: DomainReference): VirtError {
  return new VirtError('NO_DOMAIN', 'QEMU', `no domain with matching uuid '${uuid}' (${name})`);
}

/** @throws OPERATION_INVALID while the domain isn't running */
export function requireActive(domain: QemuDomain): asserts domain is Running {
  if (domain.live === undefined) throw new VirtError('OPERATION_INVALID', 'QEMU', 'domain is not running');
}
