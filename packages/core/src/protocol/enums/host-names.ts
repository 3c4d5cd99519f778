/** Names of what an identity consists of (`VIR_CONNECT_IDENTITY_*`). */
export const ConnectIdentityParam = {
  groupName: 'group-name',
  processId: 'process-id',
  processTime: 'process-time',
  saslUserName: 'sasl-user-name',
  selinuxContext: 'selinux-context',
  unixGroupId: 'unix-group-id',
  unixUserId: 'unix-user-id',
  userName: 'user-name',
  x509DistinguishedName: 'x509-distinguished-name',
} as const;

/** Names of the host's page merging parameters (`VIR_NODE_MEMORY_SHARED_*`). */
export const NodeMemorySharedParam = {
  fullScans: 'shm_full_scans',
  mergeAcrossNodes: 'shm_merge_across_nodes',
  pagesShared: 'shm_pages_shared',
  pagesSharing: 'shm_pages_sharing',
  pagesToScan: 'shm_pages_to_scan',
  pagesUnshared: 'shm_pages_unshared',
  pagesVolatile: 'shm_pages_volatile',
  sleepMillisecs: 'shm_sleep_millisecs',
} as const;

/** Names of facts about AMD's encrypted guests on a host (`VIR_NODE_SEV_*`). */
export const NodeSEVParam = {
  cbitpos: 'cbitpos',
  certChain: 'cert-chain',
  cpu0Id: 'cpu0-id',
  maxEsGuests: 'max-es-guests',
  maxGuests: 'max-guests',
  pdh: 'pdh',
  reducedPhysBits: 'reduced-phys-bits',
} as const;

/** Names of facts and secrets at an encrypted guest's start (`VIR_DOMAIN_LAUNCH_SECURITY_*`). */
export const DomainLaunchSecurityParam = {
  sevApiMajor: 'sev-api-major',
  sevApiMinor: 'sev-api-minor',
  sevBuildId: 'sev-build-id',
  sevMeasurement: 'sev-measurement',
  sevPolicy: 'sev-policy',
  sevSecret: 'sev-secret',
  sevSecretHeader: 'sev-secret-header',
  sevSecretSetAddress: 'sev-secret-set-address',
  sevSnpPolicy: 'sev-snp-policy',
} as const;
