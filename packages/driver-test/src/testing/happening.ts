import {
  ConnectDomainEventAgentLifecycleReason as AgentReason,
  ConnectDomainEventAgentLifecycleState as AgentState,
  ConnectDomainEventDiskChangeReason as DiskChange,
  DomainDiskErrorCode as DiskError,
  DomainEventGraphicsAddressType as AddressType,
  DomainEventGraphicsPhase as Phase,
  DomainEventIOErrorAction as IOErrorAction,
  DomainEventTrayChangeReason as Tray,
  DomainEventWatchdogAction as WatchdogAction,
  DomainMemoryFailureActionType as FailureAction,
  DomainMemoryFailureRecipientType as FailureRecipient,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { aliasOf, findByAlias } from '@tsvirt/conf/domain';
import { liveDefinition, updated } from '../domain/device/live-devices.js';
import { type Disk, diskPath, findDisk, withDisk, withInterface } from '../domain/device-lookup.js';
import { type Change, moveTo } from '../domain/lifecycle.js';
import { reboot } from '../domain/power-button.js';
import type { TestDomain } from '../domain/test-domain.js';
import type { TestHost } from '../host/test-host.js';

/** What can happen to a running guest without anybody's call. Disks go by target, other devices by alias. */
export type Happening =
  /** The guest starts anew by itself. */
  | { readonly kind: 'reboot' }
  /** The guest's kernel gives up; what follows is what its definition says. */
  | { readonly kind: 'panic' }
  /** A disk cannot be read or written; the guest stands still then, unless `action` says otherwise. */
  | {
      readonly kind: 'ioError';
      readonly disk: string;
      /** `enospc` when there is no room; empty unless given. */
      readonly reason?: string;
      readonly action?: keyof typeof IOErrorAction;
    }
  /** The guest writes to a disk: incremental backups and the sizes of checkpoints grow. */
  | { readonly kind: 'diskWritten'; readonly disk: string; readonly bytes: bigint }
  /** The job that is at work cannot go on: it is saved, dumped, backed up or migrates. */
  | { readonly kind: 'jobFails'; readonly why?: string }
  /** The job on a disk cannot go on. */
  | { readonly kind: 'blockJobFails'; readonly disk: string }
  /** The guest did not feed its watchdog, which does this. */
  | { readonly kind: 'watchdog'; readonly action: keyof typeof WatchdogAction }
  /** The balloon has let the guest have so much. */
  | { readonly kind: 'balloon'; readonly memoryKiB: bigint }
  /** The guest has set its clock (DomainRTCChangeEvent). */
  | { readonly kind: 'rtc'; readonly offsetSeconds: bigint }
  /** The guest opens or closes a drive. */
  | { readonly kind: 'tray'; readonly disk: string; readonly tray: 'open' | 'close' }
  /** A medium was not there when the guest was started. */
  | { readonly kind: 'diskMissing'; readonly disk: string; readonly reason?: keyof typeof DiskChange }
  /** Somebody comes to a display, or leaves it. */
  | { readonly kind: 'graphics'; readonly phase: keyof typeof Phase; readonly from?: string; readonly user?: string }
  /** The agent comes or goes; calls of it fail while it is away. */
  | { readonly kind: 'agent'; readonly state: keyof typeof AgentState }
  /** Memory of the host or the guest is broken. */
  | {
      readonly kind: 'memoryFailure';
      readonly recipient: keyof typeof FailureRecipient;
      readonly action: keyof typeof FailureAction;
      /** `DomainMemoryFailureFlags`. */
      readonly flags?: number;
    }
  /** A memory module has another size. */
  | { readonly kind: 'memoryDevice'; readonly alias: string; readonly sizeKiB: bigint }
  /** The guest gives an interface another address. */
  | { readonly kind: 'macAddress'; readonly alias: string; readonly address: string }
  /** A disk was written past the threshold that somebody has set. */
  | { readonly kind: 'blockThreshold'; readonly disk: string; readonly excess: bigint }
  /** The hypervisor does not answer as it should. */
  | { readonly kind: 'controlError' };

/**
 * Lets something happen to a guest: its definition and state change as they do then, and clients hear of it.
 * @throws VirtError OPERATION_INVALID when the guest does not run; INVALID_ARG for a device that it does not have
 */
export function happen(host: TestHost, domain: TestDomain, happening: Happening): void {
  if (!domain.isActive) throw new VirtError('OPERATION_INVALID', 'TEST', 'domain is not running');
  const dom = domain.reference;
  const { events } = host;
  const definition = liveDefinition(domain);
  switch (happening.kind) {
    case 'reboot':
      return reboot(host, domain);
    case 'panic':
      moveTo(host, domain, 'panic');
      return afterPanic(host, domain);
    case 'ioError': {
      const disk = requireDisk(domain, happening.disk);
      const { reason = '', action = 'pause' } = happening;
      const error = { dom, srcPath: diskPath(disk) ?? '', devAlias: nameOf(disk), action: IOErrorAction[action] };
      if (action === 'pause' && domain.state === 'running') moveTo(host, domain, 'stopOnIOError');
      if (action === 'pause')
        domain.runtime.diskErrors.set(disk.target.dev, reason === 'enospc' ? DiskError.noSpace : DiskError.unspec);
      events.emit('domainIOError', error);
      return events.emit('domainIOErrorReason', { ...error, reason });
    }
    case 'diskWritten': {
      const { dev } = requireDisk(domain, happening.disk).target;
      const { written } = domain.runtime;
      written.set(dev, (written.get(dev) ?? 0n) + happening.bytes);
      return;
    }
    case 'jobFails': {
      const { job } = domain.runtime;
      if (job === undefined) throw new VirtError('OPERATION_INVALID', 'TEST', 'no job is active on the domain');
      return job.fail(happening.why ?? 'it was made to fail');
    }
    case 'blockJobFails': {
      const job = domain.runtime.blockJobs.get(requireDisk(domain, happening.disk).target.dev);
      if (job === undefined)
        throw new VirtError('OPERATION_INVALID', 'TEST', `disk '${happening.disk}' has no active block job`);
      return job.fail();
    }
    case 'watchdog': {
      events.emit('domainWatchdog', { dom, action: WatchdogAction[happening.action] });
      const change = watchdogChanges[happening.action];
      if (change !== undefined) moveTo(host, domain, change);
      return;
    }
    case 'balloon':
      domain.definition = { ...definition, currentMemoryKiB: happening.memoryKiB };
      return events.emit('domainBalloonChange', { dom, actual: happening.memoryKiB });
    case 'rtc':
      return events.emit('domainRTCChange', { dom, offset: happening.offsetSeconds });
    case 'tray': {
      const disk = requireDisk(domain, happening.disk);
      const { tray: _before, ...target } = disk.target;
      const isOpen = happening.tray === 'open';
      domain.definition = withDisk(definition, disk, found => ({
        ...found,
        target: isOpen ? { ...target, tray: 'open' } : target,
      }));
      return events.emit('domainTrayChange', { dom, devAlias: nameOf(disk), reason: Tray[happening.tray] });
    }
    case 'diskMissing': {
      const disk = requireDisk(domain, happening.disk);
      const reason = DiskChange[happening.reason ?? 'changeMissingOnStart'];
      const oldSrcPath = diskPath(disk) ?? null;
      domain.definition = withDisk(definition, disk, found => ({ ...found, source: { type: 'file', seclabels: [] } }));
      return events.emit('domainDiskChange', { dom, oldSrcPath, newSrcPath: null, devAlias: nameOf(disk), reason });
    }
    case 'graphics': {
      const { phase, from = '127.0.0.1', user } = happening;
      const family = from.includes(':') ? AddressType.ipv6 : AddressType.ipv4;
      const subject = user === undefined ? [] : [{ type: 'saslUsername', name: user }];
      const local = { family: AddressType.ipv4, node: '127.0.0.1', service: '5900' };
      const remote = { family, node: from, service: '40000' };
      return events.emit('domainGraphics', {
        dom,
        phase: Phase[phase],
        local,
        remote,
        authScheme: user === undefined ? 'none' : 'sasl',
        subject,
      });
    }
    case 'agent': {
      const isThere = happening.state === 'connected';
      domain.runtime.behaviour = { ...domain.runtime.behaviour, agent: isThere ? 'answers' : 'absent' };
      return events.emit('domainAgentLifecycle', {
        dom,
        state: AgentState[happening.state],
        reason: AgentReason.channel,
      });
    }
    case 'memoryFailure': {
      const { recipient, action, flags = 0 } = happening;
      return events.emit('domainMemoryFailure', {
        dom,
        recipient: FailureRecipient[recipient],
        action: FailureAction[action],
        flags,
      });
    }
    case 'memoryDevice': {
      const found = requireDevice(domain, happening.alias, 'memories');
      const device = { ...found.device, target: { ...found.device.target, currentKiB: happening.sizeKiB } };
      domain.definition = updated(definition, { kind: 'memories', device });
      return events.emit('domainMemoryDeviceSizeChange', { dom, alias: happening.alias, size: happening.sizeKiB });
    }
    case 'macAddress': {
      const { alias, address } = happening;
      const { device } = requireDevice(domain, alias, 'interfaces');
      const oldMAC = device.mac?.address ?? '';
      domain.definition = withInterface(definition, device, nic => ({ ...nic, mac: { ...nic.mac, address } }));
      return events.emit('domainNICMACChange', { dom, alias, oldMAC, newMAC: address });
    }
    case 'blockThreshold': {
      const threshold = domain.runtime.thresholds.get(happening.disk);
      if (threshold === undefined)
        throw new VirtError('INVALID_ARG', 'TEST', `nobody has set a threshold for '${happening.disk}'`);
      // It is told once; whoever wants to know more sets another one.
      domain.runtime.thresholds.delete(happening.disk);
      const path = diskPath(requireDisk(domain, happening.disk.replace(/\[\d+\]$/, ''))) ?? null;
      return events.emit('domainBlockThreshold', {
        dom,
        dev: happening.disk,
        path,
        threshold,
        excess: happening.excess,
      });
    }
    case 'controlError':
      return events.emit('domainControlError', { dom });
    default:
      return happening satisfies never;
  }
}

const watchdogChanges: Readonly<Partial<Record<keyof typeof WatchdogAction, Change>>> = {
  pause: 'stopOnWatchdog',
  reset: 'reboot',
  poweroff: 'destroy',
  shutdown: 'shutdown',
};

/** What a guest's definition says about a crash. */
function afterPanic(host: TestHost, domain: TestDomain): void {
  const action = domain.definition.onCrash ?? 'destroy';
  if (action === 'preserve') return;
  moveTo(host, domain, action.includes('restart') ? 'reboot' : 'crash');
}

function nameOf(device: Disk): string {
  return aliasOf({ kind: 'disks', device }) ?? '';
}

function requireDisk({ definition }: TestDomain, target: string): Disk {
  const disk = findDisk(definition, target);
  if (disk === undefined) throw new VirtError('INVALID_ARG', 'TEST', `the guest has no disk '${target}'`);
  return disk;
}

type Found = NonNullable<ReturnType<typeof findByAlias>>;

function requireDevice<K extends 'memories' | 'interfaces'>(
  { definition }: TestDomain,
  alias: string,
  kind: K,
): Extract<Found, { kind: K }> {
  const found = findByAlias(definition, alias);
  if (found === undefined || !isOfKind(found, kind))
    throw new VirtError('INVALID_ARG', 'TEST', `the guest has no '${alias}' among its ${kind}`);
  return found;
}

function isOfKind<K extends Found['kind']>(found: Found, kind: K): found is Extract<Found, { kind: K }> {
  return found.kind === kind;
}
