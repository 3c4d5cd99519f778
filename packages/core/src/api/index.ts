export { type AdminOptions, openAdmin } from './admin/open-admin.js';
export { AdminClient } from './admin/admin-client.js';
export { AdminConnection } from './admin/admin-connection.js';
export { AdminServer } from './admin/admin-server.js';
export type * from './call-flags.js';
export { Connection } from './connection/connection.js';
export type { DomainStatsOptions, DomainStatsReport } from './connection/domains.js';
export type { EventOptions, ListenOptions, Subscription } from './connection/event-calls.js';
export type { HypervisorChoice, NodeCpuMap, NodeInfo, NodeSecurityModel } from './connection/host.js';
export type { DomainOverview, OverviewOptions } from './connection/overview.js';
export { Domain } from './domain/domain.js';
export type { Screenshot } from './domain/console.js';
export type { BlockInfo, BlockJobInfo, DiskError } from './domain/devices.js';
export type { DomainLifecycleEvent, DomainLifecycleStep } from './domain/domain-lifecycle-event.js';
export type { DomainStateReport } from './domain/domain-state.js';
export type { DomainTime, GuestInfoOptions } from './domain/guest.js';
export type { GuestAddress, GuestInterface } from './domain/guest-interface.js';
export type { GuestVcpus } from './domain/guest-vcpus.js';
export type { MonitorReply } from './domain/hypervisor.js';
export type {
  DomainControlInfo,
  DomainInfo,
  DomainJobInfo,
  DomainJobStats,
  DomainSecurityLabel,
  DomainStateName,
} from './domain/info.js';
export type { SimpleMigrateOptions } from './domain/migration.js';
export type { BlockStats, InterfaceStats, MemoryStats } from './domain/stats.js';
export type { IOThreadInfo, VcpuReport } from './domain/vcpus.js';
export { DomainCheckpoint } from './domain-checkpoint.js';
export { DomainSnapshot } from './domain-snapshot.js';
export type { ApiEvents } from './event-forms.js';
export { type EventOrGap, EventStream } from './event-stream.js';
export type { FlagOptions, FlagTable, NameOf, PlainOptions, ValueOf } from './flag-options.js';
export type { InProcessOptions } from './in-process.js';
export { Interface } from './interface.js';
export type { EventGap, Link, LinkSink } from './link.js';
export { Network } from './network.js';
export type { NetworkLease } from './network-lease.js';
export { NetworkPort } from './network-port.js';
export { NodeDevice } from './node-device.js';
export { NWFilter } from './nwfilter.js';
export { NWFilterBinding } from './nwfilter-binding.js';
export { open, type OpenOptions, type Transport, type Transported } from './open.js';
export type * from './parameters/domain-jobs.js';
export type * from './parameters/domain-measures.js';
export {
  type DomainBalloonStats,
  type DomainBlockStats,
  type DomainCpuStats,
  type DomainIOThreadStats,
  type DomainNetStats,
  domainStats,
  type DomainStats,
  type DomainVcpuStats,
} from './parameters/domain-stats.js';
export type * from './parameters/domain-tuning.js';
export type * from './parameters/host.js';
export {
  type GuestDisk,
  type GuestFileSystem,
  type GuestFileSystemDisk,
  type GuestInfo,
  guestInfo,
  type GuestOs,
  type GuestUser,
} from './parameters/guest-info.js';
export type { ParameterGroup, ParamRecord, ParamValue } from './parameters/parameter-group.js';
export type { ConnectionChange, ReconnectOptions } from './reconnecting-link.js';
export { Secret } from './secret.js';
export { StoragePool, type StoragePoolInfo } from './storage-pool.js';
export { StorageVol, type StorageVolInfo } from './storage-vol.js';
export {
  type ReadableSource,
  type ReadableSourceReader,
  Stream,
  type StreamPiece,
  type StreamSource,
} from './stream.js';
export type { AsDocument, AsText, AsValue, XmlCodec, XmlFormatter, XmlParser, XmlSource } from './xml-codec.js';
