import type {
  AdmConnectDaemonShutdownFlags,
  ConnectBaselineCPUFlags,
  ConnectCompareCPUFlags,
  ConnectDomainQemuMonitorEventRegisterFlags,
  ConnectGetAllDomainStatsFlags,
  ConnectGetDomainCapabilitiesFlags,
  ConnectListAllDomainsFlags,
  ConnectListAllInterfacesFlags,
  ConnectListAllNetworksFlags,
  ConnectListAllNodeDeviceFlags,
  ConnectListAllSecretsFlags,
  ConnectListAllStoragePoolsFlags,
  DomainAbortJobFlagsValues,
  DomainAuthorizedSSHKeysSetFlags,
  DomainBackupBeginFlags,
  DomainBlockCommitFlags,
  DomainBlockCopyFlags,
  DomainBlockJobAbortFlags,
  DomainBlockJobInfoFlags,
  DomainBlockJobSetSpeedFlags,
  DomainBlockPullFlags,
  DomainBlockRebaseFlags,
  DomainBlockResizeFlags,
  DomainChannelFlags,
  DomainCheckpointCreateFlags,
  DomainCheckpointDeleteFlags,
  DomainCheckpointListFlags,
  DomainCheckpointXMLFlags,
  DomainConsoleFlags,
  DomainCoreDumpFlags,
  DomainCreateFlags,
  DomainDefineFlags,
  DomainDestroyFlagsValues,
  DomainDeviceModifyFlags,
  DomainDirtyRateCalcFlags,
  DomainFDAssociateFlags,
  DomainGetHostnameFlags,
  DomainGetJobStatsFlags,
  DomainMemoryFlags,
  DomainMemoryModFlags,
  DomainMigrateFlags,
  DomainMigrateMaxSpeedFlags,
  DomainModificationImpact,
  DomainOpenGraphicsFlags,
  DomainQemuMonitorCommandFlags,
  DomainRebootFlagValues,
  DomainSaveImageXMLFlags,
  DomainSaveRestoreFlags,
  DomainSetTimeFlags,
  DomainSetUserPasswordFlags,
  DomainShutdownFlagValues,
  DomainSnapshotCreateFlags,
  DomainSnapshotDeleteFlags,
  DomainSnapshotListFlags,
  DomainSnapshotRevertFlags,
  DomainSnapshotXMLFlags,
  DomainUndefineFlagsValues,
  DomainVcpuFlags,
  DomainXMLFlags,
  InterfaceDefineFlags,
  InterfaceXMLFlags,
  NetworkCreateFlags,
  NetworkDefineFlags,
  NetworkPortCreateFlags,
  NetworkUpdateFlags,
  NetworkXMLFlags,
  NodeAllocPagesFlags,
  NodeDeviceCreateXMLFlags,
  NodeDeviceDefineXMLFlags,
  NodeDeviceUpdateFlags,
  NodeDeviceXMLFlags,
  NWFilterBindingCreateFlags,
  NWFilterDefineFlags,
  SecretDefineFlags,
  StoragePoolBuildFlags,
  StoragePoolCreateFlags,
  StoragePoolDefineFlags,
  StoragePoolDeleteFlags,
  StorageVolCreateFlags,
  StorageVolDeleteFlags,
  StorageVolDownloadFlags,
  StorageVolInfoFlags,
  StorageVolResizeFlags,
  StorageVolUploadFlags,
  StorageXMLFlags,
} from '../protocol/enums/index.js';
import type { FlagOptions } from './flag-options.js';

/** How the daemon exits. */
export interface AdmConnectDaemonShutdownOptions extends FlagOptions<typeof AdmConnectDaemonShutdownFlags> {}

/** What a common CPU shall contain. */
export interface ConnectBaselineCPUOptions extends FlagOptions<typeof ConnectBaselineCPUFlags> {}

/** How a CPU comparison shall react. */
export interface ConnectCompareCPUOptions extends FlagOptions<typeof ConnectCompareCPUFlags> {}

/** How the name of a monitor event is matched. */
export interface ConnectDomainQemuMonitorEventRegisterOptions
  extends FlagOptions<typeof ConnectDomainQemuMonitorEventRegisterFlags> {}

/** Which domains to measure, and how. */
export interface ConnectGetAllDomainStatsOptions extends FlagOptions<typeof ConnectGetAllDomainStatsFlags> {}

/** What domain capabilities leave out. */
export interface ConnectGetDomainCapabilitiesOptions extends FlagOptions<typeof ConnectGetDomainCapabilitiesFlags> {}

/** Which domains to list: of each pair or group, those that match one bit. */
export interface ConnectListAllDomainsOptions extends FlagOptions<typeof ConnectListAllDomainsFlags> {}

/** Which host interfaces to list. */
export interface ConnectListAllInterfacesOptions extends FlagOptions<typeof ConnectListAllInterfacesFlags> {}

/** Which networks to list: of each pair, those that match one bit. */
export interface ConnectListAllNetworksOptions extends FlagOptions<typeof ConnectListAllNetworksFlags> {}

/** Which host devices to list: with any of these capabilities, in any of these states. */
export interface ConnectListAllNodeDeviceOptions extends FlagOptions<typeof ConnectListAllNodeDeviceFlags> {}

/** Which secrets to list: of each pair, those that match one bit. */
export interface ConnectListAllSecretsOptions extends FlagOptions<typeof ConnectListAllSecretsFlags> {}

/** Which storage pools to list: of each pair or group, those that match one bit. */
export interface ConnectListAllStoragePoolsOptions extends FlagOptions<typeof ConnectListAllStoragePoolsFlags> {}

/** Which jobs may be aborted. */
export interface DomainAbortJobOptions extends FlagOptions<typeof DomainAbortJobFlagsValues> {}

/** What to do with the given keys, instead of replacing all. */
export interface DomainAuthorizedSSHKeysSetOptions extends FlagOptions<typeof DomainAuthorizedSSHKeysSetFlags> {}

/** How a backup starts. */
export interface DomainBackupBeginOptions extends FlagOptions<typeof DomainBackupBeginFlags> {}

/** How a disk's images are merged. */
export interface DomainBlockCommitOptions extends FlagOptions<typeof DomainBlockCommitFlags> {}

/** How a disk is copied. */
export interface DomainBlockCopyOptions extends FlagOptions<typeof DomainBlockCopyFlags> {}

/** How a disk's job is ended. */
export interface DomainBlockJobAbortOptions extends FlagOptions<typeof DomainBlockJobAbortFlags> {}

/** In which unit a job's bandwidth is answered. */
export interface DomainBlockJobInfoOptions extends FlagOptions<typeof DomainBlockJobInfoFlags> {}

/** In which unit a job's bandwidth is given. */
export interface DomainBlockJobSetSpeedOptions extends FlagOptions<typeof DomainBlockJobSetSpeedFlags> {}

/** In which unit the bandwidth of a pull is given. */
export interface DomainBlockPullOptions extends FlagOptions<typeof DomainBlockPullFlags> {}

/** How a disk is rebased or copied. */
export interface DomainBlockRebaseOptions extends FlagOptions<typeof DomainBlockRebaseFlags> {}

/** What a disk's new size means. */
export interface DomainBlockResizeOptions extends FlagOptions<typeof DomainBlockResizeFlags> {}

/** How a channel is opened. */
export interface DomainChannelOptions extends FlagOptions<typeof DomainChannelFlags> {}

/** How a checkpoint is made. */
export interface DomainCheckpointCreateOptions extends FlagOptions<typeof DomainCheckpointCreateFlags> {}

/** What is deleted with, or instead of, a checkpoint. */
export interface DomainCheckpointDeleteOptions extends FlagOptions<typeof DomainCheckpointDeleteFlags> {}

/** Which checkpoints to list, and in which order. */
export interface DomainCheckpointListOptions extends FlagOptions<typeof DomainCheckpointListFlags> {}

/** What checkpoint XML shows. */
export interface DomainCheckpointXMLOptions extends FlagOptions<typeof DomainCheckpointXMLFlags> {}

/** How a console is opened. */
export interface DomainConsoleOptions extends FlagOptions<typeof DomainConsoleFlags> {}

/** How a core dump is made, and what becomes of the guest. */
export interface DomainCoreDumpOptions extends FlagOptions<typeof DomainCoreDumpFlags> {}

/** How a domain starts. */
export interface DomainCreateOptions extends FlagOptions<typeof DomainCreateFlags> {}

/** How a domain is defined. */
export interface DomainDefineOptions extends FlagOptions<typeof DomainDefineFlags> {}

/** How a guest is stopped. */
export interface DomainDestroyOptions extends FlagOptions<typeof DomainDestroyFlagsValues> {}

/** Which definition a device change is for. */
export interface DomainDeviceModifyOptions extends FlagOptions<typeof DomainDeviceModifyFlags> {}

/** How memory writes are measured. */
export interface DomainDirtyRateCalcOptions extends FlagOptions<typeof DomainDirtyRateCalcFlags> {}

/** What becomes of the security label of files that are passed in. */
export interface DomainFDAssociateOptions extends FlagOptions<typeof DomainFDAssociateFlags> {}

/** Where a guest's host name is looked up. */
export interface DomainGetHostnameOptions extends FlagOptions<typeof DomainGetHostnameFlags> {}

/** Whether the last job is meant instead of the running one. */
export interface DomainGetJobStatsOptions extends FlagOptions<typeof DomainGetJobStatsFlags> {}

/** What kind of address a memory peek is given. */
export interface DomainMemoryOptions extends FlagOptions<typeof DomainMemoryFlags> {}

/** Which definition a memory change is for. */
export interface DomainMemoryModOptions extends FlagOptions<typeof DomainMemoryModFlags> {}

/** How a guest migrates. */
export interface DomainMigrateOptions extends FlagOptions<typeof DomainMigrateFlags> {}

/** Which phase's bandwidth is meant. */
export interface DomainMigrateMaxSpeedOptions extends FlagOptions<typeof DomainMigrateMaxSpeedFlags> {}

/** Which definition a change is for: none of the bits means that of the present state. */
export interface DomainModificationImpactOptions extends FlagOptions<typeof DomainModificationImpact> {}

/** Whether a display's client must authenticate. */
export interface DomainOpenGraphicsOptions extends FlagOptions<typeof DomainOpenGraphicsFlags> {}

/** Which monitor a command is for. */
export interface DomainQemuMonitorCommandOptions extends FlagOptions<typeof DomainQemuMonitorCommandFlags> {}

/** Ways to ask for a reboot. */
export interface DomainRebootOptions extends FlagOptions<typeof DomainRebootFlagValues> {}

/** What the XML of a saved image shows. */
export interface DomainSaveImageXMLOptions extends FlagOptions<typeof DomainSaveImageXMLFlags> {}

/** How a guest is saved, and in which state it comes back. */
export interface DomainSaveRestoreOptions extends FlagOptions<typeof DomainSaveRestoreFlags> {}

/** Where the guest takes its new time from. */
export interface DomainSetTimeOptions extends FlagOptions<typeof DomainSetTimeFlags> {}

/** In which form a password is given. */
export interface DomainSetUserPasswordOptions extends FlagOptions<typeof DomainSetUserPasswordFlags> {}

/** Ways to ask for a shutdown. */
export interface DomainShutdownOptions extends FlagOptions<typeof DomainShutdownFlagValues> {}

/** What a snapshot is taken of, and how. */
export interface DomainSnapshotCreateOptions extends FlagOptions<typeof DomainSnapshotCreateFlags> {}

/** What is deleted with, or instead of, a snapshot. */
export interface DomainSnapshotDeleteOptions extends FlagOptions<typeof DomainSnapshotDeleteFlags> {}

/** Which snapshots to list, and in which order. */
export interface DomainSnapshotListOptions extends FlagOptions<typeof DomainSnapshotListFlags> {}

/** In which state the domain comes back. */
export interface DomainSnapshotRevertOptions extends FlagOptions<typeof DomainSnapshotRevertFlags> {}

/** What snapshot XML shows. */
export interface DomainSnapshotXMLOptions extends FlagOptions<typeof DomainSnapshotXMLFlags> {}

/** What goes away together with a definition, or stays. */
export interface DomainUndefineOptions extends FlagOptions<typeof DomainUndefineFlagsValues> {}

/** Which number of vCPUs is meant. */
export interface DomainVcpuOptions extends FlagOptions<typeof DomainVcpuFlags> {}

/** What domain XML shows. */
export interface DomainXMLOptions extends FlagOptions<typeof DomainXMLFlags> {}

/** How a host interface is defined. */
export interface InterfaceDefineOptions extends FlagOptions<typeof InterfaceDefineFlags> {}

/** What host interface XML shows. */
export interface InterfaceXMLOptions extends FlagOptions<typeof InterfaceXMLFlags> {}

/** How a filter binding is made. */
export interface NWFilterBindingCreateOptions extends FlagOptions<typeof NWFilterBindingCreateFlags> {}

/** How a network filter is defined. */
export interface NWFilterDefineOptions extends FlagOptions<typeof NWFilterDefineFlags> {}

/** How a network starts. */
export interface NetworkCreateOptions extends FlagOptions<typeof NetworkCreateFlags> {}

/** How a network is defined. */
export interface NetworkDefineOptions extends FlagOptions<typeof NetworkDefineFlags> {}

/** How a network port is made. */
export interface NetworkPortCreateOptions extends FlagOptions<typeof NetworkPortCreateFlags> {}

/** Which definition a network change is for. */
export interface NetworkUpdateOptions extends FlagOptions<typeof NetworkUpdateFlags> {}

/** What network XML shows. */
export interface NetworkXMLOptions extends FlagOptions<typeof NetworkXMLFlags> {}

/** Whether huge pages are added, or their number set. */
export interface NodeAllocPagesOptions extends FlagOptions<typeof NodeAllocPagesFlags> {}

/** How a host device is made. */
export interface NodeDeviceCreateXMLOptions extends FlagOptions<typeof NodeDeviceCreateXMLFlags> {}

/** How a host device is defined. */
export interface NodeDeviceDefineXMLOptions extends FlagOptions<typeof NodeDeviceDefineXMLFlags> {}

/** Which definition a host device's change is for. */
export interface NodeDeviceUpdateOptions extends FlagOptions<typeof NodeDeviceUpdateFlags> {}

/** What host device XML shows. */
export interface NodeDeviceXMLOptions extends FlagOptions<typeof NodeDeviceXMLFlags> {}

/** How a secret is defined. */
export interface SecretDefineOptions extends FlagOptions<typeof SecretDefineFlags> {}

/** How a storage pool is built. */
export interface StoragePoolBuildOptions extends FlagOptions<typeof StoragePoolBuildFlags> {}

/** Whether a storage pool is built when it starts. */
export interface StoragePoolCreateOptions extends FlagOptions<typeof StoragePoolCreateFlags> {}

/** How a storage pool is defined. */
export interface StoragePoolDefineOptions extends FlagOptions<typeof StoragePoolDefineFlags> {}

/** Whether a storage pool's data is overwritten. */
export interface StoragePoolDeleteOptions extends FlagOptions<typeof StoragePoolDeleteFlags> {}

/** How a volume is made. */
export interface StorageVolCreateOptions extends FlagOptions<typeof StorageVolCreateFlags> {}

/** How a volume is deleted. */
export interface StorageVolDeleteOptions extends FlagOptions<typeof StorageVolDeleteFlags> {}

/** Whether a download skips holes. */
export interface StorageVolDownloadOptions extends FlagOptions<typeof StorageVolDownloadFlags> {}

/** Which size of a volume is meant. */
export interface StorageVolInfoOptions extends FlagOptions<typeof StorageVolInfoFlags> {}

/** How a volume is resized. */
export interface StorageVolResizeOptions extends FlagOptions<typeof StorageVolResizeFlags> {}

/** Whether an upload may have holes. */
export interface StorageVolUploadOptions extends FlagOptions<typeof StorageVolUploadFlags> {}

/** What storage XML shows. */
export interface StorageXMLOptions extends FlagOptions<typeof StorageXMLFlags> {}
