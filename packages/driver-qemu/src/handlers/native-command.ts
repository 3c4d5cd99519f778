import { parseDomain, withAliases } from '@tsvirt/conf/domain';
import { VirtError } from '@tsvirt/util';
import type { EmulatorCapabilities } from '../capabilities/emulator-capabilities.js';
import type { FirmwareDescriptor } from '../capabilities/firmware-descriptors.js';
import { commandLine } from '../command/command-line.js';
import type { Guest } from '../definition.js';
import type { QemuHost } from '../host.js';
import { completeGuest } from '../policy/complete-guest.js';
import { withFirmware } from '../policy/firmware.js';
import { withSettledCpu } from '../policy/host-model.js';
import { guestFiles } from '../state/layout.js';

/** The one foreign format that this driver writes. */
const format = 'qemu-argv';

/**
 * The command line by which a document's guest would be run, as one text for a shell.
 * @throws INVALID_ARG for another format
 */
export async function nativeCommand(host: QemuHost, wanted: string, xml: string): Promise<string> {
  if (wanted !== format) throw new VirtError('INVALID_ARG', 'QEMU', `unsupported config type ${wanted}`);
  const guest = await completeGuest(parseDomain(xml, { inactive: true }), host);
  const capabilities = await host.capabilities.of(guest.devices.emulator);
  const { emulator, args, env } = shownCommand(host, guest, capabilities, await host.firmware());
  const variables = Object.entries(env).map(([name, value]) => `${name}=${quoted(value)}`);
  return `${[...variables, emulator, ...args.map(quoted)].join(' ')}\n`;
}

/** The command line of a guest that is not run: with paths where a running one has descriptors. */
export function shownCommand(
  host: Pick<QemuHost, 'layout'>,
  guest: Guest,
  capabilities: EmulatorCapabilities,
  descriptors: readonly FirmwareDescriptor[],
) {
  const files = guestFiles(host.layout, -1, guest.name);
  return commandLine({
    domain: shown(
      withAliases(withFirmware(withSettledCpu(guest, capabilities), descriptors, host.layout.nvram)),
      files.channels,
    ),
    capabilities,
    files,
    nics: { tap: shownTap },
    runs: false,
    monitorFd: undefined,
  });
}

/** A descriptor that nobody opens. */
const shownTap = () => ({ fds: ['0'], vhostFds: [] });

function shown(guest: Guest, channels: string): Guest {
  const { devices } = guest;
  return {
    ...guest,
    devices: {
      ...devices,
      // Tuning of the host's side is no part of the conversion, nor is a place in the boot order.
      interfaces: devices.interfaces.map(
        ({ driver: _driver, mtu: _mtu, boot: _boot, sendBuffer: _sendBuffer, ...nic }) =>
          nic.source.type === 'hostdev' ? { ...nic, source: { type: 'ethernet' } } : nic,
      ),
      channels: devices.channels.map(channel => {
        const { source, target } = channel;
        if (source.type !== 'unix' || source.path !== undefined || target.type !== 'virtio') return channel;
        return { ...channel, source: { ...source, mode: 'bind', path: `${channels}/${target.name ?? ''}` } };
      }),
    },
  };
}

function quoted(argument: string): string {
  return /^[A-Za-z0-9_\-+./:=,@%]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
