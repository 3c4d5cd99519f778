import { saveOfConfig } from '../acl-rules.js';
import { domainIOThreadInfo, vcpuInfo } from '../domain-shapes.js';
import { DomainVcpuFlags } from '../enums/index.js';
import {
  cpumapMax,
  cpumapsMax,
  domainGuestVcpuParamsMax,
  domainIothreadParamsMax,
  iothreadInfoMax,
  vcpuinfoMax,
} from '../limits.js';
import { nonnullDomain } from '../objects.js';
import { procedures } from '../procedure.js';
import { text } from '../text.js';
import { typedParam } from '../typed-param.js';
import { array, int, opaque, uint, wireOnly } from '../xdr.js';

/** Virtual CPUs and I/O threads: number, state, pinning. */
export const domainVcpu = procedures({
  /** Most vCPUs of the domain: of the live one while it runs, else of what is defined. */
  domainGetMaxVcpus: {
    number: 18,
    since: '0.2.1',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain },
    ret: { num: int },
  },

  /**
   * State and pinning of vCPUs. `maxinfo` bounds `info`; `cpumaps` has `maplen` bytes for each, none when `maplen` is
   * 0.
   */
  domainGetVcpus: {
    number: 20,
    since: '0.1.4',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, maxinfo: int, maplen: int },
    ret: { info: array(vcpuInfo, vcpuinfoMax), cpumaps: opaque(cpumapsMax) },
  },

  /** Pins one vCPU of the running guest. `cpumap` has bit n of byte n/8 set for host CPU n. */
  domainPinVcpu: {
    number: 26,
    since: '0.1.4',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, vcpu: uint, cpumap: opaque(cpumapMax) },
  },

  /** Sets the number of vCPUs of the running guest. */
  domainSetVcpus: {
    number: 32,
    since: '0.1.4',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, nvcpus: uint },
  },

  /** Sets the number of vCPUs: live, stored or the maximum (`DomainVcpuFlags`). */
  domainSetVcpusFlags: {
    number: 199,
    since: '0.8.5',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig, { permission: 'domain:write', withFlags: DomainVcpuFlags.guest }],
    args: { dom: nonnullDomain, nvcpus: uint, flags: uint },
  },

  /** Number of vCPUs: live, stored, the maximum, or as the guest agent counts (`DomainVcpuFlags`). */
  domainGetVcpusFlags: {
    number: 200,
    since: '0.8.5',
    readOnlyDenied: { flags: DomainVcpuFlags.guest },
    acl: ['domain:read', { permission: 'domain:write', withFlags: DomainVcpuFlags.guest }],
    args: { dom: nonnullDomain, flags: uint },
    ret: { num: int },
  },

  /** Pins one vCPU: live, stored or both. `cpumap` has bit n of byte n/8 set for host CPU n. */
  domainPinVcpuFlags: {
    number: 225,
    since: '0.9.3',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, vcpu: uint, cpumap: opaque(cpumapMax), flags: uint },
  },

  /** Pinning of vCPUs: `maplen` bytes for each of `ncpumaps`. `num` counts the vCPUs in `cpumaps`. */
  domainGetVcpuPinInfo: {
    number: 230,
    since: '0.9.3',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, ncpumaps: int, maplen: int, flags: uint },
    ret: { cpumaps: opaque(cpumapsMax), num: int },
  },

  /** Pins what of the hypervisor's process isn't a vCPU or I/O thread. `cpumap` as in `domainPinVcpu`. */
  domainPinEmulator: {
    number: 279,
    since: '0.10.0',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, cpumap: opaque(cpumapMax), flags: uint },
  },

  /** Pinning of the emulator: `maplen` bytes. `ret` is 1 when there is any, else 0. */
  domainGetEmulatorPinInfo: {
    number: 280,
    since: '0.10.0',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, maplen: int, flags: uint },
    ret: { cpumaps: opaque(cpumapsMax), ret: int },
  },

  /** I/O threads and their pinning: live or stored. */
  domainGetIOThreadInfo: {
    number: 351,
    since: '1.2.14',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, flags: uint },
    ret: { info: array(domainIOThreadInfo, iothreadInfoMax), ret: wireOnly(uint) },
    counted: { rule: 'whole', list: 'info', count: 'ret' },
  },

  /** Pins an I/O thread. `cpumap` as in `domainPinVcpu`. */
  domainPinIOThread: {
    number: 352,
    since: '1.2.14',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, iothreadsId: uint, cpumap: opaque(cpumapMax), flags: uint },
  },

  /** Adds an I/O thread with that id. */
  domainAddIOThread: {
    number: 355,
    since: '1.2.15',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, iothreadId: uint, flags: uint },
  },

  /** Removes the I/O thread with that id. */
  domainDelIOThread: {
    number: 356,
    since: '1.2.15',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, iothreadId: uint, flags: uint },
  },

  /** Which vCPUs the guest has and uses, as its agent says: `vcpus`, `online`, `offlinable` as CPU lists. */
  domainGetGuestVcpus: {
    number: 371,
    since: '2.0.0',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, flags: uint },
    ret: { params: array(typedParam, domainGuestVcpuParamsMax) },
  },

  /** Has the guest take vCPUs (a CPU list, `0-3`) into use, or out of it: `state` 1 or 0. */
  domainSetGuestVcpus: {
    number: 372,
    since: '2.0.0',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, cpumap: text, state: int, flags: uint },
  },

  /** Plugs vCPUs (a CPU list, `0-3`) in or out: `state` 1 or 0; live, stored or both. */
  domainSetVcpu: {
    number: 384,
    since: '3.1.0',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, cpumap: text, state: int, flags: uint },
  },

  /** Changes an I/O thread's polling and pool; names in `DomainIOThreadParam`. */
  domainSetIOThreadParams: {
    number: 402,
    since: '4.10.0',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, iothreadId: uint, params: array(typedParam, domainIothreadParamsMax), flags: uint },
  },
});
