// Maxima of the protocol: items in a list, bytes in a value. Both sides of a connection hold to them; the numbers are
// those of libvirt's remote and admin protocols (up to 11.7), and raising one breaks peers that have the old one.

/** Bytes of a text. */
export const stringMax = 4_194_304;
/** Domains in a list. */
export const domainListMax = 16_384;
/** Bytes of a map of host CPUs. */
export const cpumapMax = 2_048;
/** vCPUs in one answer. */
export const vcpuinfoMax = 16_384;
/** Bytes of all CPU maps in one answer. */
export const cpumapsMax = 8_388_608;
/** I/O threads of a domain. */
export const iothreadInfoMax = 16_384;
/** Bytes of the cookie that source and destination of a migration exchange. */
export const migrateCookieMax = 4_194_304;
/** Networks in a list. */
export const networkListMax = 16_384;
/** Host interfaces in a list. */
export const interfaceListMax = 16_384;
/** Storage pools in a list. */
export const storagePoolListMax = 16_384;
/** Volumes in a list. */
export const storageVolListMax = 16_384;
/** Host devices in a list. */
export const nodeDeviceListMax = 65_536;
/** Capabilities of a host device. */
export const nodeDeviceCapsListMax = 65_536;
/** Network filters in a list. */
export const nwfilterListMax = 16_384;
/** Parameters of a CPU scheduler. */
export const domainSchedulerParametersMax = 16;
/** Parameters of disk I/O weights. */
export const domainBlkioParametersMax = 16;
/** Parameters of memory limits. */
export const domainMemoryParametersMax = 16;
/** Parameters of a disk's throttling. */
export const domainBlockIoTuneParametersMax = 32;
/** Parameters of NUMA placement. */
export const domainNumaParametersMax = 16;
/** Hardware counters. */
export const domainPerfEventsMax = 64;
/** Parameters of a disk copy. */
export const domainBlockCopyParametersMax = 16;
/** Measurements of a host CPU. */
export const nodeCpuStatsMax = 16;
/** Measurements of host memory. */
export const nodeMemoryStatsMax = 16;
/** Measurements of a disk. */
export const domainBlockStatsParametersMax = 16;
/** NUMA cells, or page counts of all cells, in one answer. */
export const nodeMaxCells = 1_024;
/** Bytes of one SASL step. */
export const authSaslDataMax = 65_536;
/** Ways to authenticate. */
export const authTypeListMax = 20;
/** Measurements of guest memory. */
export const domainMemoryStatsMax = 1_024;
/** Snapshots in a list. */
export const domainSnapshotListMax = 16_384;
/** Bytes of disk content in one answer. */
export const domainBlockPeekBufferMax = 4_194_304;
/** Bytes of guest memory in one answer. */
export const domainMemoryPeekBufferMax = 4_194_304;
/** Security labels of a domain. */
export const securityLabelListMax = 64;
/** Chars of a security model's name, its NUL included. */
export const securityModelMax = 257;
/** Chars of a security label, its NUL included. */
export const securityLabelMax = 4_097;
/** Chars of a security domain of interpretation, its NUL included. */
export const securityDoiMax = 257;
/** Bytes of a secret's value. */
export const secretValueMax = 65_536;
/** Secrets in a list. */
export const secretListMax = 16_384;
/** CPUs to find the common baseline of. */
export const cpuBaselineMax = 256;
/** Keys pressed together. */
export const domainSendKeyMax = 16;
/** Parameters of a NIC's bandwidth. */
export const domainInterfaceParametersMax = 16;
/** Host CPUs that one call for CPU statistics may cover. */
export const domainGetCpuStatsNcpusMax = 128;
/** CPU statistics in one answer, over all its host CPUs. */
export const domainGetCpuStatsMax = 2_048;
/** Disks with errors in one answer. */
export const domainDiskErrorsMax = 256;
/** Parameters of page merging. */
export const nodeMemoryParametersMax = 64;
/** Parameters of a migration. */
export const domainMigrateParamListMax = 64;
/** Measurements of a job. */
export const domainJobStatsMax = 64;
/** CPU models in a list. */
export const connectCpuModelsMax = 8_192;
/** Mount points in a call. */
export const domainFsfreezeMountpointsMax = 256;
/** DHCP leases in a list. */
export const networkDhcpLeasesMax = 65_536;
/** Measurements of one domain. */
export const connectGetAllDomainStatsMax = 262_144;
/** Tunables in an event. */
export const domainEventTunableMax = 2_048;
/** File systems of a guest. */
export const domainFsinfoMax = 256;
/** Disks below a file system. */
export const domainFsinfoDisksMax = 256;
/** Interfaces of a guest. */
export const domainInterfaceMax = 2_048;
/** Addresses of an interface. */
export const domainIpAddrMax = 2_048;
/** Facts about the guest's own view of its vCPUs. */
export const domainGuestVcpuParamsMax = 64;
/** Identities of a display's client. */
export const domainEventGraphicsIdentityMax = 20;
/** Parameters of an identity. */
export const connectIdentityParamsMax = 20;
/** Ports of a network in a list. */
export const networkPortListMax = 16_384;
/** Filter bindings in a list. */
export const nwfilterBindingListMax = 16_384;
/** Checkpoints in a list. */
export const domainCheckpointListMax = 16_384;
/** Parameters of saving and restoring. */
export const domainSaveParamsMax = 64;
/** Parameters of an I/O thread. */
export const domainIothreadParamsMax = 64;
/** Facts about encrypted guests that a host offers. */
export const nodeSevInfoMax = 64;
/** Facts about an encrypted guest's start. */
export const domainLaunchSecurityInfoParamsMax = 64;
/** Parameters for an encrypted guest that waits to start. */
export const domainLaunchSecurityStateParamsMax = 64;
/** Facts that a guest agent gives. */
export const domainGuestInfoParamsMax = 2_048;
/** Parameters of a network port. */
export const networkPortParametersMax = 16;
/** Lines of an `authorized_keys` file. */
export const domainAuthorizedSshKeysMax = 2_048;
/** Warnings about a domain. */
export const domainMessagesMax = 2_048;
/** Servers of a daemon. */
export const serverListMax = 16_384;
/** Parameters of a server's workers. */
export const serverThreadpoolParametersMax = 32;
/** Clients in a list. */
export const clientListMax = 16_384;
/** Facts about a client. */
export const clientInfoParametersMax = 64;
/** Parameters of a server's client limits. */
export const serverClientLimitsMax = 32;
