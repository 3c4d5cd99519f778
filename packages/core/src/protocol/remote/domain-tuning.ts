import { saveOfConfig } from '../acl-rules.js';
import {
  domainBlkioParametersMax,
  domainBlockIoTuneParametersMax,
  domainInterfaceParametersMax,
  domainMemoryParametersMax,
  domainNumaParametersMax,
  domainSchedulerParametersMax,
} from '../limits.js';
import { nonnullDomain } from '../objects.js';
import { procedures } from '../procedure.js';
import { optText, text } from '../text.js';
import { typedParam } from '../typed-param.js';
import { array, int, uint, wireOnly } from '../xdr.js';

/** Limits and weights of a running or defined domain: scheduler, memory, disk and network I/O, NUMA. */
export const domainTuning = procedures({
  /** Name of the CPU scheduler (`posix`) and how many parameters it has. */
  domainGetSchedulerType: {
    number: 56,
    since: '0.2.3',
    acl: ['domain:read'],
    args: { dom: nonnullDomain },
    ret: { type: text, nparams: int },
  },

  /** Parameters of the CPU scheduler; names in `DomainSchedulerParam`. */
  domainGetSchedulerParameters: {
    number: 57,
    since: '0.2.3',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, nparams: wireOnly(int) },
    ret: { params: array(typedParam, domainSchedulerParametersMax) },
    counted: { rule: 'limit', list: 'params', ask: 'nparams', max: domainSchedulerParametersMax },
  },

  /** Changes parameters of the running guest's CPU scheduler. */
  domainSetSchedulerParameters: {
    number: 58,
    since: '0.2.3',
    readOnlyDenied: true,
    acl: ['domain:read'],
    args: { dom: nonnullDomain, params: array(typedParam, domainSchedulerParametersMax) },
  },

  /** Changes limits of guest memory, in KiB; names in `DomainMemoryParam`. */
  domainSetMemoryParameters: {
    number: 197,
    since: '0.8.5',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, params: array(typedParam, domainMemoryParametersMax), flags: uint },
  },

  /** Limits of guest memory, in KiB; names in `DomainMemoryParam`. */
  domainGetMemoryParameters: {
    number: 198,
    since: '0.8.5',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, nparams: wireOnly(int), flags: uint },
    ret: { params: array(typedParam, domainMemoryParametersMax), nparams: wireOnly(int) },
    counted: { rule: 'params', list: 'params', ask: 'nparams', count: 'nparams', max: domainMemoryParametersMax },
    stringsOnRequest: true,
  },

  /** Changes weights and limits of disk I/O; names in `DomainBlkioParam`. */
  domainSetBlkioParameters: {
    number: 205,
    since: '0.9.0',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, params: array(typedParam, domainBlkioParametersMax), flags: uint },
  },

  /** Weights and limits of disk I/O; names in `DomainBlkioParam`. */
  domainGetBlkioParameters: {
    number: 206,
    since: '0.9.0',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, nparams: wireOnly(int), flags: uint },
    ret: { params: array(typedParam, domainBlkioParametersMax), nparams: wireOnly(int) },
    counted: { rule: 'params', list: 'params', ask: 'nparams', count: 'nparams', max: domainBlkioParametersMax },
    stringsOnRequest: true,
  },

  /** Changes parameters of the CPU scheduler: live, stored or both. */
  domainSetSchedulerParametersFlags: {
    number: 219,
    since: '0.9.2',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, params: array(typedParam, domainSchedulerParametersMax), flags: uint },
  },

  /** Parameters of the CPU scheduler: live or stored. */
  domainGetSchedulerParametersFlags: {
    number: 223,
    since: '0.9.2',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, nparams: wireOnly(int), flags: uint },
    ret: { params: array(typedParam, domainSchedulerParametersMax) },
    counted: { rule: 'limit', list: 'params', ask: 'nparams', max: domainSchedulerParametersMax },
    stringsOnRequest: true,
  },

  /** Changes a disk's throttling; names in `DomainBlockIOTuneParam`. */
  domainSetBlockIoTune: {
    number: 252,
    since: '0.9.8',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, disk: text, params: array(typedParam, domainBlockIoTuneParametersMax), flags: uint },
  },

  /** A disk's throttling; names in `DomainBlockIOTuneParam`. `disk` null asks for the number alone. */
  domainGetBlockIoTune: {
    number: 253,
    since: '0.9.8',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, disk: optText, nparams: wireOnly(int), flags: uint },
    ret: { params: array(typedParam, domainBlockIoTuneParametersMax), nparams: wireOnly(int) },
    counted: { rule: 'params', list: 'params', ask: 'nparams', count: 'nparams', max: domainBlockIoTuneParametersMax },
    stringsOnRequest: true,
  },

  /** Changes where guest memory lies; names in `DomainNumaParam`. */
  domainSetNumaParameters: {
    number: 254,
    since: '0.9.9',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, params: array(typedParam, domainNumaParametersMax), flags: uint },
  },

  /** Where guest memory lies; names in `DomainNumaParam`. */
  domainGetNumaParameters: {
    number: 255,
    since: '0.9.9',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, nparams: wireOnly(int), flags: uint },
    ret: { params: array(typedParam, domainNumaParametersMax), nparams: wireOnly(int) },
    counted: { rule: 'params', list: 'params', ask: 'nparams', count: 'nparams', max: domainNumaParametersMax },
    stringsOnRequest: true,
  },

  /** Changes a NIC's bandwidth in KiB/s; names in `DomainBandwidthParam`. */
  domainSetInterfaceParameters: {
    number: 256,
    since: '0.9.9',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, device: text, params: array(typedParam, domainInterfaceParametersMax), flags: uint },
  },

  /** A NIC's bandwidth in KiB/s; names in `DomainBandwidthParam`. */
  domainGetInterfaceParameters: {
    number: 257,
    since: '0.9.9',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, device: text, nparams: wireOnly(int), flags: uint },
    ret: { params: array(typedParam, domainInterfaceParametersMax), nparams: wireOnly(int) },
    counted: { rule: 'params', list: 'params', ask: 'nparams', count: 'nparams', max: domainInterfaceParametersMax },
    stringsOnRequest: true,
  },

  /** Makes or changes a throttle group that disks may share; names in `DomainBlockIOTuneParam`. */
  domainSetThrottleGroup: {
    number: 451,
    since: '11.2.0',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, group: text, params: array(typedParam, domainBlockIoTuneParametersMax), flags: uint },
  },

  /** Removes a throttle group. */
  domainDelThrottleGroup: {
    number: 452,
    since: '11.2.0',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, group: optText, flags: uint },
  },
});
