import { nodeCPUStat, nodeMemoryStat } from '../host-shapes.js';
import {
  connectCpuModelsMax,
  cpuBaselineMax,
  cpumapMax,
  nodeCpuStatsMax,
  nodeMaxCells,
  nodeMemoryParametersMax,
  nodeMemoryStatsMax,
  nodeSevInfoMax,
  securityDoiMax,
  securityModelMax,
} from '../limits.js';
import { procedures } from '../procedure.js';
import { charText, fixedCharText, optText, text } from '../text.js';
import { typedParam } from '../typed-param.js';
import { array, int, opaque, uhyper, uint, wireOnly } from '../xdr.js';

/** The host: processors, memory, sleep. */
export const node = procedures({
  /**
   * The host's processors and memory. `memory` in KiB, `mhz` 0 where unknown; `nodes` counts NUMA cells, `sockets` are
   * per cell.
   */
  nodeGetInfo: {
    number: 6,
    since: '0.1.0',
    priority: 'high',
    acl: ['connect:read'],
    ret: {
      model: fixedCharText(32),
      memory: uhyper,
      cpus: int,
      mhz: int,
      nodes: int,
      sockets: int,
      cores: int,
      threads: int,
    },
  },

  /** Free memory of NUMA cells from `startCell` on, in bytes. */
  nodeGetCellsFreeMemory: {
    number: 101,
    since: '0.3.3',
    priority: 'high',
    acl: ['connect:read'],
    args: { startCell: int, maxcells: wireOnly(int) },
    ret: { cells: array(uhyper, nodeMaxCells) },
    counted: { rule: 'limit', list: 'cells', ask: 'maxcells', max: nodeMaxCells },
  },

  /** Free memory of the host in bytes. */
  nodeGetFreeMemory: { number: 102, since: '0.3.3', priority: 'high', acl: ['connect:read'], ret: { freeMem: uhyper } },

  /** The host's security model (`selinux`) and its domain of interpretation; empty without one. */
  nodeGetSecurityModel: {
    number: 122,
    since: '0.6.1',
    priority: 'high',
    acl: ['connect:read'],
    ret: { model: charText(securityModelMax), doi: charText(securityDoiMax) },
  },

  /** Compares a CPU's XML with the host's. `result` is a `CPUCompareResult`. */
  connectCompareCPU: {
    number: 158,
    since: '0.7.5',
    priority: 'high',
    acl: ['connect:read'],
    args: { xml: text, flags: uint },
    ret: { result: int },
  },

  /** The CPU that all given CPUs (XML documents) can stand in for. */
  connectBaselineCPU: {
    number: 162,
    since: '0.7.7',
    acl: ['connect:read'],
    args: { xmlCPUs: array(text, cpuBaselineMax), flags: uint },
    ret: { cpu: text },
  },

  /** CPU time of the host in ns. `cpuNum` -1 means all CPUs together. */
  nodeGetCPUStats: {
    number: 227,
    since: '0.9.3',
    priority: 'high',
    acl: ['connect:read'],
    args: { cpuNum: int, nparams: wireOnly(int), flags: uint },
    ret: { params: array(nodeCPUStat, nodeCpuStatsMax), nparams: wireOnly(int) },
    counted: { rule: 'params', list: 'params', ask: 'nparams', count: 'nparams', max: nodeCpuStatsMax, exact: true },
  },

  /** Memory of the host in KiB. `cellNum` -1 means all NUMA cells together. */
  nodeGetMemoryStats: {
    number: 228,
    since: '0.9.3',
    priority: 'high',
    acl: ['connect:read'],
    args: { nparams: wireOnly(int), cellNum: int, flags: uint },
    ret: { params: array(nodeMemoryStat, nodeMemoryStatsMax), nparams: wireOnly(int) },
    counted: { rule: 'params', list: 'params', ask: 'nparams', count: 'nparams', max: nodeMemoryStatsMax, exact: true },
  },

  /** Suspends the host for `duration` seconds, at least 60. `target` is a `NodeSuspendTarget`. */
  nodeSuspendForDuration: {
    number: 250,
    since: '0.9.8',
    readOnlyDenied: true,
    acl: ['connect:pm_control'],
    args: { target: uint, duration: uhyper, flags: uint },
  },

  /** Changes how the host merges equal memory pages; names in `NodeMemorySharedParam`. */
  nodeSetMemoryParameters: {
    number: 288,
    since: '0.10.2',
    readOnlyDenied: true,
    acl: ['connect:write'],
    args: { params: array(typedParam, nodeMemoryParametersMax), flags: uint },
  },

  /** How the host merges equal memory pages; names in `NodeMemorySharedParam`. */
  nodeGetMemoryParameters: {
    number: 289,
    since: '0.10.2',
    acl: ['connect:read'],
    args: { nparams: wireOnly(int), flags: uint },
    ret: { params: array(typedParam, nodeMemoryParametersMax), nparams: wireOnly(int) },
    counted: { rule: 'params', list: 'params', ask: 'nparams', count: 'nparams', max: nodeMemoryParametersMax },
    stringsOnRequest: true,
  },

  /**
   * Which host CPUs there are and are online. `ret` is their number; `cpumap` and `online` are filled as `needMap` and
   * `needOnline` ask.
   */
  nodeGetCPUMap: {
    number: 293,
    since: '1.0.0',
    acl: ['connect:read'],
    args: { needMap: int, needOnline: int, flags: uint },
    ret: { cpumap: opaque(cpumapMax), online: uint, ret: int },
  },

  /** Names of the CPU models of an architecture. */
  connectGetCPUModelNames: {
    number: 312,
    since: '1.1.3',
    acl: ['connect:read'],
    args: { arch: text, needResults: wireOnly(int), flags: uint },
    ret: { models: array(text, connectCpuModelsMax), ret: wireOnly(int) },
    counted: { rule: 'results', list: 'models', ask: 'needResults', count: 'ret' },
  },

  /**
   * Free memory pages of each size (`pages`, in KiB) in `cellCount` NUMA cells from `startCell` on; -1 for all
   * together.
   */
  nodeGetFreePages: {
    number: 340,
    since: '1.2.6',
    priority: 'high',
    acl: ['connect:read'],
    args: { pages: array(uint, nodeMaxCells), startCell: int, cellCount: uint, flags: uint },
    ret: { counts: array(uhyper, nodeMaxCells) },
  },

  /**
   * Reserves huge pages: for each size in KiB its count, in `cellCount` NUMA cells from `startCell` on. `ret` counts
   * cells done.
   */
  nodeAllocPages: {
    number: 347,
    since: '1.2.9',
    readOnlyDenied: true,
    acl: ['connect:write'],
    args: {
      pageSizes: array(uint, nodeMaxCells),
      pageCounts: array(uhyper, nodeMaxCells),
      startCell: int,
      cellCount: uint,
      flags: uint,
    },
    ret: { ret: int },
  },

  /**
   * Compares a CPU's XML with what the hypervisor can give a guest. `result` is a `CPUCompareResult`; null takes the
   * usual emulator, architecture, machine or type.
   */
  connectCompareHypervisorCPU: {
    number: 393,
    since: '4.4.0',
    readOnlyDenied: true,
    acl: ['connect:write'],
    args: { emulator: optText, arch: optText, machine: optText, virttype: optText, xmlCPU: text, flags: uint },
    ret: { result: int },
  },

  /**
   * The CPU that hypervisors can give on all the given hosts (XML documents); null takes the usual emulator,
   * architecture, machine or type.
   */
  connectBaselineHypervisorCPU: {
    number: 394,
    since: '4.4.0',
    readOnlyDenied: true,
    acl: ['connect:write'],
    args: {
      emulator: optText,
      arch: optText,
      machine: optText,
      virttype: optText,
      xmlCPUs: array(text, cpuBaselineMax),
      flags: uint,
    },
    ret: { cpu: text },
  },

  /** What the host offers for AMD's encrypted guests; names in `NodeSEVParam`. */
  nodeGetSEVInfo: {
    number: 395,
    since: '4.5.0',
    readOnlyDenied: true,
    acl: ['connect:read'],
    args: { nparams: wireOnly(int), flags: uint },
    ret: { params: array(typedParam, nodeSevInfoMax), nparams: wireOnly(int) },
    counted: { rule: 'params', list: 'params', ask: 'nparams', count: 'nparams', max: nodeSevInfoMax, uncut: true },
    stringsOnRequest: true,
  },
});
