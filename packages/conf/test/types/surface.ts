// What callers see of the tables, for the compiler to resolve: see type-budget.test.ts.
import {
  buildDomain,
  diffDocuments,
  type Disk,
  type Domain,
  formatDocument,
  fromJson,
  type NodeDevice,
  parseDocument,
  parseDomain,
  parseNetwork,
  parseNodeDevice,
  parseStoragePool,
  type StoragePool,
} from '../../src/index.js';

export function sources(xml: string): readonly string[] {
  return parseDomain(xml).devices.disks.map(describeDisk);
}

function describeDisk({ source }: Disk): string {
  switch (source.type) {
    case 'file':
      return source.file ?? '';
    case 'network':
      return source.hosts.map(({ name }) => name).join();
    case 'volume':
      return `${source.pool}/${source.volume}`;
    default:
      return source.type;
  }
}

export function renamed(domain: Domain): Domain {
  return { ...domain, name: `${domain.name}-copy`, devices: { ...domain.devices, interfaces: [] } };
}

export function names(xml: string): readonly (string | undefined)[] {
  const pool: StoragePool = parseStoragePool(xml);
  const device: NodeDevice = parseNodeDevice(xml);
  return [pool.name, device.name, parseNetwork(xml).bridge?.name];
}

export function any(xml: string): string {
  const document = parseDocument(xml);
  return document.kind === 'secret' ? `${document.value.ephemeral}` : document.kind;
}

export function copies(): readonly unknown[] {
  const domain = buildDomain({ name: 'a', memory: '1 GiB' });
  const other = fromJson('domain', {});
  return [formatDocument('domain', domain), ...diffDocuments('domain', domain, other)];
}
