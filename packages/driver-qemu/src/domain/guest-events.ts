import {
  ConnectDomainEventAgentLifecycleReason,
  ConnectDomainEventAgentLifecycleState,
  DomainEventIOErrorAction,
  DomainEventTrayChangeReason,
  DomainEventWatchdogAction,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import type { QemuHost } from '../host.js';
import { numbered } from '../command/disk.js';
import type { JsonObject, QmpEvent } from '../monitor/qmp-message.js';
import { deviceRemoved } from '../hotplug/live-device.js';
import { graphicsEvent } from './graphics-event.js';
import { moveTo, noteStatus } from './moves.js';
import type { LivePart, QemuDomain, Running } from './qemu-domain.js';
import { finishReboot } from './reboot.js';
import { destroy } from './stop.js';

/** @param ours whether the event follows from what this driver had asked when it came */
type Handler = (host: QemuHost, domain: Running, data: JsonObject, ours: boolean) => void | Promise<void>;

/** What follows from what QEMU tells. Events that aren't here concern nobody but subscribers of monitor events. */
const handlers: Readonly<Record<string, Handler>> = {
  STOP: async (host, domain, _data, ours) => {
    if (domain.phase.state === 'running' && !ours) await moveTo(host, domain, 'foundPaused');
  },
  RESUME: async (host, domain, _data, ours) => {
    const { phase } = domain;
    if (phase.state === 'paused' && phase.reason !== 'startingUp' && !ours) await moveTo(host, domain, 'resume');
  },
  RESET: (host, domain) => host.emit('domainReboot', { dom: domain.reference }),
  SHUTDOWN: shutDown,
  POWERDOWN: () => {},
  SUSPEND: async (host, domain) => {
    if (domain.phase.state !== 'running') return;
    await moveTo(host, domain, 'sleep');
    host.emit('domainPMSuspend', { dom: domain.reference, reason: 0 });
  },
  SUSPEND_DISK: (host, domain) => host.emit('domainPMSuspendDisk', { dom: domain.reference, reason: 0 }),
  WAKEUP: async (host, domain) => {
    if (domain.phase.state !== 'pmsuspended') return;
    host.emit('domainPMWakeup', { dom: domain.reference, reason: 0 });
    await moveTo(host, domain, 'wakeup');
  },
  RTC_CHANGE: (host, domain, data) => {
    host.emit('domainRTCChange', { dom: domain.reference, offset: integer(data['offset']) });
  },
  WATCHDOG: async (host, domain, data) => {
    const action = watchdogActions[String(data['action'])] ?? DomainEventWatchdogAction.none;
    host.emit('domainWatchdog', { dom: domain.reference, action });
    if (data['action'] === 'pause' && domain.phase.state === 'running') await moveTo(host, domain, 'stopOnWatchdog');
  },
  BLOCK_IO_ERROR: ioError,
  GUEST_PANICKED: panicked,
  BALLOON_CHANGE: async (host, domain, data) => {
    const actual = integer(data['actual']) / 1024n;
    domain.live.balloonKiB = actual;
    host.emit('domainBalloonChange', { dom: domain.reference, actual });
    await noteStatus(host, domain);
  },
  DEVICE_DELETED: async (host, domain, data) => {
    const device = data['device'];
    if (typeof device !== 'string') return;
    await deviceRemoved(host, domain, device);
    host.emit('domainDeviceRemoved', { dom: domain.reference, devAlias: device });
  },
  DEVICE_TRAY_MOVED: (host, domain, data) => {
    const id = data['id'];
    const reason = data['tray-open'] === true ? DomainEventTrayChangeReason.open : DomainEventTrayChangeReason.close;
    if (typeof id === 'string') host.emit('domainTrayChange', { dom: domain.reference, devAlias: id, reason });
  },
  VSERPORT_CHANGE: channelChanged,
  VNC_CONNECTED: (host, domain, data) => graphicsEvent(host, domain, 'connect', data),
  VNC_INITIALIZED: (host, domain, data) => graphicsEvent(host, domain, 'initialize', data),
  VNC_DISCONNECTED: (host, domain, data) => graphicsEvent(host, domain, 'disconnect', data),
  SPICE_CONNECTED: (host, domain, data) => graphicsEvent(host, domain, 'connect', data),
  SPICE_INITIALIZED: (host, domain, data) => graphicsEvent(host, domain, 'initialize', data),
  SPICE_DISCONNECTED: (host, domain, data) => graphicsEvent(host, domain, 'disconnect', data),
};

const watchdogActions: Readonly<Record<string, number>> = {
  none: DomainEventWatchdogAction.none,
  pause: DomainEventWatchdogAction.pause,
  reset: DomainEventWatchdogAction.reset,
  poweroff: DomainEventWatchdogAction.poweroff,
  shutdown: DomainEventWatchdogAction.shutdown,
  debug: DomainEventWatchdogAction.debug,
  'inject-nmi': DomainEventWatchdogAction.injectnmi,
};

/** Takes one event of a guest's monitor: subscribers of monitor events get it at once, its consequences follow in order. */
export function guestEvent(host: QemuHost, domain: QemuDomain, live: LivePart, event: QmpEvent): void {
  if (host.events.wanted('monitor')) {
    host.emit('monitor', {
      dom: domain.reference,
      event: event.name,
      seconds: BigInt(event.seconds ?? 0),
      micros: event.microseconds ?? 0,
      details: Object.keys(event.data).length === 0 ? null : JSON.stringify(event.data),
    });
  }
  const handler = handlers[event.name];
  if (handler === undefined) return;
  // Judged at once: by the time the step runs, the answer to what was asked may be in.
  if (event.name === 'SHUTDOWN' && startsAgain(live, event.data)) live.asked = 'reboot';
  const ours = live.asked !== undefined;
  domain
    .follow(async () => {
      if (runs(domain, live)) await handler(host, domain, event.data, ours);
    })
    .catch((reason: unknown) =>
      host.log.warn(`domain '${domain.name}': event ${event.name}: ${VirtError.wrap(reason, 'QEMU').message}`),
    );
}

function runs(domain: QemuDomain, live: LivePart): domain is Running {
  return domain.live === live;
}

/** Whether the guest's powering off is only half of a reboot, or what it is to do instead. */
function startsAgain(live: LivePart, data: JsonObject): boolean {
  if (data['guest'] !== true || live.ending !== undefined || data['reason'] === 'guest-reset') return false;
  return live.rebootPending || live.definition.onPoweroff === 'restart';
}

/** The guest powered itself off, or somebody ends its process. */
async function shutDown(host: QemuHost, domain: Running, data: JsonObject): Promise<void> {
  const { live } = domain;
  const byGuest = data['guest'] === true;
  if (startsAgain(live, data)) {
    await finishReboot(host, domain);
    return;
  }
  if (domain.phase.state !== 'shutdown' && domain.phase.state !== 'crashed')
    await moveTo(host, domain, byGuest ? 'guestShutdown' : 'hostShutdown');
  if (byGuest && live.ending === undefined) endSoon(host, domain, 'finish');
}

/** Ends the process from inside a chain of events, which the end itself is a later link of. */
function endSoon(host: QemuHost, domain: Running, ending: 'finish'): void {
  destroy(domain, ending).catch((reason: unknown) => {
    host.log.warn(`domain '${domain.name}': cannot end its process: ${VirtError.wrap(reason, 'QEMU').message}`);
  });
}

async function ioError(host: QemuHost, domain: Running, data: JsonObject): Promise<void> {
  const action = data['action'] === 'stop' ? 'pause' : data['action'] === 'report' ? 'report' : 'none';
  const node = data['node-name'];
  const disk = numbered(domain.live.definition).find(
    ({ disk: { alias }, images }) =>
      images.some(({ index }) => node === `libvirt-${index}-format` || node === `libvirt-${index}-storage`) ||
      (alias !== undefined && data['device'] === alias),
  )?.disk;
  const srcPath =
    disk?.source.type === 'file'
      ? (disk.source.file ?? '')
      : disk?.source.type === 'block'
        ? (disk.source.dev ?? '')
        : '';
  const common = {
    dom: domain.reference,
    srcPath,
    devAlias: disk?.alias ?? '',
    action: DomainEventIOErrorAction[action],
  };
  host.emit('domainIOError', common);
  host.emit('domainIOErrorReason', { ...common, reason: data['nospace'] === true ? 'enospc' : '' });
  if (action === 'pause' && domain.phase.state === 'running') await moveTo(host, domain, 'stopOnIoError');
}

async function panicked(host: QemuHost, domain: Running): Promise<void> {
  if (domain.phase.state !== 'running' && domain.phase.state !== 'paused') return;
  await moveTo(host, domain, 'stopOnPanic');
  await applyCrashAction(host, domain);
}

/** What the definition wants of a guest that has panicked. */
export async function applyCrashAction(host: QemuHost, domain: Running): Promise<void> {
  switch (domain.live.definition.onCrash) {
    case 'restart':
    case 'coredump-restart':
      await finishReboot(host, domain);
      break;
    case 'preserve':
      break;
    default:
      // The state is `crashed`, so the end of the process is understood as the crash's.
      void domain.live.process?.kill().catch((reason: unknown) => {
        host.log.warn(`domain '${domain.name}': cannot end its process: ${VirtError.wrap(reason, 'QEMU').message}`);
      });
  }
}

/** A program in the guest opened or closed its end of a channel. */
async function channelChanged(host: QemuHost, domain: Running, data: JsonObject): Promise<void> {
  const { live } = domain;
  const connected = data['open'] === true;
  const { devices } = live.definition;
  const index = devices.channels.findIndex(({ alias }) => alias === data['id']);
  const channel = devices.channels[index];
  if (channel === undefined || channel.target.type === 'guestfwd') return;
  const state = connected ? 'connected' : 'disconnected';
  const changed = { ...channel, target: { ...channel.target, state } } as const;
  live.definition = { ...live.definition, devices: { ...devices, channels: devices.channels.with(index, changed) } };
  await noteStatus(host, domain);
  if (channel.target.name === agentChannel) {
    host.emit('domainAgentLifecycle', {
      dom: domain.reference,
      state: ConnectDomainEventAgentLifecycleState[state],
      reason: ConnectDomainEventAgentLifecycleReason.channel,
    });
  }
}

/** The channel of QEMU's guest agent. */
export const agentChannel = 'org.qemu.guest_agent.0';

function integer(value: unknown): bigint {
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : 0n;
}
