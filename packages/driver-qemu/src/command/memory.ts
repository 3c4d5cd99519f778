import { Bitmap, VirtError } from '@tsvirt/util';
import type { Guest } from '../definition.js';
import type { Properties } from './arguments.js';
import type { CommandContext } from './context.js';

type NumaCell = NonNullable<NonNullable<Guest['cpu']>['numa']>['cells'][number];

/** Whether the memory is made of one backend for each of the guest's NUMA cells. */
export function usesNumaBackends({ cpu }: Guest): boolean {
  return (cpu?.numa?.cells.length ?? 0) > 0;
}

/** The guest's memory: its size, and the backend that holds it. */
export function memory({ domain, args, capabilities }: CommandContext): void {
  const { maxMemory } = domain;
  const bootKiB = bootMemoryKiB(domain);
  if (maxMemory === undefined) args.option('m', String(bootKiB / 1024n));
  else args.option('m', `size=${bootKiB}k`, `slots=${maxMemory.slots}`, `maxmem=${maxMemory.sizeKiB}k`);
  const ram = capabilities.machine(domain.os.type.machine)?.defaultRamId;
  if (ram !== undefined && !usesNumaBackends(domain)) {
    args.object(backend(domain, ram, bootKiB, { isMain: true }));
  }
}

/** What the guest starts with: all of its memory but what is in plugged modules. */
export function bootMemoryKiB(domain: Guest): bigint {
  let total = domain.memory.sizeKiB;
  for (const module of domain.devices.memories) {
    if (module.model !== 'virtio-mem' && module.model !== 'sgx-epc') total -= module.target.sizeKiB;
  }
  return wholeMiB(total);
}

interface BackendOptions {
  /** The one backend of the whole memory; migration knows it by its path otherwise. */
  readonly isMain?: boolean;
  readonly shared?: boolean | undefined;
  /** The guest's NUMA cell that it is. */
  readonly cell?: number;
}

function backend(domain: Guest, id: string, sizeKiB: bigint, options: BackendOptions = {}): Properties {
  const backing = domain.memoryBacking;
  const size = sizeKiB * 1024n;
  const access = backing?.access;
  const share = options.shared ?? (access === undefined ? undefined : access === 'shared');
  const prealloc = backing?.allocation?.mode === 'immediate' ? true : undefined;
  const canonical = options.isMain === true ? { 'x-use-canonical-path-for-ramblock-id': false } : {};
  const nodes = hostNodes(domain, options.cell);
  if (backing?.source === 'memfd') {
    return { 'qom-type': 'memory-backend-memfd', id, share, ...canonical, prealloc, size, ...nodes };
  }
  return { 'qom-type': 'memory-backend-ram', id, share, prealloc, size, ...nodes };
}

/** Host nodes that the memory comes from, where QEMU is told rather than the kernel. */
function hostNodes({ numatune }: Guest, cell: number | undefined): Properties {
  const memory = numatune?.memnodes?.find(({ cellId }) => cellId === cell) ?? numatune?.memory;
  if (memory?.nodeset === undefined || memory.mode === 'restrictive') return {};
  const policy = memory.mode === 'strict' ? 'bind' : memory.mode;
  return { 'host-nodes': [...Bitmap.parse(memory.nodeset)], policy };
}

/** The guest's NUMA cells. */
export function numaCells(context: CommandContext): void {
  const { domain, args } = context;
  const cells = domain.cpu?.numa?.cells ?? [];
  for (const [index, cell] of cells.entries()) {
    const id = cell.id ?? index;
    args.object(backend(domain, `ram-node${id}`, wholeMiB(cell.memoryKiB ?? 0n), { shared: shareOf(cell), cell: id }));
    const ranges = cell.cpus?.split(',') ?? [];
    args.option('numa', 'node', `nodeid=${id}`, ...ranges.map(range => `cpus=${range}`), `memdev=ram-node${id}`);
  }
  if (!cells.some(({ distances }) => (distances?.length ?? 0) > 0)) return;
  for (const [index, cell] of cells.entries()) {
    for (const [other] of cells.entries()) {
      const value = cell.distances?.find(({ id }) => id === other)?.value ?? (other === index ? 10 : 20);
      args.option('numa', 'dist', `src=${index}`, `dst=${other}`, `val=${value}`);
    }
  }
}

function shareOf({ memAccess }: NumaCell): boolean | undefined {
  return memAccess === undefined ? undefined : memAccess === 'shared';
}

/** Memory that is plugged in, module by module. */
export function memoryModules({ domain, args, runs }: CommandContext): void {
  for (const module of domain.devices.memories) {
    const { model, alias = '', source, target, access, address, uuid } = module;
    if (model !== 'dimm' && model !== 'nvdimm') {
      if (runs)
        throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', `memory devices of model '${model}' are not supported`);
      continue;
    }
    const id = `mem${alias}`;
    const share = access === undefined ? undefined : access === 'shared';
    const size = wholeModule(target.sizeKiB) * 1024n;
    const nodes =
      source?.nodemask === undefined ? {} : { 'host-nodes': [...Bitmap.parse(source.nodemask)], policy: 'bind' };
    if (model === 'nvdimm')
      args.object({
        'qom-type': 'memory-backend-file',
        id,
        'mem-path': source?.path,
        share,
        prealloc: true,
        align: source?.alignsizeKiB === undefined ? undefined : source.alignsizeKiB * 1024n,
        pmem: source?.pmem === true ? true : undefined,
        size,
        ...nodes,
      });
    else args.object({ 'qom-type': 'memory-backend-ram', id, share, size, ...nodes });
    const dimm = address?.type === 'dimm' ? address : undefined;
    args.device({
      driver: model === 'dimm' ? 'pc-dimm' : 'nvdimm',
      node: target.node,
      'label-size': target.labelSizeKiB === undefined ? undefined : target.labelSizeKiB * 1024n,
      uuid,
      unarmed: target.readonly ? 'on' : undefined,
      memdev: id,
      id: alias,
      slot: dimm?.slot,
      addr: dimm?.base,
    });
  }
}

/** Whether the guest's memory may be swapped out. */
export function locking({ domain, args }: CommandContext): void {
  args.option('overcommit', `mem-lock=${domain.memoryBacking?.locked === true ? 'on' : 'off'}`);
}

/** Modules begin, and so end, at multiples of 2 MiB. */
function wholeModule(sizeKiB: bigint): bigint {
  return ((sizeKiB + 2047n) / 2048n) * 2048n;
}

/** QEMU's machines take whole MiB; what is missing is given. */
function wholeMiB(sizeKiB: bigint): bigint {
  return ((sizeKiB + 1023n) / 1024n) * 1024n;
}
