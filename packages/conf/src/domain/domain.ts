import {
  attr,
  attributeOf,
  child,
  content,
  type ElementSchema,
  element,
  field,
  int,
  leaf,
  leading,
  live,
  many,
  oneOf,
  range,
  raw,
  type RequiredField,
  scaledKiB,
  single,
  str,
  type TypeOf,
  uint,
  united,
  unless,
  uuid,
  within,
  word,
  writtenIf,
  only,
} from '../kernel/index.js';
import { atMost, checked } from '../checked.js';
import { filled } from '../filled-attribute.js';
import { internal, unsupported, wrong } from './fault-kinds.js';
import { bhyveFields } from './bhyve-namespace.js';
import { blkiotune } from './blkiotune.js';
import { clock } from './clock.js';
import { cpu } from './cpu.js';
import { cputune } from './cputune.js';
import { devices, noDevices } from './devices.js';
import { features } from './features.js';
import { genid } from './genid.js';
import { idmap } from './idmap.js';
import { keywrap } from './keywrap.js';
import { launchSecurity } from './launch-security.js';
import { lxcFields } from './lxc-namespace.js';
import { maxMemory, memory, memoryBacking, memtune } from './memory.js';
import { numatune } from './numatune.js';
import { os } from './os.js';
import { perf } from './perf.js';
import { pm } from './pm.js';
import { qemuFields } from './qemu-namespace.js';
import { seclabel } from './seclabel.js';
import { sysinfo } from './sysinfo.js';
import { iothreadIds, vcpu, vcpus } from './vcpu.js';
import { vmwareFields } from './vmware-namespace.js';
import { xenFields } from './xen-namespace.js';

const none = <T>(list: readonly T[]) => list.length === 0;

/** Types of domains that the format knows; which of them exist is a matter of the drivers. */
export const domainType = oneOf(
  'qemu',
  'kqemu',
  'kvm',
  'hvf',
  'xen',
  'lxc',
  'uml',
  'openvz',
  'test',
  'vmware',
  'hyperv',
  'vbox',
  'phyp',
  'parallels',
  'bhyve',
  'vz',
);

/** A title has no second line. */
const oneLine = only(str, 'text of one line', text => !text.includes('\n'));

/** The hypervisor that a domain is for: one that libvirt knows, or of a driver of somebody else. */
export type DomainType = TypeNames | (string & {});
type TypeNames = NonNullable<ReturnType<(typeof domainType)['read']>>;

const libvirtType: RequiredField<DomainType> = filled<DomainType>('type', domainType, unsupported, internal);
const typeField: RequiredField<DomainType> = field<DomainType>({
  ...libvirtType.spec,
  read(node, reading) {
    const given = attributeOf(node, 'type');
    if (given !== undefined && reading.domainTypes.includes(given)) return given;
    return libvirtType.spec.read(node, reading);
  },
});

const onLifecycle = oneOf('destroy', 'restart', 'rename-restart', 'preserve');

const resourceShape = element('resource', {
  partition: leaf('partition', str).optional,
  fibreChannelAppId: within('fibrechannel', attr('appid', str)).optional,
});
/** Where in the host's cgroups the guest belongs. */
export interface Resource extends TypeOf<typeof resourceShape> {}
const resource: ElementSchema<Resource> = checked<Resource>(resourceShape, ({ fibreChannelAppId: id }) => {
  if (id === undefined) return undefined;
  if (id === '' || id.length > 128) {
    const what = "Fibre Channel 'appid' string length must be between [1, 128]";
    return { what, kind: { code: 'INVALID_ARG', domain: 'DOMAIN' } };
  }
  if (/^[\x20-\x7e]*$/.test(id)) return undefined;
  return { what: "Fibre Channel 'appid' is not a printable string", kind: wrong };
});

const defaultIothreadShape = element('defaultiothread', {
  threadPoolMin: attr('thread_pool_min', uint).optional,
  threadPoolMax: attr('thread_pool_max', uint).optional,
});
/** Threads of the main loop's pool. */
export interface DefaultIothread extends TypeOf<typeof defaultIothreadShape> {}
const defaultIothread: ElementSchema<DefaultIothread> = defaultIothreadShape;

const domainShape = element('domain', {
  type: leading(typeField),
  /** Number of the running domain; absent when it is shut off. */
  id: live(attr('id', int)),
  /** Empty only for a guest that a foreign format has no name of; libvirt leaves the element out then. */
  name: writtenIf(leaf('name', word, { code: 'NO_NAME', domain: 'DOMAIN' }), name => name !== ''),
  uuid: leaf('uuid', uuid, { code: 'INTERNAL_ERROR', domain: 'DOMAIN' }).optional,
  /** Generation id, which changes whenever the guest may have gone back in time. */
  genid,
  title: leaf('title', oneLine, wrong).optional,
  description: leaf('description', str).optional,
  /** Other programs' data: each child is in a namespace of its own. */
  metadata: raw('metadata').optional,
  maxMemory: child(maxMemory).optional,
  memory: child(memory).optional,
  /** What the guest has at the moment, through the balloon. */
  currentMemoryKiB: scaledKiB('currentMemory').optional,
  blkiotune: united(blkiotune).optional,
  memtune: united(memtune).optional,
  memoryBacking: united(memoryBacking).optional,
  vcpu: child(vcpu).default({ count: 1 }),
  vcpus: united(vcpus).optional,
  iothreads: unless(leaf('iothreads', range(0, 65535), wrong), count => count === 0),
  iothreadIds: united(iothreadIds).optional,
  defaultIothread: child(defaultIothread).optional,
  cputune: united(cputune).optional,
  numatune: atMost(1, 'numatune', child(numatune), 'only one numatune is supported', wrong).optional,
  resource: atMost(1, 'resource', child(resource), 'only one resource element is supported', wrong).optional,
  sysinfos: unless(many(sysinfo), none),
  bootloader: child(single('bootloader', content(str).default(''))).optional,
  bootloaderArgs: leaf('bootloader_args', str).optional,
  os: united(os).optional,
  idmap: united(idmap).optional,
  features: united(features).optional,
  cpu: child(cpu).optional,
  clock: united(clock).default({ time: { offset: 'utc' } }),
  onPoweroff: leaf('on_poweroff', onLifecycle, unsupported).default('destroy'),
  onReboot: leaf('on_reboot', onLifecycle, unsupported).default('restart'),
  onCrash: leaf(
    'on_crash',
    oneOf('destroy', 'restart', 'rename-restart', 'preserve', 'coredump-destroy', 'coredump-restart'),
    unsupported,
  ).default('destroy'),
  onLockFailure: leaf('on_lockfailure', oneOf('poweroff', 'restart', 'pause', 'ignore'), unsupported).optional,
  pm: united(pm).optional,
  perf: united(perf).optional,
  devices: united(devices).default(noDevices),
  seclabels: unless(many(seclabel), none),
  keywrap: united(keywrap).optional,
  launchSecurity: child(launchSecurity).optional,
  ...qemuFields,
  ...lxcFields,
  ...vmwareFields,
  ...xenFields,
  ...bhyveFields,
});
/** A domain: the definition of a guest, or the state of a running one. */
export interface Domain extends TypeOf<typeof domainShape> {}
export const domain: ElementSchema<Domain> = domainShape;
