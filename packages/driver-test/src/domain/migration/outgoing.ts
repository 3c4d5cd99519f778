import { checkAbiStability } from '@tsvirt/conf/domain';
import { DomainMigrateFlags as Flag } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import type { TestHost } from '../../host/test-host.js';
import { refuseAutodestroyed } from '../autodestroy.js';
import { currentMemoryKiB, type Definition, writeDefinition } from '../definition.js';
import { liveDefinition } from '../device/live-devices.js';
import { type GuestJob, runJob, tellEnd } from '../job/guest-job.js';
import { limited, mebibytes } from '../job/pace.js';
import { lifecycle, moveTo } from '../lifecycle.js';
import { readComplete } from '../complete-document.js';
import type { TestDomain } from '../test-domain.js';
import { type MigrationCookie, readCookie, writeCookie } from './migration-cookie.js';
import type { MigrationRequest } from './migration-request.js';
import { migrationTuning } from './migration-tuning.js';

/** What the source says first: the document that the destination gets, and its cookie. */
export interface Begun {
  readonly cookieOut: Uint8Array;
  readonly xml: string;
}

/**
 * First step: whether the guest can migrate, and as what.
 * @throws VirtError OPERATION_INVALID; CONFIG_UNSUPPORTED for a document of another machine
 */
export function begin(host: TestHost, domain: TestDomain, request: MigrationRequest): Begun {
  const offline = (request.flags & Flag.offline) !== 0;
  if (!offline && !domain.isActive) throw new VirtError('OPERATION_INVALID', 'DOMAIN', 'domain is not running');
  checkMovable(domain);
  const source = domain.isActive && !offline ? liveDefinition(domain) : domain.persistentDefinition;
  const target = request.xml === undefined ? source : substitute(source, request.xml);
  if (request.persistentXml !== undefined) checkPersistent(domain.persistentDefinition, source, request.persistentXml);
  return { cookieOut: writeCookie(cookieOf(host, domain)), xml: document(target) };
}

function checkMovable(domain: TestDomain): void {
  const refuse = (what: string): never => {
    throw new VirtError('OPERATION_INVALID', 'TEST', what);
  };
  refuseAutodestroyed(domain);
  const snapshots = domain.snapshots?.size ?? 0;
  if (snapshots > 0) refuse(`cannot migrate domain with ${snapshots} snapshots`);
  if ((domain.checkpoints?.size ?? 0) > 0) refuse('cannot migrate domain with checkpoints');
  if (domain.runtime.blockJobs.size > 0) refuse('domain has active block job');
  if (domain.state === 'crashed') refuse('cannot migrate a crashed domain');
  for (const { hostdev } of domain.definition.devices.hostdevs)
    if (hostdev.mode !== 'subsystem' || hostdev.device.type !== 'usb')
      refuse('cannot migrate a domain with assigned host devices');
}

function substitute(source: Definition, xml: string): Definition {
  const target = readComplete(xml);
  checkAbiStability(source, { ...target, name: source.name });
  return target;
}

/** What is stored has no addresses of devices here; a document that was made of the running guest's has them. */
function checkPersistent(stored: Definition, live: Definition, xml: string): void {
  try {
    substitute(stored, xml);
  } catch (reason) {
    if (live === stored) throw reason;
    substitute(live, xml);
  }
}

function document(definition: Definition): string {
  return writeDefinition(definition, { id: -1, inactive: false, secure: true, migratable: true });
}

function cookieOf(host: TestHost, domain: TestDomain): MigrationCookie {
  return { hostUuid: host.uuid, ran: domain.state === 'running' };
}

/**
 * Third step: the guest is sent, as a job that takes its time, and stands still in the end.
 * @param signal the leader's: without it nobody would end what it began
 * @throws VirtError OPERATION_ABORTED and others; the guest then goes on as it was
 */
export async function perform(
  host: TestHost,
  domain: TestDomain,
  request: MigrationRequest,
  cookieIn: Uint8Array,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const there = readCookie(cookieIn);
  if (there === undefined) throw new VirtError('OPERATION_INVALID', 'TEST', 'nothing was prepared at the destination');
  const { ran } = cookieOf(host, domain);
  if (!domain.isActive) throw new VirtError('OPERATION_INVALID', 'TEST', 'domain is not running');
  const persistent = (request.flags & Flag.persistDest) !== 0;
  const config = persistent ? (request.persistentXml ?? document(domain.persistentDefinition)) : undefined;
  const plan = {
    operation: 'migrationOut',
    bytes: currentMemoryKiB(domain.definition) * 1024n,
    bytesPerSecond: paceOf(host, domain, request.bandwidth),
  } as const;
  const sent = await runJob(host, domain, plan, signal, async job => {
    job.allowsPostcopy = (request.flags & Flag.postcopy) !== 0;
    if ((request.flags & Flag.live) === 0 && ran) moveTo(host, domain, 'holdForMigration');
    try {
      await send(host, domain, job, signal);
      return { postcopy: job.isPostcopy, sent: { elapsedMs: job.figures.elapsedMs, bytes: job.figures.total } };
    } catch (reason) {
      if (ran && domain.state === 'paused') moveTo(host, domain, 'goOnUnmigrated');
      throw reason;
    }
  });
  return writeCookie({ hostUuid: host.uuid, ran, ...sent, config });
}

/** All memory in a first pass, and in a second one what is left when the guest stands still. */
async function send(host: TestHost, domain: TestDomain, job: GuestJob, signal: AbortSignal): Promise<void> {
  host.events.emit('domainMigrationIteration', { dom: domain.reference, iteration: 1 });
  await job.progress.end(AbortSignal.any([job.signal, signal]));
  if (domain.state === 'running') moveTo(host, domain, 'holdForMigration');
  if (job.isPostcopy && domain.state === 'paused') moveTo(host, domain, 'holdForPostcopy');
  host.events.emit('domainMigrationIteration', { dom: domain.reference, iteration: 2 });
}

/** Bytes a second of a migration: the call's bandwidth counts, then the guest's. */
export function paceOf(host: TestHost, { runtime }: TestDomain, bandwidth: bigint): number {
  const limit = bandwidth > 0n ? bandwidth : runtime.tuning.bandwidth;
  return limited(host.pace.memory, limit === migrationTuning.bandwidth ? 0 : mebibytes(limit));
}

/**
 * Last step: the guest is the destination's, or it goes on here.
 * @param cancelled it did not arrive
 */
export function confirm(host: TestHost, domain: TestDomain, request: MigrationRequest, cancelled: boolean): void {
  const { flags } = request;
  if (cancelled) {
    // It ran when it was sent: only then was it held here for that.
    if (isHeldForMigration(domain)) moveTo(host, domain, 'goOnUnmigrated');
    return;
  }
  const goes = (flags & Flag.offline) === 0 && domain.isActive;
  const forget = (flags & Flag.undefineSource) !== 0;
  if (goes) {
    moveTo(host, domain, 'leave');
    tellEnd(host, domain);
  }
  if (!forget || !domain.persistent) return;
  domain.persistent = false;
  domain.hasManagedSave = false;
  if (!domain.isActive) host.domains.remove(domain);
}

function isHeldForMigration({ state, reason }: TestDomain): boolean {
  const { holdForMigration, holdForPostcopy } = lifecycle;
  return state === 'paused' && (reason === holdForMigration.reason || reason === holdForPostcopy.reason);
}
