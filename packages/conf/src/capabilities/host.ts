import { hostCpu } from '../cpu/host-cpu.js';
import {
  attr,
  child,
  content,
  type ElementSchema,
  element,
  flag,
  leaf,
  many,
  single,
  str,
  type TypeOf,
  uuid,
  within,
  yesNo,
} from '../kernel/index.js';
import { hostCache, hostMemoryBandwidth } from './host-cache.js';
import { hostTopology } from './host-topology.js';

const powerManagementShape = element(
  'power_management',
  {
    suspendToMemory: flag('suspend_mem'),
    suspendToDisk: flag('suspend_disk'),
    hybridSuspend: flag('suspend_hybrid'),
  },
  { empty: 'always' },
);
/** Ways in which the host can sleep. */
export interface PowerManagement extends TypeOf<typeof powerManagementShape> {}
const powerManagement: ElementSchema<PowerManagement> = powerManagementShape;

const migrationShape = element(
  'migration_features',
  {
    live: flag('live'),
    /** Kinds of URIs between hosts: `tcp`, `rdma`, `vpxmigr`. */
    uriTransports: within('uri_transports', many(single('uri_transport', content(str)))).default([]),
  },
  { empty: 'always' },
);
/** How guests migrate from and to this host. */
export interface MigrationFeatures extends TypeOf<typeof migrationShape> {}
const migration: ElementSchema<MigrationFeatures> = migrationShape;

const baseLabelShape = element('baselabel', {
  /** The type of domain that gets it. */
  type: attr('type', str),
  label: content(str).default(''),
});
/** The label that guests of one type get. */
export interface BaseLabel extends TypeOf<typeof baseLabelShape> {}
const baseLabel: ElementSchema<BaseLabel> = baseLabelShape;

const secmodelShape = element('secmodel', {
  /** `selinux`, `apparmor`, `dac`, `none` */
  model: leaf('model', str).default(''),
  /** What labels of that model mean: its domain of interpretation. */
  doi: leaf('doi', str).default(''),
  baseLabels: many(baseLabel),
});
/** A way in which guests are kept apart; the first of a host is the main one. */
export interface HostSecurityModel extends TypeOf<typeof secmodelShape> {}
const secmodel: ElementSchema<HostSecurityModel> = secmodelShape;

const hostShape = element('host', {
  uuid: leaf('uuid', uuid).optional,
  cpu: child(hostCpu),
  /** Absent where nobody knows. */
  powerManagement: child(powerManagement).optional,
  /** Whether devices can be kept to their guests' memory. */
  iommu: within('iommu', attr('support', yesNo)).optional,
  /** Absent: guests don't migrate. */
  migration: child(migration).optional,
  /** How names of interfaces begin that the hypervisor makes up. */
  interfacePrefix: leaf('netprefix', str).optional,
  topology: child(hostTopology).optional,
  cache: child(hostCache).optional,
  memoryBandwidth: child(hostMemoryBandwidth).optional,
  securityModels: many(secmodel),
});
/** The host of a hypervisor. */
export interface CapabilitiesHost extends TypeOf<typeof hostShape> {}
export const capabilitiesHost: ElementSchema<CapabilitiesHost> = hostShape;
