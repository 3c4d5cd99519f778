import type { PoolAdapter } from '@tsvirt/conf/storage';
import type { PoolDefinition, PoolType } from './pool-definition.js';

type Match = (known: PoolDefinition, asked: PoolDefinition) => boolean;

/** Pools of these types are made of devices, and none of two. */
const madeOfDevices: readonly PoolType[] = ['fs', 'logical', 'disk', 'zfs'];
const onDevices: Match = (known, asked) => madeOfDevices.includes(asked.type) && shareDevice(known, asked);

/** What two pools of a type must not have in common; types that are not here may have all of it. */
const matches: { readonly [T in PoolType]?: Match } = {
  dir: alike((known, asked) => known.target?.path === asked.target?.path),
  netfs: alike((known, asked) => known.source.dir === asked.source.dir && sameHost(known, asked)),
  gluster: alike(
    (known, asked) =>
      known.source.name === asked.source.name &&
      (known.source.dir ?? '/') === (asked.source.dir ?? '/') &&
      sameHost(known, asked),
  ),
  sheepdog: alike(sameHost),
  // Whose server it is does not count.
  iscsi: alike((known, asked) => shareDevice(known, asked) && known.source.initiatorIqn === asked.source.initiatorIqn),
  scsi: alike(({ source: known }, { source: asked }) => sameAdapter(known.adapter, asked.adapter)),
  // A host has one.
  mpath: alike(() => true),
  vstorage: alike((known, asked) => known.source.name === asked.source.name),
  fs: onDevices,
  logical: onDevices,
  disk: onDevices,
  zfs: onDevices,
};

/** Whether a pool would have its bytes where another one has them. */
export function poolsConflict(known: PoolDefinition, asked: PoolDefinition): boolean {
  return matches[known.type]?.(known, asked) ?? false;
}

function alike(match: Match): Match {
  return (known, asked) => known.type === asked.type && match(known, asked);
}

function shareDevice(known: PoolDefinition, asked: PoolDefinition): boolean {
  return known.source.devices.some(({ path }) => asked.source.devices.some(device => device.path === path));
}

/** Without a port, what is asked for may be any server of that name. */
function sameHost({ source: known }: PoolDefinition, { source: asked }: PoolDefinition): boolean {
  const [ours, ...others] = known.hosts;
  const [theirs, ...more] = asked.hosts;
  if (ours === undefined || theirs === undefined || others.length + more.length > 0) return false;
  const port = theirs.port ?? 0;
  return ours.name === theirs.name && (port === 0 || port === ours.port);
}

function sameAdapter(known: PoolAdapter | undefined, asked: PoolAdapter | undefined): boolean {
  if (known === undefined || asked === undefined) return false;
  if (known.type === 'fc_host') {
    if (asked.type === 'fc_host') return known.wwnn === asked.wwnn && known.wwpn === asked.wwpn;
    return sameNumber(known.parent, asked.name);
  }
  if (asked.type === 'fc_host') return sameNumber(known.name, asked.parent);
  const [here, there] = [known.parentAddress, asked.parentAddress];
  if (here === undefined || there === undefined) return sameNumber(known.name, asked.name);
  const parts = ['domain', 'bus', 'slot', 'function'] as const;
  return here.uniqueId === there.uniqueId && parts.every(part => here.address[part] === there.address[part]);
}

/** Whether both name the host's adapter of one number: `scsi_host5`, `fc_host5` and `host5`. */
function sameNumber(name: string | undefined, other: string | undefined): boolean {
  const number = adapterNumber(name);
  return number !== undefined && number === adapterNumber(other);
}

function adapterNumber(name: string | undefined): number | undefined {
  const digits = /^(?:scsi_|fc_)?host(\d+)$/.exec(name ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}
