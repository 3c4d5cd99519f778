import { type Device, requireDevice } from '@tsvirt/conf/domain';
import { VirtError } from '@tsvirt/util';
import { Arguments } from '../command/arguments.js';
import { hasMedium, imageArguments } from '../command/disk.js';
import type { Disk, Interface } from '../definition.js';
import { noteStatus } from '../domain/moves.js';
import type { Running } from '../domain/qemu-domain.js';
import type { QemuHost } from '../host.js';
import { type Monitor, QmpError } from '../monitor/monitor.js';
import { withImageNumbers } from './image-numbers.js';
import { plug, unplugBackends } from './plug.js';

/** How often a tray that the guest closes is opened again before that is the error. */
const trayTries = 5;

interface UpdateOptions {
  /** A medium that the guest has locked is taken out nevertheless. */
  readonly force: boolean;
  readonly signal: AbortSignal;
}

/**
 * Changes a device of a running guest: the medium in a drive, whether an interface's cable is plugged in.
 * @throws DEVICE_MISSING and others when it has none such; OPERATION_UNSUPPORTED for what can't change while it runs
 */
export async function updateLiveDevice(
  host: QemuHost,
  domain: Running,
  monitor: Monitor,
  wanted: Device,
  options: UpdateOptions,
): Promise<void> {
  const { devices } = domain.live.definition;
  if (wanted.kind === 'disks') {
    const found = requireDevice(devices, wanted, 'QEMU');
    if (found.kind === 'disks') await changeMedium(domain, monitor, found.device, wanted.device, options);
  } else if (wanted.kind === 'interfaces') {
    const found = requireDevice(devices, wanted, 'QEMU');
    if (found.kind === 'interfaces') await changeLink(domain, monitor, found.device, wanted.device, options);
  } else {
    throw new VirtError('OPERATION_UNSUPPORTED', 'QEMU', `live update of device '${wanted.kind}' is not supported`);
  }
  await noteStatus(host, domain);
}

async function changeMedium(
  domain: Running,
  monitor: Monitor,
  before: Disk,
  wanted: Disk,
  { force, signal }: UpdateOptions,
): Promise<void> {
  if (before.device !== 'cdrom' && before.device !== 'floppy')
    throw new VirtError(
      'OPERATION_UNSUPPORTED',
      'QEMU',
      `disk '${before.target.dev}' has no medium that can be changed`,
    );
  const { live } = domain;
  const { definition } = live;
  const id = before.alias ?? '';
  const after = withImageNumbers(
    { ...before, source: wanted.source, driver: wanted.driver ?? before.driver },
    definition,
  );
  const inserts = hasMedium(after.source);
  const args = new Arguments();
  const node = inserts ? imageArguments(args, after, definition) : undefined;
  const openTray = () => monitor.execute('blockdev-open-tray', { id, force }, { signal });
  await openTray();
  if (hasMedium(before.source)) {
    await whileOpen(openTray, () => monitor.execute('blockdev-remove-medium', { id }, { signal }));
    const old = new Arguments();
    imageArguments(old, before, definition);
    await unplugBackends(monitor, old);
  }
  if (node !== undefined) {
    await plug(monitor, args, signal);
    await whileOpen(openTray, () => monitor.execute('blockdev-insert-medium', { id, 'node-name': node }, { signal }));
  }
  await monitor.execute('blockdev-close-tray', { id }, { signal });
  const { devices } = live.definition;
  const disks = devices.disks.map(disk => (disk.alias === before.alias ? after : disk));
  live.definition = { ...live.definition, devices: { ...devices, disks } };
}

/** Guests may close the tray at any moment, firmware that looks for a medium does: it is opened again, a few times. */
async function whileOpen(openTray: () => Promise<unknown>, step: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await step();
      return;
    } catch (reason) {
      if (tries === trayTries || !(reason instanceof QmpError) || !/tray/i.test(reason.message)) throw reason;
      await openTray();
    }
  }
}

async function changeLink(
  { live }: Running,
  monitor: Monitor,
  before: Interface,
  wanted: Interface,
  { signal }: UpdateOptions,
): Promise<void> {
  if (before.source.type !== wanted.source.type || (before.model ?? '') !== (wanted.model ?? before.model ?? ''))
    throw new VirtError(
      'OPERATION_UNSUPPORTED',
      'QEMU',
      'cannot modify network device except for the state of its link',
    );
  const name = before.alias ?? '';
  await monitor.execute('set_link', { name, up: wanted.linkState !== 'down' }, { signal });
  const { devices } = live.definition;
  const { linkState: _old, ...rest } = before;
  const after = wanted.linkState === undefined ? rest : { ...rest, linkState: wanted.linkState };
  const interfaces = devices.interfaces.map(nic => (nic === before ? after : nic));
  live.definition = { ...live.definition, devices: { ...devices, interfaces } };
}
