import {
  attr,
  attributeOf,
  child,
  childOf,
  type ElementSchema,
  element,
  fault,
  lazy,
  live,
  str,
  type TypeOf,
  uint,
} from '../kernel/index.js';
import { checked, settled } from '../checked.js';
import { chainedSource, type ImageFormat, imageFormat, type StorageSource, storageSource } from '../storage/source.js';
import { wrong } from './fault-kinds.js';

/** One image below another. Without a source: the end of the chain, said explicitly. */
export interface BackingStore {
  readonly source?: StorageSource | undefined;
  readonly index?: number | undefined;
  readonly format?: ImageFormat | undefined;
  readonly backingStore?: BackingStore | undefined;
}

const index = live(attr('index', uint));

/** An image of the chain; its format is known, since nobody is to guess it. */
const image: ElementSchema<BackingStore> = checked<BackingStore>(
  settled<BackingStore>(
    element(
      'backingStore',
      {
        index,
        format: child(imageFormat).optional,
        source: chainedSource.optional,
        backingStore: child(lazy('backingStore', (): ElementSchema<BackingStore> => backingStore)).optional,
      },
      { empty: 'always' },
    ),
    withoutPolicy,
  ),
  ({ source, format }) =>
    source !== undefined && format === undefined
      ? { what: 'missing disk backing store format', kind: wrong }
      : undefined,
);

/** Only a disk's own image may be missing. */
function withoutPolicy(store: BackingStore): BackingStore {
  const { source } = store;
  if (source?.startupPolicy === undefined) return store;
  return { ...store, source: { ...source, startupPolicy: undefined } };
}

const end = element('backingStore', { index });

export const backingStore: ElementSchema<BackingStore> = {
  ...image,
  read(node, reading) {
    if (attributeOf(node, 'type') === undefined) return end.read(node, reading);
    const format = childOf(node, 'format');
    const what =
      format === undefined || attributeOf(format, 'type') === undefined
        ? 'missing disk backing store format'
        : childOf(node, 'source') === undefined
          ? 'missing disk backing store source'
          : undefined;
    if (what !== undefined) throw fault(node, reading, what, '', wrong);
    return image.read(node, reading);
  },
};

const mirrorShape = element('mirror', {
  /** The image's path, repeated as an attribute for old clients; read where there is no source. */
  file: attr('file', str).optional,
  formatName: attr('format', str).optional,
  job: attr('job', str).optional,
  ready: attr('ready', str).optional,
  format: child(imageFormat).optional,
  source: storageSource,
  backingStore: child(backingStore).optional,
});
/** The destination of a block copy or commit that is going on. */
export interface DiskMirror extends TypeOf<typeof mirrorShape> {}
const mirrorSchema: ElementSchema<DiskMirror> = mirrorShape;
export const mirror = live(child(mirrorSchema));
