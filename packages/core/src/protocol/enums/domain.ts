/** Which domains to measure, and how (`virConnectGetAllDomainStatsFlags`). */
export const ConnectGetAllDomainStatsFlags = {
  active: 1,
  inactive: 2,
  persistent: 4,
  transient: 8,
  running: 16,
  paused: 32,
  shutoff: 64,
  other: 128,
  nowait: 0x20000000,
  backing: 0x40000000,
  enforceStats: 0x80000000,
} as const;

/** What domain capabilities leave out (`virConnectGetDomainCapabilitiesFlags`). */
export const ConnectGetDomainCapabilitiesFlags = { disableDeprecatedFeatures: 1 } as const;

/** Which domains to list: of each pair or group, those that match one bit (`virConnectListAllDomainsFlags`). */
export const ConnectListAllDomainsFlags = {
  active: 1,
  inactive: 2,
  persistent: 4,
  transient: 8,
  running: 16,
  paused: 32,
  shutoff: 64,
  other: 128,
  managedsave: 256,
  noManagedsave: 512,
  autostart: 1024,
  noAutostart: 2048,
  hasSnapshot: 4096,
  noSnapshot: 8192,
  hasCheckpoint: 16384,
  noCheckpoint: 32768,
} as const;

/** How long to wait for the guest agent, where it isn't a number of seconds (`virDomainAgentResponseTimeoutValues`). */
export const DomainAgentResponseTimeoutValues = { block: -2, default: -1, nowait: 0 } as const;
export type DomainAgentResponseTimeoutValues =
  (typeof DomainAgentResponseTimeoutValues)[keyof typeof DomainAgentResponseTimeoutValues];

/** What to do with the given keys, instead of replacing all (`virDomainAuthorizedSSHKeysSetFlags`). */
export const DomainAuthorizedSSHKeysSetFlags = { append: 1, remove: 2 } as const;

/** How a channel is opened (`virDomainChannelFlags`). */
export const DomainChannelFlags = { force: 1 } as const;

/** How a console is opened (`virDomainConsoleFlags`). */
export const DomainConsoleFlags = { force: 1, safe: 2 } as const;

/** How a core dump is made, and what becomes of the guest (`virDomainCoreDumpFlags`). */
export const DomainCoreDumpFlags = { crash: 1, live: 2, bypassCache: 4, reset: 8, memoryOnly: 16 } as const;

/** Formats of core dumps (`virDomainCoreDumpFormat`). */
export const DomainCoreDumpFormat = { raw: 0, kdumpZlib: 1, kdumpLzo: 2, kdumpSnappy: 3, winDmp: 4 } as const;
export type DomainCoreDumpFormat = (typeof DomainCoreDumpFormat)[keyof typeof DomainCoreDumpFormat];

/** How a domain starts (`virDomainCreateFlags`). */
export const DomainCreateFlags = {
  none: 0,
  paused: 1,
  autodestroy: 2,
  bypassCache: 4,
  forceBoot: 8,
  validate: 16,
  resetNvram: 32,
} as const;

/** How a domain is defined (`virDomainDefineFlags`). */
export const DomainDefineFlags = { validate: 1 } as const;

/** How a guest is stopped (`virDomainDestroyFlagsValues`). */
export const DomainDestroyFlagsValues = { default: 0, graceful: 1, removeLogs: 2 } as const;

/** Which definition a device change is for (`virDomainDeviceModifyFlags`). */
export const DomainDeviceModifyFlags = { current: 0, live: 1, config: 2, force: 4 } as const;

/** How memory writes are measured (`virDomainDirtyRateCalcFlags`). */
export const DomainDirtyRateCalcFlags = { pageSampling: 0, dirtyBitmap: 1, dirtyRing: 2 } as const;

/** How far the measurement of memory writes is (`virDomainDirtyRateStatus`). */
export const DomainDirtyRateStatus = { unstarted: 0, measuring: 1, measured: 2 } as const;
export type DomainDirtyRateStatus = (typeof DomainDirtyRateStatus)[keyof typeof DomainDirtyRateStatus];

/** What is wrong with a disk (`virDomainDiskErrorCode`). */
export const DomainDiskErrorCode = { none: 0, unspec: 1, noSpace: 2 } as const;
export type DomainDiskErrorCode = (typeof DomainDiskErrorCode)[keyof typeof DomainDiskErrorCode];

/** What becomes of the security label of files that are passed in (`virDomainFDAssociateFlags`). */
export const DomainFDAssociateFlags = { seclabelRestore: 1, seclabelWritable: 2 } as const;

/** Where a guest's host name is looked up (`virDomainGetHostnameFlags`). */
export const DomainGetHostnameFlags = { lease: 1, agent: 2 } as const;

/** Kinds of display (`virDomainGraphicsReloadType`). */
export const DomainGraphicsReloadType = { any: 0, vnc: 1 } as const;
export type DomainGraphicsReloadType = (typeof DomainGraphicsReloadType)[keyof typeof DomainGraphicsReloadType];

/** What to ask the guest about (`virDomainGuestInfoTypes`). */
export const DomainGuestInfoTypes = {
  users: 1,
  os: 2,
  timezone: 4,
  hostname: 8,
  filesystem: 16,
  disks: 32,
  interfaces: 64,
  load: 128,
} as const;

/** Where guest addresses are looked up (`virDomainInterfaceAddressesSource`). */
export const DomainInterfaceAddressesSource = { lease: 0, agent: 1, arp: 2 } as const;
export type DomainInterfaceAddressesSource =
  (typeof DomainInterfaceAddressesSource)[keyof typeof DomainInterfaceAddressesSource];

/** What kind of address a memory peek is given (`virDomainMemoryFlags`). */
export const DomainMemoryFlags = { virtual: 1, physical: 2 } as const;

/** Which definition a memory change is for (`virDomainMemoryModFlags`). */
export const DomainMemoryModFlags = { current: 0, live: 1, config: 2, maximum: 4 } as const;

/** Measurements of guest memory (`virDomainMemoryStatTags`). */
export const DomainMemoryStatTags = {
  swapIn: 0,
  swapOut: 1,
  majorFault: 2,
  minorFault: 3,
  unused: 4,
  available: 5,
  actualBalloon: 6,
  rss: 7,
  usable: 8,
  lastUpdate: 9,
  diskCaches: 10,
  hugetlbPgalloc: 11,
  hugetlbPgfail: 12,
} as const;
export type DomainMemoryStatTags = (typeof DomainMemoryStatTags)[keyof typeof DomainMemoryStatTags];

/** Kinds of warnings about a domain (`virDomainMessageType`). */
export const DomainMessageType = { deprecation: 1, tainting: 2, ioerrors: 4 } as const;

/** Parts of a domain's metadata (`virDomainMetadataType`). */
export const DomainMetadataType = { description: 0, title: 1, element: 2 } as const;
export type DomainMetadataType = (typeof DomainMetadataType)[keyof typeof DomainMetadataType];

/**
 * Which definition a change is for: none of the bits means that of the present state (`virDomainModificationImpact`).
 */
export const DomainModificationImpact = { current: 0, live: 1, config: 2 } as const;

/** How strictly guest memory keeps to its NUMA nodes (`virDomainNumatuneMemMode`). */
export const DomainNumatuneMemMode = { strict: 0, preferred: 1, interleave: 2, restrictive: 3 } as const;
export type DomainNumatuneMemMode = (typeof DomainNumatuneMemMode)[keyof typeof DomainNumatuneMemMode];

/** Whether a display's client must authenticate (`virDomainOpenGraphicsFlags`). */
export const DomainOpenGraphicsFlags = { skipauth: 1 } as const;

/** Ways to ask for a reboot (`virDomainRebootFlagValues`). */
export const DomainRebootFlagValues = {
  default: 0,
  acpiPowerBtn: 1,
  guestAgent: 2,
  initctl: 4,
  signal: 8,
  paravirt: 16,
} as const;

/** What the XML of a saved image shows (`virDomainSaveImageXMLFlags`). */
export const DomainSaveImageXMLFlags = { secure: 1 } as const;

/** How a guest is saved, and in which state it comes back (`virDomainSaveRestoreFlags`). */
export const DomainSaveRestoreFlags = { bypassCache: 1, running: 2, paused: 4, resetNvram: 8 } as const;

/** Where the guest takes its new time from (`virDomainSetTimeFlags`). */
export const DomainSetTimeFlags = { timeSync: 1 } as const;

/** In which form a password is given (`virDomainSetUserPasswordFlags`). */
export const DomainSetUserPasswordFlags = { passwordEncrypted: 1 } as const;

/** Ways to ask for a shutdown (`virDomainShutdownFlagValues`). */
export const DomainShutdownFlagValues = {
  default: 0,
  acpiPowerBtn: 1,
  guestAgent: 2,
  initctl: 4,
  signal: 8,
  paravirt: 16,
} as const;

/** Groups of measurements (`virDomainStatsTypes`). */
export const DomainStatsTypes = {
  state: 1,
  cpuTotal: 2,
  balloon: 4,
  vcpu: 8,
  interface: 16,
  block: 32,
  perf: 64,
  iothread: 128,
  memory: 256,
  dirtyrate: 512,
  vm: 1024,
} as const;

/** What goes away together with a definition, or stays (`virDomainUndefineFlagsValues`). */
export const DomainUndefineFlagsValues = {
  managedSave: 1,
  snapshotsMetadata: 2,
  nvram: 4,
  keepNvram: 8,
  checkpointsMetadata: 16,
  tpm: 32,
  keepTpm: 64,
} as const;

/** Which number of vCPUs is meant (`virDomainVcpuFlags`). */
export const DomainVcpuFlags = { current: 0, live: 1, config: 2, maximum: 4, guest: 8, hotpluggable: 16 } as const;

/** What domain XML shows (`virDomainXMLFlags`). */
export const DomainXMLFlags = { secure: 1, inactive: 2, updateCpu: 4, migratable: 8 } as const;
