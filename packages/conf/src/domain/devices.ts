import {
  child,
  type ElementSchema,
  element,
  emptyNode,
  leaf,
  many,
  startReading,
  str,
  type TypeOf,
} from '../kernel/index.js';
import { internal, wrong } from './fault-kinds.js';
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
import { atMost } from '../checked.js';

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
    redirfilter: atMost(
      1,
      'redirfilter',
      child(redirfilter),
      'only one set of redirection filter rule is supported',
      internal,
    ).optional,
    hubs: many(hub),
    watchdogs: atMost(1, 'watchdog', many(watchdog), 'only a single watchdog device is supported', internal),
    memballoon: atMost(1, 'memballoon', child(memballoon), 'only a single memory balloon device is supported', internal)
      .optional,
    rngs: many(rng),
    nvram: atMost(1, 'nvram', child(nvramDevice), 'only a single nvram device is supported', internal).optional,
    panics: many(panic),
    shmems: many(shmem),
    memories: many(memoryDevice),
    iommus: many(iommu),
    vsock: atMost(1, 'vsock', child(vsock), 'only a single vsock device is supported', wrong).optional,
  },
  { empty: 'body' },
);
/** All devices of a domain, by kind; a kind that it has none of is an empty list. */
export interface Devices extends TypeOf<typeof devicesShape> {}
export const devices: ElementSchema<Devices> = devicesShape;

const nothing = emptyNode('devices', { line: 0, column: 0 });
/**
 * A domain's devices when it has none. A copy: to V8, what so many properties were added to one by one is a hash table,
 * which is slow to go through.
 */
export const noDevices: Devices = { ...devices.read(nothing, startReading(nothing)) };
