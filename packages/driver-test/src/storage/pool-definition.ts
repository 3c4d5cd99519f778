import { type Uuid, VirtError } from '@tsvirt/util';
import { attribute, child, type XmlElement, XmlWriter } from '@tsvirt/util/xml';
import { childText, documentUuid, readDocument } from '../host/document.js';
import { layOut } from '../host/layout.js';

/** Kinds of pools that the API knows. */
const types = [
  'dir',
  'fs',
  'netfs',
  'logical',
  'disk',
  'iscsi',
  'iscsi-direct',
  'scsi',
  'mpath',
  'rbd',
  'sheepdog',
  'gluster',
  'zfs',
  'vstorage',
] as const;
export type PoolType = (typeof types)[number];

/** A storage pool's definition: what the driver asks of it, and the parts of its document. */
export interface PoolDefinition {
  readonly uuid: Uuid;
  readonly name: string;
  readonly type: PoolType;
  /** Where volumes are on the host. */
  readonly targetPath: string | undefined;
  readonly source: XmlElement | undefined;
  readonly target: XmlElement | undefined;
}

/** How full a pool is, in bytes. */
export interface PoolSizes {
  readonly capacity: bigint;
  readonly allocation: bigint;
  readonly available: bigint;
}

/**
 * Reads a pool document.
 * @throws VirtError
 */
export function readPool(xml: string): PoolDefinition {
  return poolOf(readDocument(xml, 'pool', 'STORAGE', 'storage_pool_definition'));
}

/** The pool that an element describes. */
export function poolOf(element: XmlElement): PoolDefinition {
  const given = attribute(element, 'type') ?? '';
  const type = types.find(known => known === given);
  if (type === undefined)
    throw new VirtError('XML_ERROR', 'STORAGE', `Invalid value for attribute 'type' in element 'pool': '${given}'`);
  const source = child(element, 'source');
  const target = child(element, 'target');
  const name = childText(element, 'name') ?? (source === undefined ? undefined : childText(source, 'name'));
  if (name === undefined) throw new VirtError('XML_ERROR', 'STORAGE', 'missing pool source name element');
  if (name.includes('/')) throw new VirtError('XML_ERROR', 'STORAGE', `name ${name} cannot contain '/'`);
  const targetPath = target === undefined ? undefined : childText(target, 'path');
  return { uuid: documentUuid(element, 'STORAGE'), name, type, targetPath, source, target };
}

/** The document as the API shows it. */
export function writePool(pool: PoolDefinition, sizes: PoolSizes): string {
  const xml = new XmlWriter().open('pool').attribute('type', pool.type);
  xml.leaf('name', pool.name).leaf('uuid', pool.uuid);
  for (const key of ['capacity', 'allocation', 'available'] as const)
    xml.open(key).attribute('unit', 'bytes').text(sizes[key]).close();
  return xml
    .close()
    .toString()
    .replace(/<\/pool>\n$/, () => `${part('source', pool.source)}${part('target', pool.target)}</pool>\n`);
}

function part(name: string, element: XmlElement | undefined): string {
  const text = element === undefined ? `<${name}/>\n` : layOut(element);
  const indented = text.replace(/^(?=.)/gm, '  ');
  // libvirt writes these two with an end tag of their own even when they are empty.
  return indented.replace(new RegExp(`^  <${name}/>\n$`), `  <${name}>\n  </${name}>\n`);
}
