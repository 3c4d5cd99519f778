import { VirtError } from '@tsvirt/util';
import { readXml } from '@tsvirt/util/xml';
import {
  type ElementSchema,
  type FormatFlags,
  type ReadOptions,
  rememberSource,
  startOutput,
  startReading,
} from '../../kernel/index.js';
import { audio } from '../audio.js';
import { channel, console, parallel, serial } from '../character-device.js';
import type { DeviceKind, DeviceOf } from '../complete/policy.js';
import { controller } from '../controller.js';
import { disk } from '../disk.js';
import { filesystem } from '../filesystem.js';
import { graphics } from '../graphics.js';
import { hostdev } from '../hostdev.js';
import { hub } from '../hub.js';
import { input } from '../input.js';
import { interfaceElement } from '../interface.js';
import { iommu } from '../iommu.js';
import { lease } from '../lease.js';
import { memballoon } from '../memballoon.js';
import { memoryDevice } from '../memory-device.js';
import { nvramDevice } from '../nvram-device.js';
import { panic } from '../panic.js';
import { redirdev } from '../redirdev.js';
import { rng } from '../rng.js';
import { shmem } from '../shmem.js';
import { smartcard } from '../smartcard.js';
import { sound } from '../sound.js';
import { tpm } from '../tpm.js';
import { video } from '../video.js';
import { vsock } from '../vsock.js';
import { watchdog } from '../watchdog.js';

/** A kind of device that has a document of its own, as attaching and detaching take it. */
export type SingleKind = Exclude<DeviceKind, 'redirfilter'>;

/** One device outside of any domain, told apart by the property of `Devices` that it belongs into. */
export type Device = { readonly [K in SingleKind]: { readonly kind: K; readonly device: DeviceOf<K> } }[SingleKind];

type Elements = { readonly [K in SingleKind]: ElementSchema<DeviceOf<K>> };

const elements: Elements = {
  disks: disk,
  controllers: controller,
  leases: lease,
  filesystems: filesystem,
  interfaces: interfaceElement,
  smartcards: smartcard,
  serials: serial,
  parallels: parallel,
  consoles: console,
  channels: channel,
  inputs: input,
  tpms: tpm,
  graphics,
  sounds: sound,
  audios: audio,
  videos: video,
  hostdevs: hostdev,
  redirdevs: redirdev,
  hubs: hub,
  watchdogs: watchdog,
  memballoon,
  rngs: rng,
  nvram: nvramDevice,
  panics: panic,
  shmems: shmem,
  memories: memoryDevice,
  iommus: iommu,
  vsock,
};

const kinds: ReadonlyMap<string, SingleKind> = new Map(
  // The keys of an object literal of type `Elements` are its kinds.
  (Object.keys(elements) as SingleKind[]).map(kind => [elements[kind].name, kind]),
);

/** What messages call a kind: the name of its element. */
export function deviceName(kind: SingleKind): string {
  return elements[kind].name;
}

/**
 * Reads the document of one device as it stands.
 * @throws XML_DETAIL for text that is not well-formed; CONFIG_UNSUPPORTED for an element that is no device; XML_ERROR and
 * others for what is not such a device
 */
export function parseDevice(xml: string | Uint8Array, options: ReadOptions = {}): Device {
  const root = readXml(xml, { domain: 'DOMAIN', name: '(device_definition)' });
  const kind = kinds.get(root.name);
  if (kind === undefined) throw new VirtError('CONFIG_UNSUPPORTED', 'DOMAIN', `unknown device type '${root.name}'`);
  const schema: ElementSchema<object> = elements[kind] as ElementSchema<object>; // devices are records
  const device = schema.read(root, startReading(root, options));
  rememberSource(device, xml, schema, options);
  return { kind, device } as Device; // the element of a kind reads the device of that kind
}

/** Writes one device in libvirt's order and layout. */
export function formatDevice({ kind, device }: Device, flags: FormatFlags = {}): string {
  const out = startOutput(flags);
  // `Device` pairs each kind with what the element of that kind reads and writes.
  (elements[kind] as ElementSchema<unknown>).write(device, out);
  return out.xml.toString();
}

/** Pairs a device with its kind. */
export function deviceOf<K extends SingleKind>(kind: K, device: DeviceOf<K>): Device {
  return { kind, device } as Device; // by the definition of Device, for each K
}
