import { hostname } from 'node:os';
import type { CallerConnection } from '@tsvirt/core/contract';
import {
  DomainEventDefinedDetailType,
  DomainEventType,
  DomainJobOperation,
  DomainJobType,
  DomainMigrateFlags as Flag,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import type { TestHost } from '../../host/test-host.js';
import { type Definition, renamed } from '../definition.js';
import type { FinishedJob } from '../job/guest-job.js';
import { moveTo } from '../lifecycle.js';
import { readComplete } from '../complete-document.js';
import type { TestDomain } from '../test-domain.js';
import { readCookie, writeCookie } from './migration-cookie.js';
import type { MigrationRequest } from './migration-request.js';

/** What a guest's memory can come by. */
const schemes: readonly string[] = ['tcp', 'rdma', 'unix'];

/** A guest on its way here. */
interface Expected {
  readonly definition: Definition;
  /** Absent for one that does not run: it is here when its configuration is. */
  readonly domain: TestDomain | undefined;
  /** Lets the guest, or what is known of it, outlive the leader. */
  readonly outlive: () => void;
}

/** What a destination answers when it is ready. */
export interface Prepared {
  readonly cookieOut: Uint8Array;
  /** Where the guest's memory would go; null when the caller said so itself. */
  readonly uriOut: string | null;
}

/** A guest that is here. */
export interface Finished {
  readonly domain: TestDomain;
  readonly cookieOut: Uint8Array;
}

/** Guests on their way to a host, by their names here. */
export class IncomingMigrations {
  readonly #host: TestHost;
  readonly #expected = new Map<string, Expected>();

  constructor(host: TestHost) {
    this.#host = host;
  }

  /**
   * Second step: a place for the guest, where it waits, paused, as long as its leader is there.
   * @param leader the connection of whoever leads the migration: when it ends, so does what was prepared
   * @throws VirtError OPERATION_INVALID when a guest of that name or uuid runs here; INTERNAL_ERROR when it comes from here
   */
  prepare(request: MigrationRequest, cookieIn: Uint8Array, leader: CallerConnection): Prepared {
    const host = this.#host;
    if (request.xml === undefined) throw new VirtError('INTERNAL_ERROR', 'TEST', 'no domain XML passed');
    const there = readCookie(cookieIn);
    if (there?.hostUuid === host.uuid)
      throw new VirtError('INTERNAL_ERROR', 'TEST', 'Attempt to migrate guest to the same host');
    const scheme = request.uri?.split(':')[0];
    if (scheme !== undefined && !schemes.includes(scheme))
      throw new VirtError(
        'ARGUMENT_UNSUPPORTED',
        'TEST',
        `unsupported scheme ${scheme} in migration URI ${request.uri}`,
      );
    const sent = readComplete(request.xml);
    const definition = request.name === undefined ? sent : renamed(sent, request.name);
    if (this.#expects(definition.name))
      throw new VirtError('OPERATION_INVALID', 'TEST', `domain '${definition.name}' is already being migrated in`);
    const offline = (request.flags & Flag.offline) !== 0;
    if (offline) host.domains.checkFree(definition);
    const domain = offline ? undefined : host.domains.admitTransient(definition);
    if (domain !== undefined) moveTo(host, domain, 'receive');
    const outlive = leader.whenOver(() => this.#giveUp(definition.name));
    if (domain !== undefined) domain.runtime.outlive = outlive;
    this.#expected.set(definition.name, { definition, domain, outlive });
    const cookieOut = writeCookie({ hostUuid: host.uuid, ran: there?.ran ?? true });
    return { cookieOut, uriOut: request.uri === undefined ? `tcp:${hostname()}:49152` : null };
  }

  /**
   * Fourth step: the guest goes on here, or its place is given up.
   * @param cancelled it was not sent
   * @throws VirtError NO_DOMAIN when it is not expected; OPERATION_FAILED when its place was given up
   */
  finish(request: MigrationRequest, cookieIn: Uint8Array, cancelled: boolean): Finished {
    const host = this.#host;
    const name = request.name ?? '';
    const expected = this.#expected.get(name);
    if (expected === undefined)
      throw new VirtError('NO_DOMAIN', 'TEST', `no domain with matching name '${name}' is being migrated in`);
    this.#settle(name, expected);
    const { definition, domain: place } = expected;
    if (place !== undefined && !place.isActive)
      throw new VirtError('OPERATION_FAILED', 'TEST', `domain '${name}' is not active any more`);
    if (cancelled) {
      if (place !== undefined) moveTo(host, place, 'miss');
      throw new VirtError('OPERATION_FAILED', 'TEST', `migration of domain '${name}' was cancelled`);
    }
    const { ran = true, postcopy = false, sent, config } = readCookie(cookieIn) ?? {};
    const domain = place ?? host.domains.define(definition).domain;
    const goesOn = ran && (request.flags & Flag.paused) === 0;
    if (place !== undefined && goesOn && postcopy) moveTo(host, domain, 'arriveBeforeMemory');
    if ((request.flags & Flag.persistDest) !== 0) this.#keep(domain, config);
    if (place !== undefined) moveTo(host, domain, goesOn ? 'arrive' : 'arrivePaused');
    // Libvirt's daemon has no figures of one that went on before its memory was there.
    if (sent !== undefined && !postcopy) domain.runtime.lastJob = arrival(sent);
    return { domain, cookieOut: writeCookie({ hostUuid: host.uuid, ran }) };
  }

  /** Whether a guest of that name is awaited. One whose place somebody took away is not. */
  #expects(name: string): boolean {
    const expected = this.#expected.get(name);
    if (expected === undefined) return false;
    if (expected.domain?.isActive !== false) return true;
    this.#settle(name, expected);
    return false;
  }

  /** Nobody waits for the guest any more, and nobody's end is its own. */
  #settle(name: string, { domain, outlive }: Expected): void {
    this.#expected.delete(name);
    outlive();
    if (domain !== undefined) domain.runtime.outlive = undefined;
  }

  /** The leader is gone, and nobody else knows whether the guest comes. */
  #giveUp(name: string): void {
    const expected = this.#expected.get(name);
    if (expected === undefined) return;
    this.#settle(name, expected);
    if (expected.domain?.isActive === true) moveTo(this.#host, expected.domain, 'destroy');
  }

  #keep(domain: TestDomain, config: string | undefined): void {
    const wasPersistent = domain.persistent && domain.isActive;
    const sent = config === undefined ? domain.definition : readComplete(config);
    const definition = { ...renamed(sent, domain.name), uuid: domain.uuid };
    if (domain.isActive) domain.nextDefinition = definition;
    domain.persistent = true;
    const { added, updated } = DomainEventDefinedDetailType;
    this.#host.emitLifecycle(domain, DomainEventType.defined, wasPersistent ? updated : added);
  }
}

/** The figures of a guest's way here, as its source told them. */
function arrival({ elapsedMs, bytes }: { readonly elapsedMs: bigint; readonly bytes: bigint }): FinishedJob {
  const figures = { elapsedMs, remainingMs: 0n, total: bytes, processed: bytes, remaining: 0n, ofDisks: false };
  return {
    type: DomainJobType.completed,
    figures: { operation: DomainJobOperation.migrationIn, ...figures },
    error: undefined,
  };
}
