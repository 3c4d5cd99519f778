import { type ErrorDomain, VirtError } from '@tsvirt/util';
import { attribute, child, type XmlElement, XmlWriter } from '@tsvirt/util/xml';
import { childAttribute, childText, readDocument } from '../host/document.js';

const domain: ErrorDomain = 'STORAGE';

/** A volume as its document describes it; sizes in bytes. */
export interface VolumeDefinition {
  readonly name: string;
  readonly capacity: bigint;
  readonly allocation: bigint;
  readonly format: string;
  readonly permissions: Permissions | undefined;
}

interface Permissions {
  /** Four octal digits. */
  readonly mode: string;
  readonly owner: string | undefined;
  readonly group: string | undefined;
  readonly label: string | undefined;
}

/**
 * Reads a volume document. Without an allocation all of the capacity is allocated.
 * @throws VirtError XML_ERROR
 */
export function readVolume(xml: string): VolumeDefinition {
  return volumeOf(readDocument(xml, 'volume', domain, 'storage_volume_definition'));
}

/** The volume that an element describes. */
export function volumeOf(element: XmlElement): VolumeDefinition {
  const name = childText(element, 'name');
  if (name === undefined) throw new VirtError('XML_ERROR', domain, 'missing volume name element');
  const capacity = size(element, 'capacity');
  if (capacity === undefined) throw new VirtError('XML_ERROR', domain, `missing capacity element of volume '${name}'`);
  const target = child(element, 'target');
  return {
    name,
    capacity,
    allocation: size(element, 'allocation') ?? capacity,
    format: (target === undefined ? undefined : childAttribute(target, 'format', 'type')) ?? 'raw',
    permissions: target === undefined ? undefined : permissionsOf(target),
  };
}

/** The document as the API shows it, for a volume at `path`. */
export function writeVolume(volume: VolumeDefinition, path: string): string {
  const xml = new XmlWriter().open('volume').attribute('type', 'file');
  xml.leaf('name', volume.name).leaf('key', path);
  xml.open('capacity').attribute('unit', 'bytes').text(volume.capacity).close();
  xml.open('allocation').attribute('unit', 'bytes').text(volume.allocation).close();
  xml.open('target').leaf('path', path).open('format').attribute('type', volume.format).close();
  const { permissions } = volume;
  if (permissions !== undefined) {
    xml.open('permissions').leaf('mode', permissions.mode);
    for (const key of ['owner', 'group', 'label'] as const) {
      const value = permissions[key];
      if (value !== undefined) xml.leaf(key, value);
    }
    xml.close();
  }
  return xml.close().close().toString();
}

function permissionsOf(target: XmlElement): Permissions | undefined {
  const element = child(target, 'permissions');
  if (element === undefined) return undefined;
  const mode = childText(element, 'mode');
  if (mode !== undefined && !/^0?[0-7]{1,4}$/.test(mode))
    throw new VirtError('XML_ERROR', domain, `malformed octal mode '${mode}'`);
  return {
    mode: (mode ?? '0600').padStart(4, '0').slice(-4),
    owner: childText(element, 'owner'),
    group: childText(element, 'group'),
    label: childText(element, 'label'),
  };
}

const letters = 'KMGTPE';

function size(element: XmlElement, name: string): bigint | undefined {
  const found = child(element, name);
  const text = childText(element, name);
  if (found === undefined || text === undefined) return undefined;
  const unit = attribute(found, 'unit') ?? 'bytes';
  const match = /^(?:([KMGTPE])(i?B)?|b|bytes?)$/i.exec(unit);
  if (match === null) throw new VirtError('INVALID_ARG', 'NONE', `unknown suffix '${unit}'`);
  if (!/^\d{1,20}$/.test(text)) throw new VirtError('XML_ERROR', domain, `malformed ${name} element '${text}'`);
  const power = match[1] === undefined ? 0 : letters.indexOf(match[1].toUpperCase()) + 1;
  const base = match[2]?.toLowerCase() === 'b' ? 1000n : 1024n;
  const bytes = BigInt(text) * base ** BigInt(power);
  if (bytes >= 1n << 64n) throw new VirtError('OVERFLOW', 'NONE', `value too large: ${text}${unit}`);
  return bytes;
}
