import type { Architecture } from '@tsvirt/util';
import type { Devices } from '../devices.js';
import type { Domain } from '../domain.js';

type Item<D> = D extends readonly (infer T)[] ? T : Exclude<D, undefined>;

/** One kind of device by the name of its property in `Devices`. */
export type DeviceKind = Exclude<keyof Devices, 'emulator' | symbol>;

/** The device that `Devices[K]` holds one or several of. */
export type DeviceOf<K extends DeviceKind> = Item<Devices[K]>;

/**
 * What a driver does to each device of a kind: `video: (device, domain) => device with its model filled in`. The domain
 * is the one that the device is in, as far as it is complete. Throw a VirtError to refuse the device.
 */
export type DeviceSteps = {
  readonly [K in DeviceKind]?: (device: DeviceOf<K>, domain: Domain) => DeviceOf<K>;
};

/** Abilities that decide which documents are accepted or how they are read. Absent means no. */
export interface DomainAbilities {
  /** SCSI disks without an address fill 16 units of a bus instead of 7. */
  readonly wideScsi?: boolean;
  /** Slashes in a name. */
  readonly nameSlash?: boolean;
  /** Aliases that users choose; without, they are dropped. */
  readonly userAlias?: boolean;
  /** Modules of memory that can be plugged. */
  readonly memoryHotplug?: boolean;
  /** Pinning of CPUs that are not there when the guest starts. */
  readonly offlineVcpuPin?: boolean;
  /** CPUs that are on or off one by one. */
  readonly individualVcpus?: boolean;
  /** Choosing of firmware by its abilities. */
  readonly firmwareAutoselect?: boolean;
  /** Network card models that the format has no list of. */
  readonly netModelString?: boolean;
  /** Disks whose files somebody has opened for the guest. */
  readonly diskFiles?: boolean;
}

/** What a definition is completed for. */
export interface CompleteOptions {
  /**
   * The document is a caller's, not one that was completed and stored before: the sum of NUMA cells and memory modules
   * then counts for more than `<memory>`, and drivers may choose what a stored guest must keep.
   */
  readonly newDefinition?: boolean;
}

/**
 * What a hypervisor driver adds to `completeDomain`. All steps are pure: they get a domain or a device and return it,
 * completed, without touching what they got. They run in the order in which they stand here.
 */
export interface DomainPolicy {
  /** Architecture of a guest whose document names none: libvirt's name, such as `x86_64`. */
  readonly defaultArch: (domain: Domain) => Architecture | undefined;
  /** OS type of a guest whose document names none; absent: that is an error. */
  readonly defaultOsType?: string;
  /** Namespaces of the document that the driver understands; what is in others is dropped. */
  readonly namespaces?: readonly ('qemu' | 'lxc' | 'xen' | 'bhyve' | 'vmware')[];
  readonly abilities: DomainAbilities;
  /** Six bytes with colons for an interface without one; by convention in 52:54:00. */
  readonly makeMac: () => string;
  readonly makeUuid: () => string;
  /** Before anything else; for what later steps build on, such as the emulator or the machine's canonical name. */
  readonly first?: (domain: Domain) => Domain;
  /** After controllers have their numbers: devices that each guest of this hypervisor has, features, the CPU. */
  readonly domain?: (domain: Domain) => Domain;
  /** Each device, also those that were added. */
  readonly devices?: DeviceSteps;
  /**
   * Once all devices are there and complete. It may add controllers to have room for addresses, PCI bridges above all,
   * and gives each device that needs one an address: PCI slots, USB ports, virtio-serial ports.
   */
  readonly assignAddresses?: (domain: Domain) => Domain;
  /** After everything else: names that a driver gives, such as those of tap devices. */
  readonly last?: (domain: Domain) => Domain;
}
