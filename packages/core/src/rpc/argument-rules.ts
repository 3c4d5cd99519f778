import { type ErrorCode, type ErrorDomain, VirtError } from '@tsvirt/util';
import {
  DomainCheckpointCreateFlags,
  DomainCheckpointDeleteFlags,
  DomainBlockRebaseFlags,
  DomainCoreDumpFlags,
  DomainCoreDumpFormat,
  DomainDirtyRateCalcFlags,
  DomainGetJobStatsFlags,
  DomainLifecycle,
  DomainLifecycleAction,
  DomainMemoryFlags,
  DomainMetadataType,
  DomainModificationImpact,
  DomainSaveRestoreFlags,
  DomainSnapshotCreateFlags,
  DomainSnapshotDeleteFlags,
  DomainSnapshotRevertFlags,
  DomainVcpuFlags,
  KeycodeSet,
  StorageVolResizeFlags,
} from '../protocol/enums/index.js';
import * as limits from '../protocol/limits.js';
import type { Procedure, WireValue } from '../protocol/procedure.js';
import type { RemoteProcedures } from '../protocol/remote/index.js';
import { apiDomain } from './api-domain.js';

/** What one rule says of a call's arguments: undefined when they pass it. */
export interface ArgumentRule {
  /** The arguments that it looks at. */
  readonly looksAt: readonly string[];
  /** INVALID_ARG unless it says otherwise. */
  readonly code?: ErrorCode;
  /** Who speaks, unless it is the public function. */
  readonly domain?: ErrorDomain;
  refused(args: WireValue): string | undefined;
}

const numberOf = (value: unknown): number | bigint => (typeof value === 'bigint' ? value : Number(value ?? 0));
const has = (args: WireValue, flag: number): boolean => (Number(args['flags']) & flag) !== 0;
const onFlags = (refused: (args: WireValue) => string | undefined): ArgumentRule => ({ looksAt: ['flags'], refused });
const onArgument = (name: string, refused: (value: unknown) => string | undefined): ArgumentRule => ({
  looksAt: [name],
  // A caller in this process leaves out what is only the wire's.
  refused: args => (args[name] === undefined ? undefined : refused(args[name])),
});

const exclusive = (first: number, second: number): ArgumentRule =>
  onFlags(args =>
    has(args, first) && has(args, second) ? `flags ${hex(first)} and ${hex(second)} exclude each other` : undefined,
  );
const needs = (flag: number, other: number): ArgumentRule =>
  onFlags(args => (has(args, flag) && !has(args, other) ? `flag ${hex(flag)} needs flag ${hex(other)}` : undefined));
const some = (name: string): ArgumentRule =>
  onArgument(name, value =>
    (Array.isArray(value) || value instanceof Uint8Array) && value.length === 0
      ? `${name} must not be empty`
      : undefined,
  );
const given = (name: string): ArgumentRule =>
  onArgument(name, value => (value === null ? `${name} must not be NULL` : undefined));
const absent = (name: string): ArgumentRule =>
  onArgument(name, value => (value === null ? undefined : `${name} must be NULL`));
const word = (name: string): ArgumentRule =>
  onArgument(name, value => (value === '' || value === null ? `${name} must not be empty` : undefined));
const atLeast = (name: string, least: number): ArgumentRule =>
  onArgument(name, value =>
    numberOf(value) < least ? `${name} is ${numberOf(value)}, expected ${least} or more` : undefined,
  );
/** What the daemon itself refuses, since no reply could carry the answer. */
const limited = (name: string, most: number): ArgumentRule => ({
  ...onArgument(name, value =>
    numberOf(value) < 0 || numberOf(value) > most ? `${name} is ${numberOf(value)}, expected 0 to ${most}` : undefined,
  ),
  code: 'INTERNAL_ERROR',
  domain: 'RPC',
});
const maps = (count: string): readonly ArgumentRule[] => [
  limited(count, limits.vcpuinfoMax),
  limited('maplen', limits.cpumapsMax),
  {
    looksAt: [count, 'maplen'],
    refused: args =>
      Number(args[count]) * Number(args['maplen']) > limits.cpumapsMax ? 'the maps are too large together' : undefined,
    code: 'INTERNAL_ERROR',
    domain: 'RPC',
  },
];
const one = (name: string, table: Readonly<Record<string, number>>): ArgumentRule => {
  const known = Object.values(table);
  return onArgument(name, value => (known.includes(Number(value)) ? undefined : `${name} cannot be ${Number(value)}`));
};
const when = (applies: (args: WireValue) => boolean, looksAt: string, rule: ArgumentRule): ArgumentRule => ({
  looksAt: [looksAt, ...rule.looksAt],
  refused: args => (applies(args) ? rule.refused(args) : undefined),
});

/** The most KiB whose bytes are a number to libvirt. */
const mostKiB = 2n ** 63n / 1024n - 1n;
const memory: readonly ArgumentRule[] = [
  {
    ...onArgument('memory', value => (numberOf(value) > mostKiB ? `${numberOf(value)} KiB are too many` : undefined)),
    code: 'OVERFLOW',
  },
  atLeast('memory', 1),
];
const parameters = [some('params')];
const cpus = [some('cpumap')];
const runOrPause = [exclusive(DomainSaveRestoreFlags.running, DomainSaveRestoreFlags.paused)];
const dumps = [
  exclusive(DomainCoreDumpFlags.crash, DomainCoreDumpFlags.live),
  exclusive(DomainCoreDumpFlags.crash, DomainCoreDumpFlags.reset),
  exclusive(DomainCoreDumpFlags.live, DomainCoreDumpFlags.reset),
];
const cells = [atLeast('cellCount', 1)];
const oneDefinition = exclusive(DomainModificationImpact.live, DomainModificationImpact.config);
const isElement = (args: WireValue): boolean => args['type'] === DomainMetadataType.element;
const isText = (args: WireValue): boolean =>
  args['type'] === DomainMetadataType.title || args['type'] === DomainMetadataType.description;
const { shallow, reuseExt, copyRaw, copyDev, copy } = DomainBlockRebaseFlags;

/**
 * What libvirt's public functions refuse before a driver is asked, whatever the driver is; its own clients ask the same
 * functions before they send a call. Measured with calls put to libvirt 9.0 as bytes.
 */
export const argumentRules: { readonly [P in keyof RemoteProcedures]?: readonly ArgumentRule[] } = {
  connectBaselineCPU: [some('xmlCPUs')],
  connectBaselineHypervisorCPU: [some('xmlCPUs')],
  nodeAllocPages: [some('pageSizes'), some('pageCounts'), ...cells],
  nodeGetCellsFreeMemory: [atLeast('startCell', 0), atLeast('maxcells', 1)],
  nodeGetFreePages: [some('pages'), ...cells],
  nodeSetMemoryParameters: parameters,

  domainLookupByID: [atLeast('id', 0)],
  domainRename: [word('newName')],
  domainSaveFlags: runOrPause,
  domainRestoreFlags: runOrPause,
  domainSaveImageDefineXML: runOrPause,
  domainManagedSave: runOrPause,
  domainManagedSaveDefineXML: runOrPause,
  domainCoreDump: dumps,
  domainCoreDumpWithFormat: [one('dumpformat', DomainCoreDumpFormat), ...dumps],
  domainSetLifecycleAction: [one('type', DomainLifecycle), one('action', DomainLifecycleAction)],

  domainSetMaxMemory: memory,
  domainSetMemory: memory,
  domainSetMemoryFlags: memory,
  domainSetMemoryStatsPeriod: [atLeast('period', 0), oneDefinition],
  domainBlockPeek: [limited('size', limits.domainBlockPeekBufferMax)],
  domainMemoryPeek: [
    limited('size', limits.domainMemoryPeekBufferMax),
    exclusive(DomainMemoryFlags.virtual, DomainMemoryFlags.physical),
  ],
  domainSetVcpus: [atLeast('nvcpus', 1)],
  domainSetVcpusFlags: [
    atLeast('nvcpus', 1),
    needs(DomainVcpuFlags.maximum, DomainVcpuFlags.config),
    exclusive(DomainVcpuFlags.guest, DomainVcpuFlags.config),
  ],
  domainGetVcpusFlags: [oneDefinition],
  domainPinVcpu: cpus,
  domainPinVcpuFlags: cpus,
  domainPinEmulator: cpus,
  domainPinIOThread: cpus,
  domainGetVcpus: [...maps('maxinfo'), atLeast('maxinfo', 1)],
  domainGetVcpuPinInfo: [...maps('ncpumaps'), atLeast('ncpumaps', 1), atLeast('maplen', 1), oneDefinition],
  domainGetEmulatorPinInfo: [limited('maplen', limits.cpumapsMax), atLeast('maplen', 1), oneDefinition],
  domainDelIOThread: [atLeast('iothreadId', 1)],
  domainSetIOThreadParams: parameters,
  domainGetIOThreadInfo: [oneDefinition],

  domainSetBlkioParameters: parameters,
  domainSetBlockIoTune: parameters,
  domainSetInterfaceParameters: parameters,
  domainSetLaunchSecurityState: parameters,
  domainSetMemoryParameters: parameters,
  domainSetNumaParameters: parameters,
  domainSetPerfEvents: parameters,
  domainSetSchedulerParameters: parameters,
  domainSetSchedulerParametersFlags: parameters,

  domainGetBlockInfo: [word('path')],
  domainBlockRebase: [
    {
      looksAt: ['flags'],
      refused: args =>
        !has(args, copy) && has(args, shallow | reuseExt | copyRaw | copyDev)
          ? 'the flags are those of copies'
          : undefined,
    },
    when(args => has(args, copy), 'flags', given('base')),
  ],
  domainGetCPUStats: [
    limited('nparams', limits.nodeCpuStatsMax),
    limited('ncpus', limits.domainGetCpuStatsNcpusMax),
    atLeast('startCpu', -1),
    when(args => args['startCpu'] === -1 && args['ncpus'] !== 1, 'startCpu', {
      looksAt: ['ncpus'],
      refused: () => 'ncpus must be 1 for all CPUs together',
    }),
  ],
  domainGetDiskErrors: [limited('maxerrors', limits.domainDiskErrorsMax)],
  domainGetJobStats: [needs(DomainGetJobStatsFlags.keepCompleted, DomainGetJobStatsFlags.completed)],
  domainStartDirtyRateCalc: [exclusive(DomainDirtyRateCalcFlags.dirtyBitmap, DomainDirtyRateCalcFlags.dirtyRing)],

  domainSendKey: [some('keycodes'), one('codeset', KeycodeSet)],
  domainSendProcessSignal: [
    onArgument('pidValue', value => (numberOf(value) === 0n ? 'a process has no number 0' : undefined)),
  ],
  domainSetUserPassword: [given('user'), given('password')],
  domainGetMetadata: [when(isText, 'type', absent('uri')), when(isElement, 'type', given('uri'))],
  domainSetMetadata: [
    when(
      args => args['type'] === DomainMetadataType.title,
      'type',
      onArgument('metadata', value =>
        typeof value === 'string' && value.includes('\n') ? 'a title has one line only' : undefined,
      ),
    ),
    when(isText, 'type', absent('uri')),
    when(isText, 'type', absent('key')),
    when(isElement, 'type', given('uri')),
    when(args => isElement(args) && args['metadata'] !== null, 'metadata', given('key')),
  ],

  domainSnapshotCreateXML: [
    needs(DomainSnapshotCreateFlags.current, DomainSnapshotCreateFlags.redefine),
    exclusive(DomainSnapshotCreateFlags.redefine, DomainSnapshotCreateFlags.noMetadata),
    exclusive(DomainSnapshotCreateFlags.redefine, DomainSnapshotCreateFlags.halt),
  ],
  domainRevertToSnapshot: [exclusive(DomainSnapshotRevertFlags.running, DomainSnapshotRevertFlags.paused)],
  domainSnapshotDelete: [exclusive(DomainSnapshotDeleteFlags.children, DomainSnapshotDeleteFlags.childrenOnly)],
  domainCheckpointCreateXML: [
    needs(DomainCheckpointCreateFlags.redefineValidate, DomainCheckpointCreateFlags.redefine),
    exclusive(DomainCheckpointCreateFlags.redefine, DomainCheckpointCreateFlags.quiesce),
  ],
  domainCheckpointDelete: [exclusive(DomainCheckpointDeleteFlags.children, DomainCheckpointDeleteFlags.childrenOnly)],

  storageVolResize: [
    {
      looksAt: ['capacity', 'flags'],
      refused: args =>
        args['capacity'] === 0n && !has(args, StorageVolResizeFlags.delta | StorageVolResizeFlags.shrink)
          ? 'a volume without capacity needs the flag for shrinking'
          : undefined,
    },
  ],
  secretSetValue: [some('value')],
};

const ruled: ReadonlyMap<string, readonly ArgumentRule[]> = new Map(Object.entries(argumentRules));

/**
 * Refuses arguments that no driver is asked about.
 * @throws VirtError mostly INVALID_ARG, in the domain of the public function
 */
export function checkArguments(procedure: Procedure, args: WireValue): void {
  const rules = ruled.get(procedure.name);
  if (rules === undefined) return;
  for (const rule of rules) {
    const detail = rule.refused(args);
    if (detail !== undefined)
      throw new VirtError(
        rule.code ?? 'INVALID_ARG',
        rule.domain ?? apiDomain(procedure),
        `${procedure.apiName}: ${detail}`,
      );
  }
}

function hex(flag: number): string {
  return `0x${flag.toString(16)}`;
}
