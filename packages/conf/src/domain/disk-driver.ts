import {
  attr,
  child,
  type ElementSchema,
  element,
  many,
  onOff,
  oneOf,
  str,
  type Text,
  positive,
  type TypeOf,
  uint,
  unless,
  within,
} from '../kernel/index.js';
import { imageFormats } from '../storage/image-formats.js';
import { metadataCache } from '../storage/source.js';
import { unsupported } from './fault-kinds.js';
import { virtioOptions } from './device-info.js';

/** What to do when a guest's request fails. */
const errorPolicy = oneOf('stop', 'report', 'ignore', 'enospace');

const queueMapShape = element('queue', { id: attr('id', uint) });
/** A queue that an I/O thread serves. */
export interface IothreadQueue extends TypeOf<typeof queueMapShape> {}
const queueMap: ElementSchema<IothreadQueue> = queueMapShape;

const iothreadMapShape = element('iothread', {
  id: attr('id', uint),
  queues: unless(many(queueMap), queues => queues.length === 0),
});
/** An I/O thread with the queues that it serves; none named: an even share. */
export interface IothreadMapping extends TypeOf<typeof iothreadMapShape> {}
const iothreadMap: ElementSchema<IothreadMapping> = iothreadMapShape;

const formats: ReadonlySet<string> = new Set(imageFormats);
/** Whether images can have a format of that name. */
export function isImageFormat(name: string): boolean {
  return formats.has(name);
}

/** A format by name; the oldest documents say `aio` for raw. */
const imageFormat: Text<string> = {
  ...str,
  expected: 'the format of an image',
  values: [...formats],
  read: text => (text === 'aio' ? 'raw' : formats.has(text) ? text : undefined),
};

const diskDriverShape = element('driver', {
  name: attr('name', str).optional,
  /** Format of the image. */
  type: attr('type', imageFormat, unsupported).optional,
  cache: unless(
    attr('cache', oneOf('default', 'none', 'writethrough', 'writeback', 'directsync', 'unsafe')),
    cache => cache === 'default',
  ),
  errorPolicy: attr('error_policy', errorPolicy).optional,
  readErrorPolicy: attr('rerror_policy', errorPolicy).optional,
  io: attr('io', oneOf('native', 'threads', 'io_uring')).optional,
  ioeventfd: attr('ioeventfd', onOff).optional,
  eventIdx: attr('event_idx', onOff).optional,
  copyOnRead: attr('copy_on_read', onOff).optional,
  discard: attr('discard', oneOf('unmap', 'ignore')).optional,
  iothread: attr('iothread', positive).optional,
  detectZeroes: attr('detect_zeroes', oneOf('on', 'unmap', 'off')).optional,
  queues: unless(attr('queues', uint), queues => queues === 0),
  queueSize: unless(attr('queue_size', uint), size => size === 0),
  ...virtioOptions,
  iothreads: unless(within('iothreads', many(iothreadMap)), mappings => mappings.length === 0),
  metadataCache: unless(child(metadataCache), ({ maxSize = 0n }) => maxSize === 0n),
});
/** How the hypervisor works with a disk's image. */
export interface DiskDriver extends TypeOf<typeof diskDriverShape> {}
export const diskDriver: ElementSchema<DiskDriver> = diskDriverShape;
