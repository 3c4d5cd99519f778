import { type Domain as DomainDocument, parseDomain } from '@tsvirt/conf/domain';
import type { Domain } from '@tsvirt/core';
import { VirtError } from '@tsvirt/util';
import { unlessUnsupported } from '../kinds/listing.js';
import { snapshotItem } from '../kinds/moments.js';
import { addressesOf } from '../objects/domain-waits.js';

/** Everything about a domain that fits on a page. */
export async function domainFacts(domain: Domain, signal: AbortSignal) {
  const document = parseDomain(await domain.getXMLDesc({ signal }));
  const [status, info, persistent, autostart] = await Promise.all([
    domain.getState({ signal }),
    domain.getInfo({ signal }),
    domain.isPersistent({ signal }),
    unlessUnsupported(domain.getAutostart({ signal })),
  ]);
  const isActive = await domain.isActive({ signal });
  const [disks, interfaces, snapshots, job] = await Promise.all([
    disksOf(domain, document, signal),
    interfacesOf(domain, document, isActive, signal),
    snapshotsOf(domain, signal),
    isActive ? jobOf(domain, signal) : undefined,
  ]);
  const { type, os } = document;
  return {
    name: domain.name,
    uuid: domain.uuid,
    id: domain.id,
    title: document.title,
    description: document.description,
    state: status.state,
    reason: status.reason,
    type,
    osType: os?.type?.type,
    machine: os?.type?.machine,
    arch: os?.type?.arch,
    persistent,
    autostart,
    vcpus: info.vcpus,
    cpuTimeNs: info.cpuTimeNs,
    memoryKiB: info.memoryKiB,
    maxMemoryKiB: info.maxMemoryKiB,
    disks,
    interfaces,
    snapshots,
    job,
  };
}

/** What `domainFacts` finds out. */
export type DomainFacts = Awaited<ReturnType<typeof domainFacts>>;

function disksOf(domain: Domain, { devices }: DomainDocument, signal: AbortSignal) {
  return Promise.all(
    devices.disks.map(async ({ target, device, source, readonly }) => {
      const size =
        sourceText(source) === undefined ? undefined : await told(domain.getBlockInfo(target.dev, { signal }));
      return {
        target: target.dev,
        device,
        bus: target.bus,
        source: sourceText(source),
        readonly,
        capacity: size?.capacity,
        allocation: size?.allocation,
      };
    }),
  );
}

type Source = DomainDocument['devices']['disks'][number]['source'];

/** Where a disk's bytes are, in one word; undefined for an empty drive. */
function sourceText(source: Source): string | undefined {
  switch (source.type) {
    case 'file':
      return source.file;
    case 'block':
      return source.dev;
    case 'volume':
      return source.pool === undefined ? undefined : `${source.pool}/${source.volume ?? ''}`;
    case 'network':
      return `${source.protocol}:${source.name ?? ''}`;
    default:
      return source.type;
  }
}

async function interfacesOf(domain: Domain, { devices }: DomainDocument, isActive: boolean, signal: AbortSignal) {
  const known = isActive ? await addressesOf(domain, signal) : [];
  return devices.interfaces.map(({ mac, source, model, target }) => ({
    mac: mac?.address,
    type: source.type,
    source:
      'network' in source
        ? source.network
        : 'bridge' in source
          ? source.bridge
          : 'dev' in source
            ? source.dev
            : undefined,
    model,
    device: target?.dev,
    addresses: known
      .filter(one => one.mac !== undefined && one.mac.toLowerCase() === mac?.address.toLowerCase())
      .flatMap(({ addresses }) => addresses.map(({ address, prefix }) => `${address}/${prefix}`)),
  }));
}

async function snapshotsOf(domain: Domain, signal: AbortSignal) {
  const all = (await told(domain.listAllSnapshots({ signal }))) ?? [];
  return Promise.all(all.map(snapshot => snapshotItem(snapshot, signal)));
}

async function jobOf(domain: Domain, signal: AbortSignal) {
  const job = await told(domain.getJobInfo({ signal }));
  if (job === undefined || job.type === 'none') return undefined;
  const { type, timeElapsed, dataTotal, dataProcessed } = job;
  return { type, elapsedMs: timeElapsed, dataTotal, dataProcessed };
}

/** What one part of a page says; undefined where the driver cannot tell. A lost connection is no answer. */
async function told<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (reason) {
    const isOver = VirtError.is(reason) && ['RPC', 'OPERATION_ABORTED', 'NO_DOMAIN'].includes(reason.code);
    if (!VirtError.is(reason) || isOver) throw reason;
    return undefined;
  }
}
