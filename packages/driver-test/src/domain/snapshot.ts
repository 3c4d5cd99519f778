import { VirtError } from '@tsvirt/util';
import { attribute, child, children, formatElement, type XmlElement, XmlWriter } from '@tsvirt/util/xml';
import { childAttribute, childText, readDocument } from '../host/document.js';
import { layOut } from '../host/layout.js';
import { type Definition, readDefinition, writeDefinition } from './definition.js';
import { diskPath, findDisk } from './device-lookup.js';
import type { Moment } from './moment-tree.js';

const states = [
  'running',
  'paused',
  'shutoff',
  'blocked',
  'shutdown',
  'crashed',
  'nostate',
  'pmsuspended',
  'disk-snapshot',
] as const;
/** The state that a snapshot would bring back; `disk-snapshot` holds no state of the guest. */
export type SnapshotState = (typeof states)[number];

/** How one disk is part of a snapshot. */
export interface SnapshotDisk {
  readonly name: string;
  readonly mode: 'no' | 'internal' | 'external';
  /** The element as it was given; for external snapshots it says where the data goes. */
  readonly element: XmlElement | undefined;
}

/** A snapshot of a domain. */
export interface Snapshot extends Moment {
  readonly description: string | undefined;
  readonly state: SnapshotState;
  /** Seconds since 1970. */
  readonly creationTime: bigint;
  readonly memory: { readonly mode: 'no' | 'internal' | 'external'; readonly file: string | undefined };
  readonly disks: readonly SnapshotDisk[];
  readonly definition: Definition;
}

/** What a snapshot document says, before it is made to fit a domain. */
export interface SnapshotRequest {
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly state: string | undefined;
  readonly creationTime: bigint | undefined;
  readonly parent: string | undefined;
  readonly memory: { readonly mode: string | undefined; readonly file: string | undefined };
  readonly disks: readonly { readonly name: string; readonly mode: string | undefined; readonly element: XmlElement }[];
  readonly domain: XmlElement | undefined;
}

/** @throws VirtError XML errors */
export function readSnapshot(xml: string): SnapshotRequest {
  const root = readDocument(xml, 'domainsnapshot', 'DOMAIN_SNAPSHOT', 'domain_snapshot');
  const time = childText(root, 'creationTime');
  const parent = child(root, 'parent');
  const disks = child(root, 'disks');
  const memory = child(root, 'memory');
  return {
    name: childText(root, 'name'),
    description: childText(root, 'description'),
    state: childText(root, 'state'),
    creationTime: time !== undefined && /^\d{1,18}$/.test(time) ? BigInt(time) : undefined,
    parent: parent === undefined ? undefined : childText(parent, 'name'),
    memory: {
      mode: memory === undefined ? undefined : attribute(memory, 'snapshot'),
      file: childAttribute(root, 'memory', 'file'),
    },
    disks: (disks === undefined ? [] : children(disks, 'disk')).map(element => {
      const name = attribute(element, 'name');
      if (name === undefined)
        throw new VirtError('XML_ERROR', 'DOMAIN_SNAPSHOT', 'missing name from disk snapshot element');
      return { name, mode: attribute(element, 'snapshot'), element };
    }),
    domain: child(root, 'domain'),
  };
}

/**
 * The snapshot that brings back what somebody described, for a domain that is already in that tree.
 * @throws VirtError when the description leaves out what a new snapshot gets from its guest
 */
export function redefinedSnapshot(request: SnapshotRequest): Snapshot {
  const { name, creationTime, domain } = request;
  if (name === undefined) throw new VirtError('XML_ERROR', 'DOMAIN_SNAPSHOT', 'a redefined snapshot must have a name');
  if (creationTime === undefined)
    throw new VirtError('INTERNAL_ERROR', 'DOMAIN_SNAPSHOT', 'missing creationTime from existing snapshot');
  const state = states.find(known => known === request.state);
  if (state === undefined)
    throw new VirtError(
      'INTERNAL_ERROR',
      'DOMAIN_SNAPSHOT',
      `invalid or missing state '${request.state ?? ''}' of existing snapshot`,
    );
  // Old snapshots name no more than the domain's uuid, which is not enough to come back to.
  if (domain === undefined || attribute(domain, 'type') === undefined)
    throw new VirtError('INTERNAL_ERROR', 'DOMAIN_SNAPSHOT', 'missing domain in snapshot');
  const definition = readDefinition(formatElement(domain));
  const active = state === 'running' || state === 'paused';
  return {
    name,
    description: request.description,
    parent: request.parent,
    state,
    creationTime,
    memory: memoryOf(request, active),
    disks: alignedDisks(definition, request.disks, state === 'disk-snapshot' ? 'external' : 'internal'),
    definition,
  };
}

/**
 * A snapshot of a guest as it is. The mock makes internal ones only.
 * @throws VirtError CONFIG_UNSUPPORTED for disks that the domain does not have, or that shall go elsewhere
 */
export function newSnapshot(
  request: SnapshotRequest,
  guest: { readonly definition: Definition; readonly state: 'running' | 'paused' | 'shutoff' },
  parent: string | undefined,
  creationTime: bigint,
): Snapshot {
  const disks = alignedDisks(guest.definition, request.disks, 'internal');
  const active = guest.state !== 'shutoff';
  for (const { name, mode } of request.disks)
    if (mode !== undefined && mode !== 'internal')
      throw new VirtError('CONFIG_UNSUPPORTED', 'DOMAIN_SNAPSHOT', `disk '${name}' must use snapshot mode 'internal'`);
  if (request.memory.mode === 'external')
    throw new VirtError(
      'CONFIG_UNSUPPORTED',
      'DOMAIN_SNAPSHOT',
      'memory can be part of the snapshot only inside its disks',
    );
  return {
    name: request.name ?? String(creationTime),
    description: request.description,
    parent,
    state: guest.state,
    creationTime,
    memory: memoryOf(request, active),
    disks,
    definition: guest.definition,
  };
}

function memoryOf(request: SnapshotRequest, active: boolean): Snapshot['memory'] {
  const { mode, file } = request.memory;
  if (file !== undefined && mode !== 'external')
    throw new VirtError('XML_ERROR', 'DOMAIN_SNAPSHOT', `memory filename '${file}' requires external snapshot`);
  if (mode === 'external') return { mode, file };
  if (mode === 'no' || mode === 'internal') return { mode, file: undefined };
  return { mode: active ? 'internal' : 'no', file: undefined };
}

function alignedDisks(
  definition: Definition,
  requested: SnapshotRequest['disks'],
  fallback: 'internal' | 'external',
): SnapshotDisk[] {
  const { disks } = definition.devices;
  if (requested.length > disks.length)
    throw new VirtError('CONFIG_UNSUPPORTED', 'DOMAIN_SNAPSHOT', 'too many disk snapshot requests for domain');
  const asked = new Map<string, SnapshotRequest['disks'][number]>();
  for (const request of requested) {
    const disk = findDisk(definition, request.name);
    if (disk === undefined)
      throw new VirtError('CONFIG_UNSUPPORTED', 'DOMAIN_SNAPSHOT', `no disk named '${request.name}'`);
    if (asked.has(disk.target.dev))
      throw new VirtError('CONFIG_UNSUPPORTED', 'DOMAIN_SNAPSHOT', `disk '${disk.target.dev}' specified twice`);
    asked.set(disk.target.dev, request);
  }
  return disks.map(disk => {
    const name = disk.target.dev;
    const request = asked.get(name);
    const given =
      request?.mode ??
      (request !== undefined && child(request.element, 'source') !== undefined ? 'external' : undefined);
    if (given === 'no' || given === 'internal' || given === 'external')
      return { name, mode: given, element: request?.element };
    // Nothing is in an empty drive, and nothing changes on a disk that the guest cannot write to.
    return { name, mode: diskPath(disk) === undefined || disk.readonly ? 'no' : fallback, element: undefined };
  });
}

/** The document as the API shows it. */
export function writeSnapshot(snapshot: Snapshot, secure: boolean): string {
  const xml = new XmlWriter({ depth: 1 });
  xml.leaf('name', snapshot.name);
  if (snapshot.description !== undefined) xml.leaf('description', snapshot.description);
  xml.leaf('state', snapshot.state);
  if (snapshot.parent !== undefined) xml.open('parent').leaf('name', snapshot.parent).close();
  xml.leaf('creationTime', snapshot.creationTime);
  xml.open('memory').attribute('snapshot', snapshot.memory.mode).attribute('file', snapshot.memory.file).close();
  let disks = '';
  for (const disk of snapshot.disks) disks += indented(diskText(disk), '    ');
  const list = disks === '' ? '' : `  <disks>\n${disks}  </disks>\n`;
  const domain = writeDefinition(snapshot.definition, { id: -1, inactive: true, secure, migratable: false });
  return `<domainsnapshot>\n${xml.toString()}${list}${indented(domain, '  ')}</domainsnapshot>\n`;
}

function diskText({ name, mode, element }: SnapshotDisk): string {
  if (mode === 'external' && element !== undefined) {
    const type = attribute(element, 'type') ?? 'file';
    const attributes = element.attributes.filter(({ name: key }) => !['name', 'snapshot', 'type'].includes(key));
    const [like] = element.attributes;
    if (like === undefined) return '';
    const named = (key: string, value: string) => ({ ...like, name: key, local: key, value });
    return layOut({
      ...element,
      attributes: [named('name', name), named('snapshot', mode), named('type', type), ...attributes],
    });
  }
  return new XmlWriter().open('disk').attribute('name', name).attribute('snapshot', mode).close().toString();
}

function indented(text: string, by: string): string {
  return text.replace(/^(?=.)/gm, by);
}
