import {
  child,
  type ElementSchema,
  element,
  emptyNode,
  fault,
  field,
  leaf,
  many,
  type RequiredField,
  startReading,
  str,
  type TypeOf,
} from '../kernel/index.js';
import { internal } from './fault-kinds.js';
import { audio } from './audio.js';
import { channel, console, parallel, serial } from './character-device.js';
import { controller } from './controller.js';
import { disk } from './disk.js';
import { filesystem } from './filesystem.js';
import { graphics } from './graphics.js';
import { hostdev } from './hostdev.js';
import { hub } from './hub.js';
import { input } from './input.js';
import { interfaceElement } from './interface.js';
import { iommu } from './iommu.js';
import { lease } from './lease.js';
import { memballoon } from './memballoon.js';
import { memoryDevice } from './memory-device.js';
import { nvramDevice } from './nvram-device.js';
import { panic } from './panic.js';
import { redirdev, redirfilter } from './redirdev.js';
import { rng } from './rng.js';
import { shmem } from './shmem.js';
import { smartcard } from './smartcard.js';
import { sound } from './sound.js';
import { tpm } from './tpm.js';
import { video } from './video.js';
import { vsock } from './vsock.js';
import { watchdog } from './watchdog.js';

/** A device of which a guest has one. */
function onlyOne<T>(name: string, { spec }: RequiredField<T>): RequiredField<T> {
  return field<T>({
    ...spec,
    read(node, reading) {
      const given = node.children.filter(part => part.kind === 'element' && part.name === name);
      if (given.length > 1) throw fault(node, reading, `only a single ${name} device is supported`, '', internal);
      return spec.read(node, reading);
    },
  });
}

const devicesShape = element(
  'devices',
  {
    /** Path of the hypervisor's program. */
    emulator: leaf('emulator', str).optional,
    disks: many(disk),
    controllers: many(controller),
    leases: many(lease),
    filesystems: many(filesystem),
    interfaces: many(interfaceElement),
    smartcards: many(smartcard),
    serials: many(serial),
    parallels: many(parallel),
    consoles: many(console),
    channels: many(channel),
    inputs: many(input),
    tpms: many(tpm),
    graphics: many(graphics),
    sounds: many(sound),
    audios: many(audio),
    videos: many(video),
    hostdevs: many(hostdev),
    redirdevs: many(redirdev),
    redirfilter: child(redirfilter).optional,
    hubs: many(hub),
    watchdogs: many(watchdog),
    memballoon: onlyOne('memballoon', child(memballoon)).optional,
    rngs: many(rng),
    nvram: child(nvramDevice).optional,
    panics: many(panic),
    shmems: many(shmem),
    memories: many(memoryDevice),
    iommus: many(iommu),
    vsock: child(vsock).optional,
  },
  { empty: 'body' },
);
/** All devices of a domain, by kind; a kind that it has none of is an empty list. */
export interface Devices extends TypeOf<typeof devicesShape> {}
export const devices: ElementSchema<Devices> = devicesShape;

const nothing = emptyNode('devices', { line: 0, column: 0 });
/** A domain's devices when it has none. */
export const noDevices: Devices = devices.read(nothing, startReading(nothing));
