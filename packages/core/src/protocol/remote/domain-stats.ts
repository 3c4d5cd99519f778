import { saveOfConfig } from '../acl-rules.js';
import { domainMemoryStat, domainStatsRecord } from '../domain-shapes.js';
import {
  domainBlockStatsParametersMax,
  domainGetCpuStatsMax,
  domainListMax,
  domainMemoryStatsMax,
  domainPerfEventsMax,
} from '../limits.js';
import { nonnullDomain } from '../objects.js';
import { procedures } from '../procedure.js';
import { text } from '../text.js';
import { typedParam } from '../typed-param.js';
import { array, hyper, int, uint, wireOnly } from '../xdr.js';

/** Measurements of a domain and its devices. */
export const domainStats = procedures({
  /** I/O of one disk (target or path of its source) since the start. A number that the hypervisor lacks is -1. */
  domainBlockStats: {
    number: 64,
    since: '0.3.2',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, path: text },
    ret: { rdReq: hyper, rdBytes: hyper, wrReq: hyper, wrBytes: hyper, errs: hyper },
  },

  /** Traffic of one NIC (host name `vnet0`, or MAC) as the guest sees it. A number that the hypervisor lacks is -1. */
  domainInterfaceStats: {
    number: 65,
    since: '0.3.2',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, device: text },
    ret: {
      rxBytes: hyper,
      rxPackets: hyper,
      rxErrs: hyper,
      rxDrop: hyper,
      txBytes: hyper,
      txPackets: hyper,
      txErrs: hyper,
      txDrop: hyper,
    },
  },

  /**
   * Memory as guest and host see it; tags are `DomainMemoryStatTags`, sizes in KiB. What the guest doesn't report is
   * missing.
   */
  domainMemoryStats: {
    number: 159,
    since: '0.7.5',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, maxStats: wireOnly(uint), flags: uint },
    ret: { stats: array(domainMemoryStat, domainMemoryStatsMax) },
    counted: { rule: 'limit', list: 'stats', ask: 'maxStats', max: domainMemoryStatsMax },
  },

  /** I/O of one disk, or of all when `path` is empty; names in `DomainBlockStatsParam`, times in ns. */
  domainBlockStatsFlags: {
    number: 243,
    since: '0.9.5',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, path: text, nparams: wireOnly(int), flags: uint },
    ret: { params: array(typedParam, domainBlockStatsParametersMax), nparams: wireOnly(int) },
    counted: { rule: 'params', list: 'params', ask: 'nparams', count: 'nparams', max: domainBlockStatsParametersMax },
    stringsOnRequest: true,
  },

  /**
   * CPU time of the guest on host CPUs, in ns: `nparams` values for each of `ncpus` CPUs from `startCpu` on; -1 for the
   * total. With no `ncpus` and `nparams`, the answer's `nparams` is the number of CPUs, or of values.
   */
  domainGetCPUStats: {
    number: 262,
    since: '0.9.10',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, nparams: uint, startCpu: int, ncpus: uint, flags: uint },
    ret: { params: array(typedParam, domainGetCpuStatsMax), nparams: int },
    stringsOnRequest: true,
  },

  /** Sets how often the balloon reports, in seconds; 0 stops it. */
  domainSetMemoryStatsPeriod: {
    number: 308,
    since: '1.1.1',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, period: int, flags: uint },
  },

  /** Measurements of many domains at once; of all for an empty list. `stats` are `DomainStatsTypes`, 0 for all. */
  connectGetAllDomainStats: {
    number: 344,
    since: '1.2.8',
    acl: ['connect:search_domains'],
    aclFilter: ['domain:read'],
    args: { doms: array(nonnullDomain, domainListMax), stats: uint, flags: uint },
    ret: { retStats: array(domainStatsRecord, domainListMax) },
  },

  /** Which hardware counters are on for the domain; names in `DomainPerfParam`. */
  domainGetPerfEvents: {
    number: 365,
    since: '1.3.3',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, flags: uint },
    ret: { params: array(typedParam, domainPerfEventsMax) },
  },

  /** Turns hardware counters on and off; names in `DomainPerfParam`. */
  domainSetPerfEvents: {
    number: 366,
    since: '1.3.3',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, params: array(typedParam, domainPerfEventsMax), flags: uint },
  },

  /**
   * Starts to measure for `seconds` (1 to 60) how fast the guest writes its memory; the result is among the domain's
   * statistics.
   */
  domainStartDirtyRateCalc: {
    number: 427,
    since: '7.2.0',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, seconds: int, flags: uint },
  },
});
