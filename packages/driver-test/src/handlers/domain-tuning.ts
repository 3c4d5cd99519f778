import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainBlkioParam,
  DomainMemoryParam,
  DomainNumaParam,
  DomainSchedulerParam,
  type NonnullDomain,
  type TypedParam,
} from '@tsvirt/core/protocol';
import { Bitmap, VirtError } from '@tsvirt/util';
import { blkioParams, withBlkioParams } from '../domain/blkiotune.js';
import { iotuneParams, iotuneTypes, withIotuneParams } from '../domain/block-iotune.js';
import type { Definition } from '../domain/definition.js';
import { requireDisk, requireInterface, withDisk, withInterface } from '../domain/device-lookup.js';
import { changeDefinitions, changeOneDefinition, definitionFor, impactFlags, impactOf } from '../domain/impact.js';
import { bandwidthParams, bandwidthTypes, withBandwidthParams } from '../domain/interface-bandwidth.js';
import type { TestDomain } from '../domain/test-domain.js';
import { checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';
import { acceptsStrings, checkParams, type ParamTypes, textParam, uint32, uint64 } from '../host/typed-params.js';

const tuningFlags = impactFlags | acceptsStrings;
/** What memory limits read when there is none. */
const unlimitedKiB = 9_007_199_254_740_991n;

const schedulerTypes: ParamTypes = { [DomainSchedulerParam.weight]: 'uint' };
const memoryKeys = {
  [DomainMemoryParam.hardLimit]: 'hardLimitKiB',
  [DomainMemoryParam.softLimit]: 'softLimitKiB',
  [DomainMemoryParam.swapHardLimit]: 'swapHardLimitKiB',
} as const;
const memoryTypes: ParamTypes = Object.fromEntries(Object.keys(memoryKeys).map(field => [field, 'ullong']));
const blkioTypes: ParamTypes = Object.fromEntries(
  Object.values(DomainBlkioParam).map(field => [field, field === DomainBlkioParam.weight ? 'uint' : 'string']),
);
const numaTypes: ParamTypes = { [DomainNumaParam.mode]: 'int', [DomainNumaParam.nodeset]: 'string' };
/** The most nodes that a set of them can name. */
const maxNodes = 16_384;
/** By the number that parameters carry. */
const numaModes = ['strict', 'preferred', 'interleave', 'restrictive'] as const;

/** Shares and limits of guests. */
export function domainTuningHandlers(host: TestHost): DriverHandlers {
  const setScheduler = (dom: NonnullDomain, params: readonly TypedParam[], flags: number): void => {
    checkFlags(flags, 0, 'domainSetSchedulerParametersFlags');
    checkParams(params, schedulerTypes);
    // Accepted and forgotten: the mock's scheduler is fair whatever anybody asks.
    host.domains.find(dom);
  };
  const getScheduler = (dom: NonnullDomain, flags: number, procedure: string): { params: TypedParam[] } => {
    checkFlags(flags, 0, procedure);
    host.domains.find(dom);
    return { params: [uint32(DomainSchedulerParam.weight, 50)] };
  };
  // QEMU's driver takes both definitions at once, libvirt's mock one.
  const changeTuned = host.isComplete ? changeDefinitions : changeOneDefinition;
  const change = (
    call: { readonly dom: NonnullDomain; readonly params: readonly TypedParam[]; readonly flags: number },
    procedure: string,
    types: ParamTypes,
    changed: (definition: Definition, domain: TestDomain) => Definition,
  ): void => {
    checkFlags(call.flags, impactFlags, procedure);
    checkParams(call.params, types);
    const domain = host.domains.find(call.dom);
    changeTuned(domain, call.flags, old => changed(old, domain));
  };
  const definition = (call: { readonly dom: NonnullDomain; readonly flags: number }, procedure: string): Definition => {
    checkFlags(call.flags, tuningFlags, procedure);
    return definitionFor(host.domains.find(call.dom), call.flags);
  };

  return {
    domainGetSchedulerType({ dom }) {
      host.domains.find(dom);
      return { type: 'fair', nparams: 1 };
    },
    domainGetSchedulerParameters: ({ dom }) => getScheduler(dom, 0, 'domainGetSchedulerParameters'),
    // libvirt's mock does not know the flag that its own library adds.
    domainGetSchedulerParametersFlags: ({ dom, flags }) =>
      getScheduler(dom, flags | acceptsStrings, 'domainGetSchedulerParametersFlags'),
    domainSetSchedulerParameters: ({ dom, params }) => setScheduler(dom, params, 0),
    domainSetSchedulerParametersFlags: ({ dom, params, flags }) => setScheduler(dom, params, flags),

    domainGetMemoryParameters(call) {
      const { memtune } = definition(call, 'domainGetMemoryParameters');
      return {
        params: Object.entries(memoryKeys).map(([field, key]) => uint64(field, memtune?.[key] ?? unlimitedKiB)),
      };
    },
    domainSetMemoryParameters: call =>
      change(call, 'domainSetMemoryParameters', memoryTypes, old => withMemoryParams(old, call.params)),

    domainGetBlkioParameters: call => ({ params: blkioParams(definition(call, 'domainGetBlkioParameters')) }),
    domainSetBlkioParameters: call =>
      change(call, 'domainSetBlkioParameters', blkioTypes, old => withBlkioParams(old, call.params)),

    domainGetNumaParameters(call) {
      const memory = definition(call, 'domainGetNumaParameters').numatune?.memory;
      const mode = numaModes.indexOf(memory?.mode ?? 'strict');
      return {
        params: [
          { field: DomainNumaParam.mode, value: { type: 'int', value: mode } },
          textParam(DomainNumaParam.nodeset, memory?.nodeset ?? ''),
        ],
      };
    },
    domainSetNumaParameters: call =>
      change(call, 'domainSetNumaParameters', numaTypes, (old, domain) => {
        const changed = withNumaParams(old, call.params);
        const before = old.numatune?.memory?.mode;
        if (before !== undefined && changed.numatune?.memory?.mode !== before && changesGuest(domain, call.flags))
          throw new VirtError('OPERATION_INVALID', 'TEST', 'the memory mode of a running guest cannot change');
        return changed;
      }),

    domainGetBlockIoTune(call) {
      const found = definition(call, 'domainGetBlockIoTune');
      // Without a disk a client asks how many parameters there are.
      const disk = call.disk === null ? undefined : requireDisk(found, call.disk);
      return { params: iotuneParams(disk?.iotune) };
    },
    domainSetBlockIoTune: call =>
      change(call, 'domainSetBlockIoTune', iotuneTypes, old => {
        const disk = requireDisk(old, call.disk);
        return withDisk(old, disk, found => ({ ...found, iotune: withIotuneParams(found.iotune, call.params) }));
      }),

    domainGetInterfaceParameters(call) {
      const found = definition(call, 'domainGetInterfaceParameters');
      return { params: bandwidthParams(requireInterface(found, call.device).bandwidth) };
    },
    domainSetInterfaceParameters: call =>
      change(call, 'domainSetInterfaceParameters', bandwidthTypes, old =>
        withInterface(old, requireInterface(old, call.device), nic => withBandwidthParams(nic, call.params)),
      ),
  };
}

function withMemoryParams(definition: Definition, params: readonly TypedParam[]): Definition {
  let memtune = definition.memtune ?? {};
  for (const [field, key] of Object.entries(memoryKeys)) {
    const given = params.find(param => param.field === field)?.value;
    if (given?.type !== 'ullong') continue;
    const { [key]: _old, ...others } = memtune;
    memtune = given.value >= unlimitedKiB ? others : { ...others, [key]: given.value };
  }
  const limit = (field: string, kept: bigint | undefined): bigint => {
    const given = params.find(param => param.field === field)?.value;
    return given?.type === 'ullong' ? given.value : (kept ?? unlimitedKiB);
  };
  const hardLimitKiB = limit(DomainMemoryParam.hardLimit, memtune.hardLimitKiB);
  const swapHardLimitKiB = limit(DomainMemoryParam.swapHardLimit, memtune.swapHardLimitKiB);
  if (hardLimitKiB > swapHardLimitKiB)
    throw new VirtError(
      'INVALID_ARG',
      'TEST',
      `hard_limit ${hardLimitKiB} KiB is above swap_hard_limit ${swapHardLimitKiB} KiB`,
    );
  return { ...definition, memtune };
}

/** Whether the flags mean the guest that runs, and not its configuration. */
function changesGuest(domain: TestDomain, flags: number): boolean {
  return domain.isActive && impactOf(domain, flags).live;
}

function withNumaParams(definition: Definition, params: readonly TypedParam[]): Definition {
  let mode = definition.numatune?.memory?.mode ?? 'strict';
  let nodeset = definition.numatune?.memory?.nodeset;
  for (const { value } of params) {
    if (value.type === 'int') {
      const named = numaModes[value.value];
      if (named === undefined)
        throw new VirtError('INVALID_ARG', 'TEST', `unsupported numatune mode: '${value.value}'`);
      mode = named;
    } else if (value.type === 'string') {
      nodeset = Bitmap.parse(value.value, maxNodes).toString();
      if (nodeset === '')
        throw new VirtError('OPERATION_INVALID', 'TEST', `'${value.value}' of numatune names no node`);
    }
  }
  if (nodeset === undefined || nodeset === '')
    throw new VirtError('CONFIG_UNSUPPORTED', 'DOMAIN', 'static NUMA placement needs a nodeset');
  return { ...definition, numatune: { ...definition.numatune, memory: { mode, nodeset } } };
}
