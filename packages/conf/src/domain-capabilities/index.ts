export type {
  CpuModes,
  CustomMode,
  HostModelAddressWidth,
  HostModelMode,
  HostPassthroughMode,
  MaximumMode,
} from './cpu-modes.js';
export type { CustomCpuModel } from './custom-models.js';
export type * from './devices.js';
export {
  type DomainCapabilities,
  formatDomainCapabilities,
  type LoaderChoices,
  type MemoryBackingChoices,
  type OsChoices,
  parseDomainCapabilities,
} from './domain-capabilities.js';
export type * from './features.js';
