import {
  attr,
  child,
  type ElementSchema,
  element,
  oneOf,
  onOff,
  str,
  type TypeOf,
  uint,
  yesNo,
  lenient,
  unless,
} from '../kernel/index.js';
import { deviceInfo, virtioOptions } from './device-info.js';
import { checked } from '../checked.js';
import { filled } from '../filled-attribute.js';
import { internal, unsupported, wrong } from './fault-kinds.js';

const driverShape = element('driver', {
  ...virtioOptions,
  vgaconf: attr('vgaconf', oneOf('io', 'on', 'off')).optional,
  name: attr('name', oneOf('qemu', 'vhostuser')).optional,
});
/** What runs a video device. */
export interface VideoDriver extends TypeOf<typeof driverShape> {}
const driver: ElementSchema<VideoDriver> = driverShape;

const accelerationShape = element('acceleration', {
  accel3d: attr('accel3d', yesNo).optional,
  accel2d: attr('accel2d', yesNo).optional,
  rendernode: attr('rendernode', str).optional,
});
/** Acceleration that the device offers to the guest. */
export interface VideoAcceleration extends TypeOf<typeof accelerationShape> {}
const acceleration: ElementSchema<VideoAcceleration> = checked<VideoAcceleration>(accelerationShape, given =>
  Object.values(given).some(value => value !== undefined)
    ? undefined
    : { what: 'missing values for acceleration', kind: unsupported },
);

const resolutionShape = element('resolution', { x: attr('x', uint), y: attr('y', uint) });
/** The resolution that the device starts with. */
export interface VideoResolution extends TypeOf<typeof resolutionShape> {}
const resolution: ElementSchema<VideoResolution> = resolutionShape;

const modelShape = element('model', {
  type: filled(
    'type',
    oneOf(
      'default',
      'vga',
      'cirrus',
      'vmvga',
      'xen',
      'vbox',
      'qxl',
      'parallels',
      'virtio',
      'gop',
      'none',
      'bochs',
      'ramfb',
    ),
    unsupported,
  ).optional,
  /** Memory in KiB; so are the two that follow. */
  ram: unless(filled('ram', uint, wrong), size => size === 0),
  vram: unless(filled('vram', uint, wrong), size => size === 0),
  vram64: unless(filled('vram64', uint, wrong), size => size === 0),
  vgamem: unless(filled('vgamem', uint, wrong), size => size === 0),
  heads: unless(filled('heads', uint, internal), heads => heads === 0),
  primary: attr('primary', lenient(yesNo)).optional,
  blob: attr('blob', onOff).optional,
  acceleration: child(acceleration).optional,
  resolution: child(resolution).optional,
});
/** The video device as the guest sees it. */
export interface VideoModel extends TypeOf<typeof modelShape> {}
const model: ElementSchema<VideoModel> = modelShape;

const videoShape = element('video', { driver: child(driver).optional, model: child(model).optional, ...deviceInfo });
/** A video device. */
export interface Video extends TypeOf<typeof videoShape> {}
export const video: ElementSchema<Video> = videoShape;
