import { VirtError } from '@tsvirt/util';
import type { LivePart, QemuDomain } from './qemu-domain.js';

/** Names one domain: what every call about a domain carries. */
export interface DomainReference {
  readonly name: string;
  /** Canonical text form. */
  readonly uuid: string;
}

/** All domains of the driver. Each lookup costs the same however many there are. */
export class DomainRegistry {
  readonly #byUuid = new Map<string, QemuDomain>();
  readonly #byName = new Map<string, QemuDomain>();
  readonly #byId = new Map<number, QemuDomain>();
  #lastId = 0;

  [Symbol.iterator](): Iterator<QemuDomain> {
    return this.#byUuid.values();
  }

  withUuid(uuid: string): QemuDomain | undefined {
    return this.#byUuid.get(uuid);
  }

  withName(name: string): QemuDomain | undefined {
    return this.#byName.get(name);
  }

  /** A running guest by its id. */
  withId(id: number): QemuDomain | undefined {
    return this.#byId.get(id);
  }

  /** @throws NO_DOMAIN */
  find(reference: DomainReference): QemuDomain {
    const domain = this.#byUuid.get(reference.uuid);
    if (domain === undefined) throw noDomain(reference);
    return domain;
  }

  /** @throws OPERATION_INVALID while the domain isn't running */
  findActive(reference: DomainReference): QemuDomain & { live: LivePart } {
    const domain = this.find(reference);
    requireActive(domain);
    return domain;
  }

  add(domain: QemuDomain): void {
    this.#byUuid.set(domain.uuid, domain);
    this.#byName.set(domain.name, domain);
  }

  /** Forgets a domain. Whoever waits for a job on it learns that there is no such domain. */
  remove(domain: QemuDomain): void {
    domain.jobs.close(noDomain(domain));
    if (this.#byUuid.get(domain.uuid) === domain) this.#byUuid.delete(domain.uuid);
    if (this.#byName.get(domain.name) === domain) this.#byName.delete(domain.name);
  }

  rename(domain: QemuDomain, name: string): void {
    this.#byName.delete(domain.name);
    domain.name = name;
    this.#byName.set(name, domain);
  }

  /** An id that no guest has had since the daemon started, nor has now. */
  nextId(): number {
    return ++this.#lastId;
  }

  /** Makes a running guest reachable by its id. */
  activate(domain: QemuDomain, live: LivePart): void {
    domain.live = live;
    this.#byId.set(live.id, domain);
    this.#lastId = Math.max(this.#lastId, live.id);
  }

  /** The guest has ended. */
  deactivate(domain: QemuDomain): void {
    this.#byId.delete(domain.id);
    domain.live = undefined;
  }
}

function noDomain({ uuid, name }: { readonly uuid: string; readonly name: string }): VirtError {
  return new VirtError('NO_DOMAIN', 'QEMU', `no domain with matching uuid '${uuid}' (${name})`);
}

/** @throws OPERATION_INVALID while the domain isn't running */
export function requireActive(domain: QemuDomain): asserts domain is QemuDomain & { live: LivePart } {
  if (domain.live === undefined) throw new VirtError('OPERATION_INVALID', 'QEMU', 'domain is not running');
}
