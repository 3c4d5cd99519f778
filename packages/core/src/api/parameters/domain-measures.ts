import { DomainBlockStatsParam, DomainCPUStatsParam } from '../../protocol/enums/index.js';
import { type GroupValues, type ParameterGroup, parameterGroup } from './parameter-group.js';

const blockStatsParametersGroup = parameterGroup(
  {
    errors: DomainBlockStatsParam.errs,
    flushNs: DomainBlockStatsParam.flushTotalTimes,
    flushRequests: DomainBlockStatsParam.flushReq,
    readBytes: DomainBlockStatsParam.readBytes,
    readNs: DomainBlockStatsParam.readTotalTimes,
    readRequests: DomainBlockStatsParam.readReq,
    writeBytes: DomainBlockStatsParam.writeBytes,
    writeNs: DomainBlockStatsParam.writeTotalTimes,
    writeRequests: DomainBlockStatsParam.writeReq,
  },
  {
    errors: 'llong',
    flushNs: 'llong',
    flushRequests: 'llong',
    readBytes: 'llong',
    readNs: 'llong',
    readRequests: 'llong',
    writeBytes: 'llong',
    writeNs: 'llong',
    writeRequests: 'llong',
  },
);
/** I/O of a disk, and the time that it took; what the hypervisor does not count is absent. */
export interface BlockStatsParameters extends GroupValues<typeof blockStatsParametersGroup> {}
export const blockStatsParameters: ParameterGroup<BlockStatsParameters> = blockStatsParametersGroup;

const cpuStatsParametersGroup = parameterGroup(
  {
    timeNs: DomainCPUStatsParam.cputime,
    systemNs: DomainCPUStatsParam.systemtime,
    userNs: DomainCPUStatsParam.usertime,
    vcpuNs: DomainCPUStatsParam.vcputime,
  },
  { timeNs: 'ullong', systemNs: 'ullong', userNs: 'ullong', vcpuNs: 'ullong' },
);
/** CPU time of a guest: all of it, what of it the host's kernel and its programs took, and what the vCPUs alone took. */
export interface CpuStatsParameters extends GroupValues<typeof cpuStatsParametersGroup> {}
export const cpuStatsParameters: ParameterGroup<CpuStatsParameters> = cpuStatsParametersGroup;
