import {
  DomainBandwidthParam,
  DomainBlkioParam,
  DomainBlockIOTuneParam,
  DomainIOThreadParam,
  DomainMemoryParam,
  DomainNumaParam,
  DomainNumatuneMemMode,
  DomainPerfParam,
  DomainSchedulerParam,
} from '../../protocol/enums/index.js';
import { type GroupValues, type ParameterGroup, parameterGroup } from './parameter-group.js';

const schedulerParametersGroup = parameterGroup(DomainSchedulerParam, {
  cap: 'uint',
  cpuShares: 'ullong',
  emulatorPeriod: 'ullong',
  emulatorQuota: 'llong',
  globalPeriod: 'ullong',
  globalQuota: 'llong',
  iothreadPeriod: 'ullong',
  iothreadQuota: 'llong',
  limit: 'llong',
  reservation: 'llong',
  shares: 'int',
  vcpuPeriod: 'ullong',
  vcpuQuota: 'llong',
  weight: 'uint',
});
/** How guest CPUs share the host: weights, and for groups of threads period and quota in µs. */
export interface SchedulerParameters extends GroupValues<typeof schedulerParametersGroup> {}
export const schedulerParameters: ParameterGroup<SchedulerParameters> = schedulerParametersGroup;

const memoryParametersGroup = parameterGroup(DomainMemoryParam, {
  hardLimit: 'ullong',
  minGuarantee: 'ullong',
  softLimit: 'ullong',
  swapHardLimit: 'ullong',
});
/** Limits of a guest's memory on the host, in KiB. */
export interface MemoryParameters extends GroupValues<typeof memoryParametersGroup> {}
export const memoryParameters: ParameterGroup<MemoryParameters> = memoryParametersGroup;

const blkioParametersGroup = parameterGroup(DomainBlkioParam, {
  deviceReadBps: 'string',
  deviceReadIops: 'string',
  deviceWeight: 'string',
  deviceWriteBps: 'string',
  deviceWriteIops: 'string',
  weight: 'uint',
});
/** Weight of disk I/O (100 to 1000), and limits by device as `/dev/sda,500,/dev/sdb,300`. */
export interface BlkioParameters extends GroupValues<typeof blkioParametersGroup> {}
export const blkioParameters: ParameterGroup<BlkioParameters> = blkioParametersGroup;

const blockIoTuneParametersGroup = parameterGroup(DomainBlockIOTuneParam, {
  groupName: 'string',
  readBytesSec: 'ullong',
  readBytesSecMax: 'ullong',
  readBytesSecMaxLength: 'ullong',
  readIopsSec: 'ullong',
  readIopsSecMax: 'ullong',
  readIopsSecMaxLength: 'ullong',
  sizeIopsSec: 'ullong',
  totalBytesSec: 'ullong',
  totalBytesSecMax: 'ullong',
  totalBytesSecMaxLength: 'ullong',
  totalIopsSec: 'ullong',
  totalIopsSecMax: 'ullong',
  totalIopsSecMaxLength: 'ullong',
  writeBytesSec: 'ullong',
  writeBytesSecMax: 'ullong',
  writeBytesSecMaxLength: 'ullong',
  writeIopsSec: 'ullong',
  writeIopsSecMax: 'ullong',
  writeIopsSecMaxLength: 'ullong',
});
/** A disk's limits in bytes or operations per second, their bursts, and how many seconds a burst may last. */
export interface BlockIoTuneParameters extends GroupValues<typeof blockIoTuneParametersGroup> {}
export const blockIoTuneParameters: ParameterGroup<BlockIoTuneParameters> = blockIoTuneParametersGroup;

const numaParametersGroup = parameterGroup(DomainNumaParam, { mode: DomainNumatuneMemMode, nodeset: 'string' });
/** Where guest memory lies: `mode` as `strict`, `nodeset` as `0-1,3`. */
export interface NumaParameters extends GroupValues<typeof numaParametersGroup> {}
export const numaParameters: ParameterGroup<NumaParameters> = numaParametersGroup;

const interfaceParametersGroup = parameterGroup(DomainBandwidthParam, {
  inAverage: 'uint',
  inBurst: 'uint',
  inFloor: 'uint',
  inPeak: 'uint',
  outAverage: 'uint',
  outBurst: 'uint',
  outPeak: 'uint',
});
/** A NIC's bandwidth: averages, peaks and floor in KiB/s, bursts in KiB. */
export interface InterfaceParameters extends GroupValues<typeof interfaceParametersGroup> {}
export const interfaceParameters: ParameterGroup<InterfaceParameters> = interfaceParametersGroup;

const ioThreadParametersGroup = parameterGroup(DomainIOThreadParam, {
  pollMaxNs: 'ullong',
  pollGrow: 'uint',
  pollShrink: 'uint',
  threadPoolMin: 'int',
  threadPoolMax: 'int',
});
/** How an I/O thread polls, and the bounds of its pool of workers. */
export interface IOThreadParameters extends GroupValues<typeof ioThreadParametersGroup> {}
export const ioThreadParameters: ParameterGroup<IOThreadParameters> = ioThreadParametersGroup;

const perfEventsGroup = parameterGroup(DomainPerfParam, {
  alignmentFaults: 'boolean',
  branchInstructions: 'boolean',
  branchMisses: 'boolean',
  busCycles: 'boolean',
  cacheMisses: 'boolean',
  cacheReferences: 'boolean',
  cmt: 'boolean',
  contextSwitches: 'boolean',
  cpuClock: 'boolean',
  cpuCycles: 'boolean',
  cpuMigrations: 'boolean',
  emulationFaults: 'boolean',
  instructions: 'boolean',
  mbml: 'boolean',
  mbmt: 'boolean',
  pageFaults: 'boolean',
  pageFaultsMaj: 'boolean',
  pageFaultsMin: 'boolean',
  refCpuCycles: 'boolean',
  stalledCyclesBackend: 'boolean',
  stalledCyclesFrontend: 'boolean',
  taskClock: 'boolean',
});
/** Which hardware counters are on. */
export interface PerfEvents extends GroupValues<typeof perfEventsGroup> {}
export const perfEvents: ParameterGroup<PerfEvents> = perfEventsGroup;
