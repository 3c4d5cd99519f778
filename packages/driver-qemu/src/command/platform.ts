import { VirtError } from '@tsvirt/util';
import { addressProperties } from './address.js';
import { type Arguments, escaped } from './arguments.js';
import { chardev } from './character.js';
import { type CommandContext, onOff, virtioDevice } from './context.js';

/** Threads that do I/O beside the main loop. */
export function iothreads({ domain, args }: CommandContext): void {
  const named = domain.iothreadIds?.iothreads ?? [];
  const ids = named.map(({ id }) => id);
  for (let next = 1; ids.length < (domain.iothreads ?? 0); next++) if (!ids.includes(next)) ids.push(next);
  for (const id of ids) args.object({ 'qom-type': 'iothread', id: `iothread${id}` });
}

/** The guest's IOMMU. */
export function iommu({ domain, args }: CommandContext): void {
  const [device] = domain.devices.iommus;
  if (device === undefined) return;
  const { driver } = device;
  if (device.model === 'virtio') {
    args.device({ driver: 'virtio-iommu', id: device.alias, ...addressProperties(domain, device.address) });
    return;
  }
  if (device.model !== 'intel')
    throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', `IOMMU model '${device.model}' is not supported`);
  args.device({
    driver: 'intel-iommu',
    id: device.alias,
    intremap: onOff(driver?.intremap),
    'caching-mode': driver?.cachingMode,
    eim: onOff(driver?.eim),
    'device-iotlb': driver?.iotlb,
    'aw-bits': driver?.awBits,
  });
}

/** What tells the guest that its past may not be its own. */
export function generationId({ domain, args }: CommandContext): void {
  if (domain.genid !== undefined) args.device({ driver: 'vmgenid', guid: domain.genid, id: 'vmgenid0' });
}

/** Where the guest leaves notes about its core. */
export function vmcoreinfo({ domain, args }: CommandContext): void {
  if (domain.features?.vmcoreinfo === true) args.device({ driver: 'vmcoreinfo' });
}

/** Devices through which the guest tells of its panics; Hyper-V's is a feature of the CPU. */
export function panics({ domain, args }: CommandContext): void {
  for (const { model, address } of domain.devices.panics) {
    if (model === 'hyperv') continue;
    if (model === 'pvpanic') args.device({ driver: 'pvpanic-pci', ...addressProperties(domain, address) });
    else args.device({ driver: 'pvpanic', ioport: address?.type === 'isa' ? address.iobase : undefined });
  }
}

/** Sockets between host and guest. */
export function vsock({ domain, args, runs }: CommandContext): void {
  const { vsock: device } = domain.devices;
  if (device === undefined) return;
  if (runs) throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', 'vsock devices are not supported');
  const model = device.model === 'default' ? undefined : device.model;
  args.device({
    driver: virtioDevice('vhost-vsock-pci', model),
    id: device.alias ?? 'vsock0',
    'guest-cid': device.cid?.address,
    vhostfd: '-1',
    ...addressProperties(domain, device.address),
  });
}

/** Memory that several guests share. */
export function shmems(context: CommandContext): void {
  const { domain, args } = context;
  for (const [index, shmem] of domain.devices.shmems.entries()) {
    const alias = shmem.alias ?? `shmem${index}`;
    const place = addressProperties(domain, shmem.address);
    if (shmem.model === 'ivshmem-doorbell') {
      args.device({
        driver: 'ivshmem-doorbell',
        id: alias,
        chardev: `char${alias}`,
        vectors: shmem.msi?.vectors,
        ioeventfd: shmem.msi?.ioeventfd,
        ...place,
      });
      chardev(
        context,
        { type: 'unix', mode: 'connect', path: shmem.server?.path ?? `/var/lib/libvirt/shmem-${shmem.name}-sock` },
        `char${alias}`,
      );
      continue;
    }
    const size = (shmem.sizeMiB ?? 4n) * 1024n * 1024n;
    args.object({
      'qom-type': 'memory-backend-file',
      id: `shmmem-${alias}`,
      'mem-path': `/dev/shm/${shmem.name}`,
      size,
      share: true,
    });
    args.device({
      driver: 'ivshmem-plain',
      id: alias,
      memdev: `shmmem-${alias}`,
      master: shmem.role === undefined ? undefined : onOff(shmem.role === 'master'),
      ...place,
    });
  }
}

/** Directories of the host as 9p file systems. */
export function filesystems({ domain, args }: CommandContext): void {
  for (const [index, filesystem] of domain.devices.filesystems.entries()) {
    const alias = filesystem.alias ?? `fs${index}`;
    const { source, driver } = filesystem;
    if (source.type !== 'mount' || driver?.type === 'virtiofs')
      throw new VirtError(
        'CONFIG_UNSUPPORTED',
        'QEMU',
        `file system '${filesystem.target.dir}': only 9p mounts are supported`,
      );
    const model =
      filesystem.accessMode === 'mapped' ? 'mapped' : filesystem.accessMode === 'squash' ? 'none' : 'passthrough';
    args.option(
      'fsdev',
      'local',
      `security_model=${model}`,
      filesystem.multidevs !== undefined && filesystem.multidevs !== 'default' && `multidevs=${filesystem.multidevs}`,
      filesystem.fileMode !== undefined && `fmode=${filesystem.fileMode}`,
      filesystem.directoryMode !== undefined && `dmode=${filesystem.directoryMode}`,
      driver?.writePolicy !== undefined && `writeout=${driver.writePolicy}`,
      `id=fsdev-${alias}`,
      `path=${escaped(source.dir ?? '')}`,
      filesystem.readonly && 'readonly=on',
    );
    args.device({
      driver: virtioDevice('virtio-9p-pci', filesystem.model),
      id: alias,
      fsdev: `fsdev-${alias}`,
      mount_tag: filesystem.target.dir,
      ...addressProperties(domain, filesystem.address),
    });
  }
}

/** Trusted platform modules. */
export function tpms({ domain, args, runs }: CommandContext): void {
  for (const [index, tpm] of domain.devices.tpms.entries()) {
    const alias = tpm.alias ?? `tpm${index}`;
    if (runs) throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', 'TPM devices are not supported');
    if (tpm.backend.type === 'passthrough') {
      args.option('tpmdev', 'passthrough', `id=tpm-${alias}`, `path=${escaped(tpm.backend.device ?? '/dev/tpm0')}`);
    } else {
      args.option('chardev', 'null', 'id=chrtpm');
      args.option('tpmdev', 'emulator', `id=tpm-${alias}`, 'chardev=chrtpm');
    }
    args.device({ driver: tpm.model ?? 'tpm-tis', tpmdev: `tpm-${alias}`, id: alias });
  }
}

/** What the guest's firmware tells about its machine. */
export function smbios({ domain, args }: CommandContext): void {
  if (domain.os.smbios !== 'sysinfo') return;
  for (const { kind } of domain.sysinfos ?? []) {
    if (kind.type !== 'smbios') continue;
    block(args, 0, kind.bios);
    block(args, 1, kind.system);
    for (const { entries } of kind.baseBoards ?? []) block(args, 2, entries);
    block(args, 3, kind.chassis);
    const strings = kind.oemStrings ?? [];
    if (strings.length > 0) args.option('smbios', 'type=11', ...strings.map(value => `value=${escaped(value)}`));
  }
}

function block(
  args: Arguments,
  type: number,
  entries: readonly { readonly name: string; readonly value: string }[] = [],
): void {
  if (entries.length > 0)
    args.option('smbios', `type=${type}`, ...entries.map(({ name, value }) => `${name}=${escaped(value)}`));
}
