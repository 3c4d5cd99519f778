import type { Disk, Guest, StorageSource } from '../definition.js';
import { VirtError } from '@tsvirt/util';
import { addressProperties, controllerAlias } from './address.js';
import type { Arguments, Properties } from './arguments.js';
import type { CommandContext } from './context.js';
import { virtioDevice } from './context.js';
import { protocolProperties } from './storage.js';
import { virtioProperties } from './virtio.js';

/** Whether there is an image in the drive. */
export function hasMedium(source: StorageSource): boolean {
  switch (source.type) {
    case 'file':
      return source.file !== undefined && source.file !== '';
    case 'block':
      return source.dev !== undefined && source.dev !== '';
    case 'dir':
      return source.dir !== undefined;
    default:
      return true;
  }
}

/** One image of a disk's backing chain, with the number that its block nodes are named after. */
interface Image {
  readonly source: StorageSource;
  readonly format: string;
  readonly index: number;
  /** The image below; `null` ends the chain, absent leaves it to what the image says. */
  readonly below: number | null | undefined;
}

/** The disks' block nodes and devices. @param bootIndex the boot order by disk */
export function disks(context: CommandContext, bootIndex: ReadonlyMap<unknown, number>): void {
  const { domain, args } = context;
  for (const { disk, images } of numbered(domain)) {
    if (disk.source.type === 'vhostuser')
      throw new VirtError(
        'CONFIG_UNSUPPORTED',
        'QEMU',
        `disk '${disk.target.dev}': vhost-user disks are not supported`,
      );
    for (const image of images.toReversed()) imageNodes(args, disk, image);
    const top = images[0];
    const node = top === undefined ? undefined : topNode(disk, top.index);
    if (disk.driver?.copyOnRead === true && top !== undefined) {
      args.blockdev({
        driver: 'copy-on-read',
        'node-name': node,
        file: `libvirt-${top.index}-format`,
        discard: 'unmap',
      });
    }
    if (disk.target.bus === 'fdc') floppy(context, disk, node);
    else args.device(deviceProperties(domain, disk, node, bootIndex.get(disk)));
  }
}

/** Images are numbered from the last disk to the first, each chain from its top, as libvirt does; an empty drive counts. */
export function numbered(domain: Guest): readonly { readonly disk: Disk; readonly images: readonly Image[] }[] {
  let next = 1;
  const result: { disk: Disk; images: readonly Image[] }[] = [];
  for (const disk of domain.devices.disks.toReversed()) {
    if (!hasMedium(disk.source)) {
      next += 1;
      result.unshift({ disk, images: [] });
      continue;
    }
    const chain: Omit<Image, 'below'>[] = [];
    const add = (source: StorageSource, format: string | undefined, index: number | undefined) => {
      // A directory is shown as an image by QEMU, which has no format then.
      chain.push({ source, format: source.type === 'dir' ? 'raw' : (format ?? 'raw'), index: index ?? next });
      next += 1;
    };
    add(disk.source, disk.driver?.type, disk.source.index);
    let below = disk.backingStore;
    for (; below?.source !== undefined; below = below.backingStore) add(below.source, below.format?.type, below.index);
    const isClosed = below !== undefined;
    const images = chain.map((image, position) => ({
      ...image,
      below: chain[position + 1]?.index ?? (isClosed && image.format !== 'raw' ? null : undefined),
    }));
    result.unshift({ disk, images });
  }
  return result;
}

/** The block node that a disk's device is attached to. */
export function topNode(disk: Disk, index: number): string {
  return disk.driver?.copyOnRead === true ? `libvirt-CoR-${disk.target.dev}` : `libvirt-${index}-format`;
}

/**
 * Writes down the block nodes of one disk's images, whose numbers it has.
 * @returns the node that the drive is to show; undefined for an empty one
 */
export function imageArguments(args: Arguments, disk: Disk, guest: Guest): string | undefined {
  const [only] = numbered({ ...guest, devices: { ...guest.devices, disks: [disk] } });
  const [top] = only?.images ?? [];
  for (const image of only?.images.toReversed() ?? []) imageNodes(args, disk, image);
  return top === undefined ? undefined : topNode(disk, top.index);
}

function imageNodes(args: Arguments, disk: Disk, image: Image): void {
  const driver = disk.driver;
  const storage = `libvirt-${image.index}-storage`;
  const cache = cacheProperties(cacheMode(disk));
  const protocol = protocolProperties(image.source, { aio: driver?.io });
  args.blockdev({
    ...(disk.device === 'floppy' && image.source.type === 'dir' ? { ...protocol, floppy: true } : protocol),
    'node-name': storage,
    cache,
    'auto-read-only': true,
    discard: 'unmap',
  });
  const isTop = image.source === disk.source;
  const slice = image.source.slices?.[0];
  args.blockdev({
    'node-name': `libvirt-${image.index}-format`,
    'read-only': !isTop || disk.readonly || disk.device === 'cdrom',
    discard: driver?.discard,
    'detect-zeroes': isTop ? detectZeroes(disk) : undefined,
    cache,
    driver: image.format === 'raw' ? 'raw' : image.format,
    offset: slice?.offset,
    size: slice?.size,
    file: storage,
    backing: image.below === undefined ? undefined : image.below === null ? null : `libvirt-${image.below}-format`,
  });
}

/** Zeroes can only be unmapped where discard is allowed. */
function detectZeroes({ driver }: Disk): string | undefined {
  const wish = driver?.detectZeroes;
  return wish === 'unmap' && driver?.discard !== 'unmap' ? 'on' : wish;
}

/** A disk that guests share must not be cached by the host of one of them. */
function cacheMode({ driver, shareable, readonly }: Disk): string | undefined {
  const isShared = shareable === true && readonly !== true;
  return isShared && (driver?.cache === undefined || driver.cache === 'default') ? 'none' : driver?.cache;
}

function cacheProperties(mode: string | undefined): Properties | undefined {
  switch (mode) {
    case 'none':
    case 'directsync':
      return { direct: true, 'no-flush': false };
    case 'writeback':
    case 'writethrough':
      return { direct: false, 'no-flush': false };
    case 'unsafe':
      return { direct: false, 'no-flush': true };
    default:
      return undefined;
  }
}

function writeCache(mode: string | undefined): 'on' | 'off' | undefined {
  if (mode === undefined || mode === 'default') return undefined;
  return mode === 'writethrough' || mode === 'directsync' ? 'off' : 'on';
}

/** Properties of the device that the guest sees. @param node absent for an empty drive */
export function deviceProperties(
  domain: Guest,
  disk: Disk,
  node: string | undefined,
  bootIndex: number | undefined,
): Properties {
  const { driver, target } = disk;
  const alias = disk.alias ?? '';
  const shared = disk.shareable ? true : undefined;
  // An empty drive has no cache to write through.
  const cache = node === undefined ? undefined : writeCache(cacheMode(disk));
  const tail: Properties = {
    drive: node,
    id: alias,
    bootindex: bootIndex,
    logical_block_size: disk.blockio?.logicalBlockSize,
    physical_block_size: disk.blockio?.physicalBlockSize,
    discard_granularity: disk.blockio?.discardGranularity,
  };
  const identity: Properties = {
    wwn: disk.wwn === undefined ? undefined : BigInt(`0x${disk.wwn.replace(/^0x/, '')}`),
    rotation_rate: target.rotationRate,
    vendor: disk.vendor,
    product: disk.product,
    serial: disk.serial,
    cyls: disk.geometry?.cylinders,
    heads: disk.geometry?.heads,
    secs: disk.geometry?.sectors,
    'bios-chs-trans': disk.geometry?.translation,
    'write-cache': cache,
    werror: policyName(driver?.errorPolicy),
    rerror: driver?.readErrorPolicy ?? (driver?.errorPolicy === 'enospace' ? undefined : driver?.errorPolicy),
  };
  const unit = disk.address?.type === 'drive' ? disk.address : undefined;
  switch (target.bus) {
    case 'virtio':
      return {
        driver: virtioDevice('virtio-blk-pci', disk.model),
        ...virtioProperties(driver),
        iothread: driver?.iothread === undefined ? undefined : `iothread${driver.iothread}`,
        ioeventfd: driver?.ioeventfd,
        event_idx: driver?.eventIdx,
        'num-queues': driver?.queues,
        'queue-size': driver?.queueSize,
        ...addressProperties(domain, disk.address),
        'share-rw': shared,
        ...tail,
        ...identity,
      };
    case 'ide':
      return {
        driver: disk.device === 'cdrom' ? 'ide-cd' : 'ide-hd',
        bus: `${controllerAlias(domain, 'ide', unit?.controller ?? 0)}.${unit?.bus ?? 0}`,
        unit: unit?.unit ?? 0,
        'share-rw': shared,
        ...tail,
        ...identity,
      };
    case 'sata':
      return {
        driver: disk.device === 'cdrom' ? 'ide-cd' : 'ide-hd',
        bus: `${controllerAlias(domain, 'sata', unit?.controller ?? 0)}.${unit?.unit ?? 0}`,
        'share-rw': shared,
        ...tail,
        ...identity,
      };
    case 'scsi':
      return { ...scsiProperties(domain, disk), 'share-rw': shared, ...tail, ...identity };
    case 'usb':
      return {
        driver: 'usb-storage',
        ...addressProperties(domain, disk.address),
        'share-rw': shared,
        ...tail,
        removable: target.removable ?? false,
        ...identity,
      };
    default:
      throw new VirtError(
        'CONFIG_UNSUPPORTED',
        'QEMU',
        `unsupported disk bus '${target.bus ?? 'none'}' with device setup`,
      );
  }
}

/** QEMU's word for stopping when the host's disk is full, and only then. */
function policyName(policy: string | undefined): string | undefined {
  return policy === 'enospace' ? 'enospc' : policy;
}

/** Controllers that know no channels and one unit for each target. */
const narrowScsi: ReadonlySet<string> = new Set(['lsilogic', 'ncr53c90', 'dc390', 'am53c974', 'buslogic']);

function scsiProperties(domain: Guest, disk: Disk): Properties {
  const { controller = 0, bus = 0, target = 0, unit = 0 } = disk.address?.type === 'drive' ? disk.address : {};
  const name = controllerAlias(domain, 'scsi', controller);
  const found = domain.devices.controllers.find(
    ({ kind, index }) => kind.type === 'scsi' && (index ?? 0) === controller,
  );
  const model = found?.kind.type === 'scsi' ? found.kind.model : undefined;
  const driver = disk.device === 'lun' ? 'scsi-block' : disk.device === 'cdrom' ? 'scsi-cd' : 'scsi-hd';
  const place: Properties = narrowScsi.has(model ?? '')
    ? { bus: `${name}.${bus}`, 'scsi-id': unit }
    : { bus: `${name}.0`, channel: bus, 'scsi-id': target, lun: unit };
  // Guests know the disk by this; QEMU would make it from the drive's name, which differs from that of older versions.
  const deviceId = disk.device === 'lun' ? undefined : (disk.serial ?? `drive-${disk.alias ?? ''}`);
  return { driver, ...place, device_id: deviceId };
}

function floppy({ args }: CommandContext, disk: Disk, node: string | undefined): void {
  const unit = disk.address?.type === 'drive' ? disk.address.unit : 0;
  args.device({ driver: 'floppy', unit, drive: node, id: disk.alias });
}

/** The floppy controller's boot order, or the controller itself where the machine has none. Comes before all disks. */
export function floppyController({ domain, args }: CommandContext, bootIndex: ReadonlyMap<unknown, number>): void {
  const floppies = domain.devices.disks.filter(({ target }) => target.bus === 'fdc');
  if (floppies.length === 0) return;
  const order = floppies.flatMap(disk => {
    const index = bootIndex.get(disk);
    const unit = disk.address?.type === 'drive' ? disk.address.unit : 0;
    return index === undefined ? [] : [[`bootindex${unit === 0 ? 'A' : 'B'}`, index] as const];
  });
  if (hasExternalFdc(domain)) args.device({ driver: 'isa-fdc', ...Object.fromEntries(order) });
  else for (const [name, index] of order) args.option('global', `isa-fdc.${name}=${index}`);
}

/** q35 has no floppy controller of its own since its version 2.4. */
export function hasExternalFdc(domain: Guest): boolean {
  return (
    /^pc-q35-|^q35$/.test(domain.os.type.machine ?? '') && !/^pc-q35-(1\.|2\.[0-3]$)/.test(domain.os.type.machine ?? '')
  );
}
