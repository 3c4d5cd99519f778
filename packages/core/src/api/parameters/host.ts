import {
  ClientInfoParam,
  ConnectIdentityParam,
  NetworkPortBandwidthParam,
  NodeMemorySharedParam,
  NodeSEVParam,
  ServerClientsParam,
  ThreadPoolParam,
} from '../../protocol/enums/index.js';
import { type GroupValues, type ParameterGroup, parameterGroup } from './parameter-group.js';

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
