import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { withAliases } from '@tsvirt/conf/domain';
import type { CallerConnection } from '@tsvirt/core/contract';
import { ConnectDomainEventAgentLifecycleReason, ConnectDomainEventAgentLifecycleState } from '@tsvirt/core/protocol';
import { deferred, Undo, VirtError } from '@tsvirt/util';
import { commandLine } from '../command/command-line.js';
import type { Guest } from '../definition.js';
import type { QemuHost } from '../host.js';
import { withFirmware } from '../policy/firmware.js';
import { withSettledCpu } from '../policy/host-model.js';
import { firstExtraFd, launch, monitorFd } from '../process/launch.js';
import { guestFiles } from '../state/layout.js';
import { withBlockNodes } from './block-nodes.js';
import { agentChannel, guestEvent } from './guest-events.js';
import { setLiveVcpus } from '../hotplug/vcpus.js';
import { withLabels } from './labels.js';
import { agreedDetails, readLiveDetails } from './live-details.js';
import { openLaunchLog } from './launch-log.js';
import { releasePorts, withPorts } from './listeners.js';
import { refuseLeftover } from './leftover.js';
import { moveTo, saveStatus } from './moves.js';
import { connectNics } from './nic-backends.js';
import { ensureNvram } from './nvram.js';
import type { LivePart, QemuDomain } from './qemu-domain.js';
import { endWith, processEnded, removeFiles } from './stop.js';

export interface StartOptions {
  /** Leave the guest stopped before its first instruction. */
  readonly paused: boolean;
  /** The connection whose end is the guest's end; absent for guests that outlive every client. */
  readonly endsWith: CallerConnection | undefined;
  /** Firmware's variables begin as in their template again. */
  readonly resetNvram: boolean;
  readonly signal: AbortSignal;
}

/**
 * Starts a guest. Everything by which it could be taken back is on disk before its first instruction. The caller holds
 * the domain's job.
 * @throws VirtError with the tail of QEMU's log when it refuses to start
 */
export async function start(
  host: QemuHost,
  domain: QemuDomain,
  definition: Guest,
  options: StartOptions,
): Promise<void> {
  const capabilities = await host.capabilities.of(definition.devices.emulator);
  if (definition.type === 'kvm' && !capabilities.kvmUsable)
    throw new VirtError(
      'CONFIG_UNSUPPORTED',
      'QEMU',
      `KVM is not available on this host, which domain '${domain.name}' needs`,
    );
  const id = host.domains.nextId();
  const files = guestFiles(host.layout, id, domain.name);
  await refuseLeftover(files.pid, domain);
  const settled = withLabels(
    host,
    withFirmware({ ...withSettledCpu(definition, capabilities), id }, await host.firmware(), host.layout.nvram),
  );
  await using undo = new Undo(reason => host.log.warn(`domain '${domain.name}': ${String(reason)}`));
  const live: LivePart = {
    id,
    files,
    definition: await withPorts(host, withBlockNodes(withAliases(settled)), files),
    process: undefined,
    unreached: undefined,
    rebootPending: false,
    outlive: undefined,
    balloonKiB: undefined,
    leaving: new Map(),
    asked: undefined,
    ending: undefined,
    gone: deferred(),
    vcpuThreads: [],
  };
  host.domains.activate(domain, live);
  undo.add(() => failed(host, domain, live));
  await using nics = await connectNics(host, live.definition, { firstFd: firstExtraFd, signal: options.signal });
  live.definition = nics.guest;
  const command = commandLine({
    domain: live.definition,
    capabilities,
    files,
    nics: nics.backends,
    runs: true,
    monitorFd,
  });
  const log = await openLaunchLog(host, domain.name, command, capabilities.facts);
  try {
    await allDone([
      makeFolder(files.folder),
      makeFolder(files.channels),
      ensureNvram(live.definition, { anew: options.resetNvram }),
      moveTo(host, domain, 'launch'),
    ]);
    const { process } = await launch({
      name: domain.name,
      emulator: command.emulator,
      args: command.args,
      env: command.env,
      monitorPath: files.monitor,
      log,
      fds: nics.fds,
      onEvent: event => guestEvent(host, domain, live, event),
      onExit: () => followEnd(host, domain, live),
      signal: options.signal,
    });
    live.process = process;
    nics.keep();
  } finally {
    await log.close();
  }
  const details = await readLiveDetails(live, live.process.monitor, options.signal);
  agreedDetails(live, details);
  await plugVcpus(host, domain, live, options.signal);
  await allDone([saveStatus(host, domain), writePid(files.pid, live.process.pid)]);
  emitAgentAbsent(host, domain, live);
  if (options.paused) await moveTo(host, domain, 'bootPaused');
  else {
    await live.process.monitor.execute('cont', undefined, { signal: options.signal });
    await moveTo(host, domain, 'boot');
  }
  undo.keep();
  if (options.endsWith !== undefined) endWith(options.endsWith, Object.assign(domain, { live }));
}

/** CPUs that can be unplugged are none that QEMU starts with. */
async function plugVcpus(host: QemuHost, domain: QemuDomain, live: LivePart, signal: AbortSignal): Promise<void> {
  const { vcpu, vcpus } = live.definition;
  const wanted = vcpu.current ?? vcpu.count;
  if (vcpus === undefined || live.process === undefined || live.vcpuThreads.length >= wanted) return;
  await setLiveVcpus(host, Object.assign(domain, { live }), live.process.monitor, wanted, signal);
}

/** The end of a process is the last of a guest's events. */
export function followEnd(host: QemuHost, domain: QemuDomain, live: LivePart): void {
  domain
    .follow(async () => {
      if (!host.stopped) await processEnded(host, domain, live);
      // The next daemon sees to the rest; who waits in this one need not any more.
      else live.gone.resolve();
    })
    .catch((reason: unknown) =>
      host.log.error(`domain '${domain.name}': after its end: ${VirtError.wrap(reason, 'QEMU').message}`),
    );
}

/** Takes a start back that did not come to its end. */
async function failed(host: QemuHost, domain: QemuDomain, live: LivePart): Promise<void> {
  live.ending = 'startFailed';
  if (live.process !== undefined) {
    await live.process.kill();
    await live.gone.promise;
    return;
  }
  if (domain.phase.state === 'shutoff') {
    releasePorts(host, live.definition.devices.graphics);
    host.domains.deactivate(domain);
  } else await processEnded(host, domain, live);
  await removeFiles(live);
}

/** Waits for all steps, also when one fails: what is taken back after that must not meet a step that is still under way. */
async function allDone(steps: readonly Promise<void>[]): Promise<void> {
  for (const step of await Promise.allSettled(steps)) if (step.status === 'rejected') throw step.reason;
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (reason) {
    throw VirtError.system(reason, 'QEMU', `cannot create folder '${path}'`);
  }
}

async function writePid(path: string, pid: number): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${pid}\n`, { mode: 0o644 });
  } catch (reason) {
    throw VirtError.system(reason, 'QEMU', `cannot write pid file '${path}'`);
  }
}

/** Until the guest's agent speaks it is absent, which subscribers are told at each start. */
function emitAgentAbsent(host: QemuHost, domain: QemuDomain, { definition }: LivePart): void {
  if (!definition.devices.channels.some(({ target }) => target.type === 'virtio' && target.name === agentChannel))
    return;
  host.emit('domainAgentLifecycle', {
    dom: domain.reference,
    state: ConnectDomainEventAgentLifecycleState.disconnected,
    reason: ConnectDomainEventAgentLifecycleReason.domainStarted,
  });
}
