export { type Capabilities, formatCapabilities, parseCapabilities } from './capabilities.js';
export type { OtherChoices } from './choices.js';
export type { Granularity } from './exact-size.js';
export type {
  CapabilitiesGuest,
  FeatureToggle,
  GuestArchitecture,
  GuestDomain,
  GuestFeatures,
  GuestMachine,
} from './guest.js';
export type { BaseLabel, CapabilitiesHost, HostSecurityModel, MigrationFeatures, PowerManagement } from './host.js';
export type {
  BandwidthControl,
  BandwidthNode,
  CacheBank,
  CacheControl,
  HostCache,
  HostMemoryBandwidth,
  HostResourceMonitor,
} from './host-cache.js';
export type { HostCell, HostCellCpu, HostPages, HostTopology } from './host-topology.js';
