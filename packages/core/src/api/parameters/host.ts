import {
  ClientInfoParam,
  ConnectIdentityParam,
  NetworkPortBandwidthParam,
  NodeCPUStatsParam,
  NodeMemorySharedParam,
  NodeMemoryStatsParam,
  NodeSEVParam,
  ServerClientsParam,
  ThreadPoolParam,
} from '../../protocol/enums/index.js';
import { type GroupValues, type ParameterGroup, parameterGroup } from './parameter-group.js';

const nodeCpuStatsGroup = parameterGroup(
  {
    idleNs: NodeCPUStatsParam.idle,
    interruptNs: NodeCPUStatsParam.intr,
    iowaitNs: NodeCPUStatsParam.iowait,
    kernelNs: NodeCPUStatsParam.kernel,
    userNs: NodeCPUStatsParam.user,
    utilizationPercent: NodeCPUStatsParam.utilization,
  },
  {
    idleNs: 'ullong',
    interruptNs: 'ullong',
    iowaitNs: 'ullong',
    kernelNs: 'ullong',
    userNs: 'ullong',
    utilizationPercent: 'ullong',
  },
);
/** CPU time of a host since it started; hypervisors that know only how busy it is say `utilizationPercent`. */
export interface NodeCpuStats extends GroupValues<typeof nodeCpuStatsGroup> {}
export const nodeCpuStats: ParameterGroup<NodeCpuStats> = nodeCpuStatsGroup;

const nodeMemoryStatsGroup = parameterGroup(
  {
    buffersKiB: NodeMemoryStatsParam.buffers,
    cachedKiB: NodeMemoryStatsParam.cached,
    freeKiB: NodeMemoryStatsParam.free,
    totalKiB: NodeMemoryStatsParam.total,
  },
  { buffersKiB: 'ullong', cachedKiB: 'ullong', freeKiB: 'ullong', totalKiB: 'ullong' },
);
/** Memory of a host, or of one of its NUMA cells, of which only total and free memory are known. */
export interface NodeMemoryStats extends GroupValues<typeof nodeMemoryStatsGroup> {}
export const nodeMemoryStats: ParameterGroup<NodeMemoryStats> = nodeMemoryStatsGroup;

const memorySharingGroup = parameterGroup(NodeMemorySharedParam, {
  fullScans: 'ullong',
  mergeAcrossNodes: 'uint',
  pagesShared: 'ullong',
  pagesSharing: 'ullong',
  pagesToScan: 'uint',
  pagesUnshared: 'ullong',
  pagesVolatile: 'ullong',
  sleepMillisecs: 'uint',
});
/** How the host merges equal pages of memory, counted in pages. */
export interface MemorySharing extends GroupValues<typeof memorySharingGroup> {}
export const memorySharing: ParameterGroup<MemorySharing> = memorySharingGroup;

const sevInfoGroup = parameterGroup(NodeSEVParam, {
  cbitpos: 'uint',
  certChain: 'string',
  cpu0Id: 'string',
  maxEsGuests: 'uint',
  maxGuests: 'uint',
  pdh: 'string',
  reducedPhysBits: 'uint',
});
/** What the host offers for AMD's encrypted guests; certificates in base64. */
export interface SevInfo extends GroupValues<typeof sevInfoGroup> {}
export const sevInfo: ParameterGroup<SevInfo> = sevInfoGroup;

const identityGroup = parameterGroup(ConnectIdentityParam, {
  groupName: 'string',
  processId: 'llong',
  processTime: 'ullong',
  saslUserName: 'string',
  selinuxContext: 'string',
  unixGroupId: 'ullong',
  unixUserId: 'ullong',
  userName: 'string',
  x509DistinguishedName: 'string',
});
/** On whose behalf a connection acts. */
export interface IdentityParameters extends GroupValues<typeof identityGroup> {}
export const identity: ParameterGroup<IdentityParameters> = identityGroup;

const portParametersGroup = parameterGroup(NetworkPortBandwidthParam, {
  inAverage: 'uint',
  inBurst: 'uint',
  inFloor: 'uint',
  inPeak: 'uint',
  outAverage: 'uint',
  outBurst: 'uint',
  outPeak: 'uint',
});
/** A network port's bandwidth: averages, peaks and floor in KiB/s, bursts in KiB. */
export interface NetworkPortParameters extends GroupValues<typeof portParametersGroup> {}
export const portParameters: ParameterGroup<NetworkPortParameters> = portParametersGroup;

const threadPoolGroup = parameterGroup(ThreadPoolParam, {
  jobQueueDepth: 'uint',
  workersCurrent: 'uint',
  workersFree: 'uint',
  workersMax: 'uint',
  workersMin: 'uint',
  workersPriority: 'uint',
});
/** Workers of a daemon's server; those that count (`workersCurrent`, `workersFree`, `jobQueueDepth`) cannot be set. */
export interface ThreadPoolParameters extends GroupValues<typeof threadPoolGroup> {}
export const threadPool: ParameterGroup<ThreadPoolParameters> = threadPoolGroup;

const clientLimitsGroup = parameterGroup(ServerClientsParam, {
  current: 'uint',
  max: 'uint',
  unauthCurrent: 'uint',
  unauthMax: 'uint',
});
/** How many clients a server takes and has; the counts (`current`, `unauthCurrent`) cannot be set. */
export interface ClientLimits extends GroupValues<typeof clientLimitsGroup> {}
export const clientLimits: ParameterGroup<ClientLimits> = clientLimitsGroup;

const clientInfoGroup = parameterGroup(ClientInfoParam, {
  readonly: 'boolean',
  saslUserName: 'string',
  selinuxContext: 'string',
  socketAddr: 'string',
  unixGroupId: 'int',
  unixGroupName: 'string',
  unixProcessId: 'int',
  unixUserId: 'int',
  unixUserName: 'string',
  x509DistinguishedName: 'string',
});
/** Who a client is, as far as its transport told. */
export interface ClientInfo extends GroupValues<typeof clientInfoGroup> {}
export const clientInfo: ParameterGroup<ClientInfo> = clientInfoGroup;
