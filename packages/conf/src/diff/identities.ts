import type { DocumentName, Documents } from '../documents/index.js';
import type { Devices, Hostdev } from '../domain/index.js';

/** What tells an item of a list from the others; undefined when nothing does, and its place among them has to. */
type Identity<T> = (item: T) => string | number | bigint | undefined;

type Item<L> = L extends readonly (infer T)[] ? T : never;

type Identities<D> = { readonly [K in keyof D]?: Identity<Item<Exclude<D[K], undefined>>> };

/** What tells devices of one kind apart. Kinds that are not here have nothing but their places. */
const devices: Identities<Devices> = {
  disks: ({ target }) => target.dev,
  controllers: ({ kind, index }) => `${kind.type}-${index ?? ''}`,
  leases: ({ lockspace, key }) => `${lockspace ?? ''}:${key}`,
  filesystems: ({ target }) => target.dir,
  interfaces: ({ mac }) => mac?.address,
  serials: ({ target }) => target?.port,
  parallels: ({ target }) => target?.port,
  consoles: ({ target }) => target?.port,
  channels: ({ target }) => (target.type === 'guestfwd' ? `${target.address}:${target.port}` : target.name),
  inputs: ({ type, bus }) => (bus === undefined ? type : `${bus}-${type}`),
  graphics: ({ kind }) => kind.type,
  audios: ({ id }) => id,
  hostdevs: hostDevice,
  shmems: ({ name }) => name,
};

/** The device of the host's: its address, or whatever else names it there. */
function hostDevice({ hostdev }: Hostdev): string {
  const { device } = hostdev;
  const named = 'source' in device ? device.source : device;
  return `${device.type} ${JSON.stringify(named, (_key, part: unknown) => (typeof part === 'bigint' ? `${part}` : part))}`;
}

type Lists<K extends DocumentName> = Identities<Documents[K]>;

const tops: { readonly [K in DocumentName]?: Lists<K> } = {
  domain: { seclabels: ({ model, type }) => model ?? type },
  network: {
    ips: ({ family, address }) => `${family ?? 'ipv4'} ${address}`,
    portgroups: ({ name }) => name,
  },
  capabilities: { guests: ({ osType, arch }) => `${osType} ${arch.name}` },
  'storage-pool-capabilities': { pools: ({ type }) => type },
};

/** How items of the list at `path` (property names alone, with dots) are told apart; undefined: by their places. */
export function identityAt(kind: DocumentName, path: string): Identity<never> | undefined {
  const [first = '', second, ...deeper] = path.split('.');
  if (deeper.length > 0) return undefined;
  const table: { readonly [list: string]: Identity<never> | undefined } =
    second === undefined ? { ...tops[kind] } : kind === 'domain' && first === 'devices' ? { ...devices } : {};
  return table[second ?? first];
}
