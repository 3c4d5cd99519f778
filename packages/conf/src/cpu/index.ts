export * from './cpu-document.js';
export type { CpuCounter, CpuSignature, HostCpu, HostCpuAbilities, HostCpuTopology } from './host-cpu.js';
export type { StandaloneCpu } from './standalone-cpu.js';
