// @ts-check
import { EventHub } from '@tsvirt/core/contract';
import { DomainEventStartedDetailType, DomainEventStoppedDetailType, DomainEventType, DomainState } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';

/**
 * @typedef {import('@tsvirt/core/protocol').NonnullDomain} NonnullDomain
 * @typedef {{ name: string, uuid: string, id: number, memoryKiB: bigint, vcpus: number, reason: number }} HelloDomain
 */

/** The domains of `hello:///default`, for as long as the daemon runs. */
export class HelloHost {
  #nextId = 1;
  #log;
  /** @type {readonly HelloDomain[]} */
  domains = [
    { name: 'world', uuid: 'd9d0ed2f-3d3c-4b0e-9d57-0d0f6c7c1c01', id: -1, memoryKiB: 1_048_576n, vcpus: 2, reason: 0 },
    { name: 'moon', uuid: 'd9d0ed2f-3d3c-4b0e-9d57-0d0f6c7c1c02', id: -1, memoryKiB: 262_144n, vcpus: 1, reason: 0 },
  ];

  /** @param {import('@tsvirt/util').Logger} log */
  constructor(log) {
    this.#log = log;
    this.events = new EventHub({
      objectOf: ({ payload }) => ('dom' in payload ? payload.dom.uuid : undefined),
      onError: reason => log.error('an event was not delivered:', reason),
    });
  }

  /**
   * The domain with this uuid: what else a caller says of it is a hint.
   * @param {NonnullDomain} dom
   */
  find(dom) {
    return this.#one(domain => domain.uuid === dom.uuid, `no domain with matching uuid '${dom.uuid}' (${dom.name})`);
  }

  /** @param {string} name */
  named(name) {
    return this.#one(domain => domain.name === name, `no domain with matching name '${name}'`);
  }

  /** @param {string} uuid */
  withUuid(uuid) {
    return this.#one(domain => domain.uuid === uuid, `no domain with matching uuid '${uuid}'`);
  }

  /** @param {number} id */
  withId(id) {
    return this.#one(domain => domain.id === id && id !== -1, `no domain with matching id '${id}'`);
  }

  /** @param {HelloDomain} domain */
  boot(domain) {
    if (domain.id !== -1) throw new VirtError('OPERATION_INVALID', 'DOMAIN', `domain '${domain.name}' is already running`);
    domain.id = this.#nextId++;
    domain.reason = 1;
    this.#log.info(`domain '${domain.name}' started`);
    this.#tell(domain, DomainEventType.started, DomainEventStartedDetailType.booted);
  }

  /**
   * @param {HelloDomain} domain
   * @param {'shutdown' | 'destroyed'} how
   */
  halt(domain, how) {
    if (domain.id === -1) throw new VirtError('OPERATION_INVALID', 'DOMAIN', `domain '${domain.name}' is not running`);
    domain.id = -1;
    domain.reason = how === 'shutdown' ? 1 : 2;
    this.#tell(domain, DomainEventType.stopped, DomainEventStoppedDetailType[how]);
  }

  /** @param {HelloDomain} domain */
  state(domain) {
    return { state: domain.id === -1 ? DomainState.shutoff : DomainState.running, reason: domain.reason };
  }

  /**
   * @param {HelloDomain} domain
   * @param {number} event
   * @param {number} detail
   */
  #tell({ name, uuid, id }, event, detail) {
    this.events.emit('domainLifecycle', { dom: { name, uuid, id }, event, detail });
  }

  /**
   * @param {(domain: HelloDomain) => boolean} isIt
   * @param {string} missing
   */
  #one(isIt, missing) {
    const domain = this.domains.find(isIt);
    if (domain === undefined) throw new VirtError('NO_DOMAIN', 'DOMAIN', missing);
    return domain;
  }
}
