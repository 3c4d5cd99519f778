import { access } from 'node:fs/promises';
import type { DriverHandlers } from '@tsvirt/core/contract';
import { readHostUuid } from '@tsvirt/util/host';
import { domainCapabilities } from '../capabilities/domain-capabilities.js';
import { formatDomainCapabilities } from '../capabilities/domain-capabilities-xml.js';
import { chooseGuest } from '../capabilities/domain-type.js';
import { findEmulators } from '../capabilities/emulators.js';
import { firmwareFolders, readFirmwareDescriptors } from '../capabilities/firmware-descriptors.js';
import { hasEntries, readHostCapabilities, readHostCpu } from '../capabilities/host-capabilities.js';
import { formatHostCapabilities } from '../capabilities/host-capabilities-xml.js';
import { softwareTpmVersions } from '../capabilities/swtpm.js';
import type { QemuHost } from '../host.js';
import { checkFlags } from './flags.js';

/** Firmware that is offered where no descriptor tells of any. */
const defaultLoaders = ['/usr/share/OVMF/OVMF_CODE.fd', '/usr/share/OVMF/OVMF_CODE.secboot.fd'];

/** Guests are not confined by a security module, which clients are told in these words. */
const securityModels = [{ model: 'none', doi: '0' }] as const;

/** What this host is, and what guests may have on it. */
export function capabilitiesHandlers(host: QemuHost): DriverHandlers {
  return {
    async connectGetCapabilities() {
      const [uuid, cpu, emulators] = await Promise.all([hostUuid(host), readHostCpu(), findEmulators()]);
      const guests = await Promise.all(
        emulators.map(async ({ arch, binary }) => ({ arch, capabilities: await host.capabilities.of(binary) })),
      );
      return {
        capabilities: formatHostCapabilities(await readHostCapabilities({ uuid, cpu, guests, securityModels })),
      };
    },
    async connectGetDomainCapabilities({ emulatorbin, arch, machine, virttype, flags }, call) {
      checkFlags(flags, 0, 'virConnectGetDomainCapabilities');
      const question = {
        emulator: emulatorbin ?? undefined,
        arch: arch ?? undefined,
        machine: machine ?? undefined,
        virtType: virttype ?? undefined,
      };
      const choice = await chooseGuest(question, await findEmulators(), host.capabilities);
      const [firmware, tpmVersions, vfio] = await Promise.all([
        readFirmwareDescriptors(firmwareFolders(host.context.privileged), host.log),
        softwareTpmVersions(undefined, call.signal),
        hasEntries('/sys/kernel/iommu_groups'),
      ]);
      const images = [...defaultLoaders, ...firmware.map(({ executable }) => executable.path)];
      const existingFiles = new Set(await existing(images));
      const answer = domainCapabilities(choice, { firmware, defaultLoaders, existingFiles, tpmVersions, vfio });
      return { capabilities: formatDomainCapabilities(answer) };
    },
    nodeGetSecurityModel: () => ({ model: securityModels[0].model, doi: securityModels[0].doi }),
  };
}

function hostUuid({ context }: QemuHost): Promise<string> {
  return readHostUuid({ configured: context.hostUuid });
}

async function existing(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map(path =>
      access(path).then(
        () => [path],
        () => [], // an image that cannot be read is not offered
      ),
    ),
  );
  return found.flat();
}
