import {
  DomainBlockCopyParam,
  DomainJobOperation,
  DomainJobParam,
  DomainLaunchSecurityParam,
  DomainMigrateParam,
  DomainSaveParam,
} from '../../protocol/enums/index.js';
import { type GroupValues, type ParameterGroup, parameterGroup } from './parameter-group.js';

const jobStatsGroup = parameterGroup(DomainJobParam, {
  autoConvergeThrottle: 'int',
  compressionBytes: 'ullong',
  compressionCache: 'ullong',
  compressionCacheMisses: 'ullong',
  compressionOverflow: 'ullong',
  compressionPages: 'ullong',
  dataProcessed: 'ullong',
  dataRemaining: 'ullong',
  dataTotal: 'ullong',
  diskBps: 'ullong',
  diskProcessed: 'ullong',
  diskRemaining: 'ullong',
  diskTempTotal: 'ullong',
  diskTempUsed: 'ullong',
  diskTotal: 'ullong',
  downtime: 'ullong',
  downtimeNet: 'ullong',
  errmsg: 'string',
  memoryBps: 'ullong',
  memoryConstant: 'ullong',
  memoryDirtyRate: 'ullong',
  memoryIteration: 'ullong',
  memoryNormal: 'ullong',
  memoryNormalBytes: 'ullong',
  memoryPageSize: 'ullong',
  memoryPostcopyReqs: 'ullong',
  memoryProcessed: 'ullong',
  memoryRemaining: 'ullong',
  memoryTotal: 'ullong',
  operation: DomainJobOperation,
  setupTime: 'ullong',
  success: 'boolean',
  timeElapsed: 'ullong',
  timeElapsedNet: 'ullong',
  timeRemaining: 'ullong',
  vfioDataTransferred: 'ullong',
});
/** A job's progress: times in ms, data, memory and disk in bytes, rates in bytes/s; `operation` is what the job does: `backup`. */
export interface JobStats extends GroupValues<typeof jobStatsGroup> {}
export const jobStats: ParameterGroup<JobStats> = jobStatsGroup;

const blockCopyParametersGroup = parameterGroup(DomainBlockCopyParam, {
  bandwidth: 'ullong',
  granularity: 'uint',
  bufSize: 'ullong',
});
/** Bandwidth of a disk copy in bytes/s, its granularity and buffer in bytes. */
export interface BlockCopyParameters extends GroupValues<typeof blockCopyParametersGroup> {}
export const blockCopyParameters: ParameterGroup<BlockCopyParameters> = blockCopyParametersGroup;

const saveParametersGroup = parameterGroup(DomainSaveParam, {
  dxml: 'string',
  file: 'string',
  imageFormat: 'string',
  parallelChannels: 'int',
});
/** Where and how a guest is saved or restored from. */
export interface SaveParameters extends GroupValues<typeof saveParametersGroup> {}
export const saveParameters: ParameterGroup<SaveParameters> = saveParametersGroup;

const migrateParametersGroup = parameterGroup(DomainMigrateParam, {
  autoConvergeIncrement: 'int',
  autoConvergeInitial: 'int',
  bandwidth: 'ullong',
  bandwidthAvailSwitchover: 'ullong',
  bandwidthPostcopy: 'ullong',
  compression: 'strings',
  compressionMtDthreads: 'int',
  compressionMtLevel: 'int',
  compressionMtThreads: 'int',
  compressionXbzrleCache: 'ullong',
  compressionZlibLevel: 'int',
  compressionZstdLevel: 'int',
  destName: 'string',
  destXml: 'string',
  disksPort: 'int',
  disksUri: 'string',
  graphicsUri: 'string',
  listenAddress: 'string',
  migrateDisks: 'strings',
  migrateDisksDetectZeroes: 'strings',
  parallelConnections: 'int',
  persistXml: 'string',
  tlsDestination: 'string',
  uri: 'string',
});
/** How a guest migrates: where to, under which name and definition, bandwidth in MiB/s, caches in bytes. */
export interface MigrateParameters extends GroupValues<typeof migrateParametersGroup> {}
export const migrateParameters: ParameterGroup<MigrateParameters> = migrateParametersGroup;

const launchSecurityParametersGroup = parameterGroup(DomainLaunchSecurityParam, {
  sevApiMajor: 'uint',
  sevApiMinor: 'uint',
  sevBuildId: 'uint',
  sevMeasurement: 'string',
  sevPolicy: 'uint',
  sevSecret: 'string',
  sevSecretHeader: 'string',
  sevSecretSetAddress: 'ullong',
  sevSnpPolicy: 'ullong',
});
/** Measurement and secrets at an encrypted guest's start; binary values in base64. */
export interface LaunchSecurityParameters extends GroupValues<typeof launchSecurityParametersGroup> {}
export const launchSecurityParameters: ParameterGroup<LaunchSecurityParameters> = launchSecurityParametersGroup;
