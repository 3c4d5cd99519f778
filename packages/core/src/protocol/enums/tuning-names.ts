/** Names of a NIC's bandwidth parameters (`VIR_DOMAIN_BANDWIDTH_*`). */
export const DomainBandwidthParam = {
  inAverage: 'inbound.average',
  inBurst: 'inbound.burst',
  inFloor: 'inbound.floor',
  inPeak: 'inbound.peak',
  outAverage: 'outbound.average',
  outBurst: 'outbound.burst',
  outPeak: 'outbound.peak',
} as const;

/** Names of disk I/O weights and limits (`VIR_DOMAIN_BLKIO_*`). */
export const DomainBlkioParam = {
  deviceReadBps: 'device_read_bytes_sec',
  deviceReadIops: 'device_read_iops_sec',
  deviceWeight: 'device_weight',
  deviceWriteBps: 'device_write_bytes_sec',
  deviceWriteIops: 'device_write_iops_sec',
  weight: 'weight',
} as const;

/** Names of a disk's throttling parameters (`VIR_DOMAIN_BLOCK_IOTUNE_*`). */
export const DomainBlockIOTuneParam = {
  groupName: 'group_name',
  readBytesSec: 'read_bytes_sec',
  readBytesSecMax: 'read_bytes_sec_max',
  readBytesSecMaxLength: 'read_bytes_sec_max_length',
  readIopsSec: 'read_iops_sec',
  readIopsSecMax: 'read_iops_sec_max',
  readIopsSecMaxLength: 'read_iops_sec_max_length',
  sizeIopsSec: 'size_iops_sec',
  totalBytesSec: 'total_bytes_sec',
  totalBytesSecMax: 'total_bytes_sec_max',
  totalBytesSecMaxLength: 'total_bytes_sec_max_length',
  totalIopsSec: 'total_iops_sec',
  totalIopsSecMax: 'total_iops_sec_max',
  totalIopsSecMaxLength: 'total_iops_sec_max_length',
  writeBytesSec: 'write_bytes_sec',
  writeBytesSecMax: 'write_bytes_sec_max',
  writeBytesSecMaxLength: 'write_bytes_sec_max_length',
  writeIopsSec: 'write_iops_sec',
  writeIopsSecMax: 'write_iops_sec_max',
  writeIopsSecMaxLength: 'write_iops_sec_max_length',
} as const;

/** Names of an I/O thread's parameters (`VIR_DOMAIN_IOTHREAD_*`). */
export const DomainIOThreadParam = {
  pollGrow: 'poll_grow',
  pollMaxNs: 'poll_max_ns',
  pollShrink: 'poll_shrink',
  threadPoolMax: 'thread_pool_max',
  threadPoolMin: 'thread_pool_min',
} as const;

/** Names of memory limits (`VIR_DOMAIN_MEMORY_*`). */
export const DomainMemoryParam = {
  hardLimit: 'hard_limit',
  minGuarantee: 'min_guarantee',
  softLimit: 'soft_limit',
  swapHardLimit: 'swap_hard_limit',
} as const;

/** Names of NUMA parameters (`VIR_DOMAIN_NUMA_*`). */
export const DomainNumaParam = { mode: 'numa_mode', nodeset: 'numa_nodeset' } as const;

/** Names of CPU scheduler parameters (`VIR_DOMAIN_SCHEDULER_*`). */
export const DomainSchedulerParam = {
  cap: 'cap',
  cpuShares: 'cpu_shares',
  emulatorPeriod: 'emulator_period',
  emulatorQuota: 'emulator_quota',
  globalPeriod: 'global_period',
  globalQuota: 'global_quota',
  iothreadPeriod: 'iothread_period',
  iothreadQuota: 'iothread_quota',
  limit: 'limit',
  reservation: 'reservation',
  shares: 'shares',
  vcpuPeriod: 'vcpu_period',
  vcpuQuota: 'vcpu_quota',
  weight: 'weight',
} as const;

/** Names of tunables in events (`VIR_DOMAIN_TUNABLE_*`). */
export const DomainTunableParam = {
  blkdevDisk: 'blkdeviotune.disk',
  blkdevGroupName: 'blkdeviotune.group_name',
  blkdevReadBytesSec: 'blkdeviotune.read_bytes_sec',
  blkdevReadBytesSecMax: 'blkdeviotune.read_bytes_sec_max',
  blkdevReadBytesSecMaxLength: 'blkdeviotune.read_bytes_sec_max_length',
  blkdevReadIopsSec: 'blkdeviotune.read_iops_sec',
  blkdevReadIopsSecMax: 'blkdeviotune.read_iops_sec_max',
  blkdevReadIopsSecMaxLength: 'blkdeviotune.read_iops_sec_max_length',
  blkdevSizeIopsSec: 'blkdeviotune.size_iops_sec',
  blkdevTotalBytesSec: 'blkdeviotune.total_bytes_sec',
  blkdevTotalBytesSecMax: 'blkdeviotune.total_bytes_sec_max',
  blkdevTotalBytesSecMaxLength: 'blkdeviotune.total_bytes_sec_max_length',
  blkdevTotalIopsSec: 'blkdeviotune.total_iops_sec',
  blkdevTotalIopsSecMax: 'blkdeviotune.total_iops_sec_max',
  blkdevTotalIopsSecMaxLength: 'blkdeviotune.total_iops_sec_max_length',
  blkdevWriteBytesSec: 'blkdeviotune.write_bytes_sec',
  blkdevWriteBytesSecMax: 'blkdeviotune.write_bytes_sec_max',
  blkdevWriteBytesSecMaxLength: 'blkdeviotune.write_bytes_sec_max_length',
  blkdevWriteIopsSec: 'blkdeviotune.write_iops_sec',
  blkdevWriteIopsSecMax: 'blkdeviotune.write_iops_sec_max',
  blkdevWriteIopsSecMaxLength: 'blkdeviotune.write_iops_sec_max_length',
  cpuCpuShares: 'cputune.cpu_shares',
  cpuEmulatorpin: 'cputune.emulatorpin',
  cpuEmulatorPeriod: 'cputune.emulator_period',
  cpuEmulatorQuota: 'cputune.emulator_quota',
  cpuGlobalPeriod: 'cputune.global_period',
  cpuGlobalQuota: 'cputune.global_quota',
  cpuIothreadspin: 'cputune.iothreadpin%u',
  cpuIothreadPeriod: 'cputune.iothread_period',
  cpuIothreadQuota: 'cputune.iothread_quota',
  cpuVcpupin: 'cputune.vcpupin%u',
  cpuVcpuPeriod: 'cputune.vcpu_period',
  cpuVcpuQuota: 'cputune.vcpu_quota',
} as const;

/** Names of a network port's bandwidth parameters (`VIR_NETWORK_PORT_BANDWIDTH_*`). */
export const NetworkPortBandwidthParam = {
  inAverage: 'inbound.average',
  inBurst: 'inbound.burst',
  inFloor: 'inbound.floor',
  inPeak: 'inbound.peak',
  outAverage: 'outbound.average',
  outBurst: 'outbound.burst',
  outPeak: 'outbound.peak',
} as const;
