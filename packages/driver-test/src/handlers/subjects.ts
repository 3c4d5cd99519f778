import type { DriverHandlers } from '@tsvirt/core/contract';
import type { TestHost } from '../host/test-host.js';
import * as complete from './complete/index.js';
import * as plain from './index.js';

/** Handlers of calls about one subject. */
type Handling = (host: TestHost) => DriverHandlers;

/** What hosts serve about one subject. */
interface Subject {
  /** On each host: what libvirt's mock serves, as it does. Absent: it refuses all of it. */
  readonly plain?: Handling;
  /** On complete hosts: what libvirt's mock refuses, and instead of what it does otherwise than a real hypervisor. */
  readonly complete?: Handling;
}

/**
 * Everything that mock hosts serve, by subject. Of a call that both columns have, complete hosts take the second one. Calls
 * that differ by a word or a check only ask `host.isComplete` where they stand.
 */
export const subjects: Readonly<Record<string, Subject>> = {
  connections: { plain: plain.connectionHandlers, complete: complete.completeConnectionHandlers },
  'the node': { plain: plain.nodeHandlers, complete: complete.completeNodeHandlers },
  'domain capabilities': { complete: complete.domainCapabilitiesHandlers },
  'foreign formats': { complete: complete.nativeConfigHandlers },
  'finding domains': { plain: plain.domainLookupHandlers },
  'definitions of domains': { plain: plain.domainDefineHandlers, complete: complete.completeDefineHandlers },
  'life of guests': { plain: plain.domainLifecycleHandlers, complete: complete.completeLifecycleHandlers },
  'power and process of guests': { complete: complete.domainPowerHandlers },
  'state of domains': { plain: plain.domainInfoHandlers, complete: complete.completeInfoHandlers },
  'statistics of domains': { plain: plain.domainStatsHandlers, complete: complete.completeStatsHandlers },
  'metadata of domains': { plain: plain.domainMetadataHandlers },
  'memory of domains': { plain: plain.domainMemoryHandlers },
  'vCPUs of domains': { plain: plain.domainVcpuHandlers, complete: complete.completeVcpuHandlers },
  'I/O threads of domains': { plain: plain.domainIothreadHandlers, complete: complete.completeIothreadHandlers },
  'performance events': { plain: plain.domainPerfHandlers },
  'shares and limits': { plain: plain.domainTuningHandlers, complete: complete.completeTuningHandlers },
  'the guest and its agent': { plain: plain.domainGuestHandlers, complete: complete.domainAgentHandlers },
  'commands of the agent': { complete: complete.agentCommandHandlers },
  'consoles and channels': { complete: complete.domainConsoleHandlers },
  displays: { complete: complete.domainGraphicsHandlers },
  'files of clients': { complete: complete.domainFileHandlers },
  devices: { complete: complete.domainDeviceHandlers },
  disks: { complete: complete.domainBlockHandlers },
  'jobs on disks': { complete: complete.domainBlockJobHandlers },
  backups: { complete: complete.domainBackupHandlers },
  'jobs of guests': { complete: complete.domainJobHandlers },
  migration: { complete: complete.domainMigrationHandlers },
  'saved guests and dumps': { plain: plain.domainSaveHandlers, complete: complete.completeSaveHandlers },
  snapshots: { plain: plain.domainSnapshotHandlers, complete: complete.completeSnapshotHandlers },
  checkpoints: { plain: plain.domainCheckpointHandlers },
  networks: { plain: plain.networkHandlers, complete: complete.completeNetworkHandlers },
  'metadata of networks': { complete: complete.networkMetadataHandlers },
  'ports of networks': { complete: complete.networkPortHandlers },
  'storage pools': { plain: plain.storagePoolHandlers, complete: complete.completeStoragePoolHandlers },
  volumes: { plain: plain.storageVolumeHandlers, complete: complete.completeStorageVolumeHandlers },
  'interfaces of the host': { plain: plain.interfaceHandlers, complete: complete.completeInterfaceHandlers },
  'node devices': { plain: plain.nodeDeviceHandlers, complete: complete.completeNodeDeviceHandlers },
  secrets: { complete: complete.secretHandlers },
  'network filters': { complete: complete.nwfilterHandlers },
};
