import { attr, child, type ElementSchema, element, lazy, live, str, type TypeOf, uint } from '../kernel/index.js';
import { type ImageFormat, imageFormat, type StorageSource, storageSource } from '../storage/source.js';

/** One image below another. Without a source: the end of the chain, said explicitly. */
export interface BackingStore {
  readonly source?: StorageSource | undefined;
  readonly index?: number | undefined;
  readonly format?: ImageFormat | undefined;
  readonly backingStore?: BackingStore | undefined;
}

export const backingStore: ElementSchema<BackingStore> = element(
  'backingStore',
  {
    index: live(attr('index', uint)),
    format: child(imageFormat).optional,
    source: storageSource.optional,
    backingStore: child(lazy('backingStore', (): ElementSchema<BackingStore> => backingStore)).optional,
  },
  { empty: 'always' },
);

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
