import type { HostClock } from '../host/host-clock.js';
import type { TestDomain } from './test-domain.js';

/** CPU time of a guest by what it was used for, in nanoseconds. */
export interface CpuUse {
  readonly total: bigint;
  readonly user: bigint;
  readonly system: bigint;
  /** The part of it that its vCPUs used themselves. */
  readonly vcpus: bigint;
}

/** How guests that do not exist are measured. */
export interface GuestMeasures {
  cpuTimeNs(domain: TestDomain): bigint;
  /** CPU time of each of its vCPUs. */
  vcpuTimeNs(domain: TestDomain): bigint;
  cpuUse(domain: TestDomain): CpuUse;
  /** Milliseconds in which a guest has worked: what it has read, written, sent and received grows with them. */
  workedMs(domain: TestDomain): number;
  /** What time it is, in milliseconds since 1970. */
  nowMs(): number;
  /** Whether reading, writing, sending and receiving fails now and then. */
  readonly hasErrors: boolean;
  /** Whether `connectGetAllDomainStats` tells all of it, not just states. */
  readonly inBulk: boolean;
}

/** As libvirt's mock has it: guests have worked since 1970 whatever their state, and CPU statistics never change. */
export function mockMeasures(clock: HostClock): GuestMeasures {
  const nowMs = () => BigInt(Math.floor(clock.nowMs));
  return {
    cpuTimeNs: () => nowMs() * 1_000_000n,
    vcpuTimeNs: () => nowMs() * 100n,
    cpuUse: () => ({
      total: 48_772_617_035n,
      user: 5_540_000_000n,
      system: 6_460_000_000n,
      vcpus: 46_303_481_255n,
    }),
    workedMs: () => clock.nowMs,
    nowMs: () => clock.nowMs,
    hasErrors: true,
    inBulk: false,
  };
}

/**
 * As guests that keep each vCPU half busy, or as busy as the test says, would show it: everything begins with their start and
 * rests while they are paused. Nothing goes wrong by itself.
 */
export function busyMeasures(clock: HostClock): GuestMeasures {
  const vcpuTimeNs = (domain: TestDomain) => BigInt(Math.floor(domain.busyMs(clock.nowMs) * 2)) * 500_000n;
  const cpuTimeNs = (domain: TestDomain) => vcpuTimeNs(domain) * BigInt(domain.vcpus);
  return {
    cpuTimeNs,
    vcpuTimeNs,
    cpuUse(domain) {
      const total = cpuTimeNs(domain);
      const system = total / 4n;
      return { total, user: total - system, system, vcpus: total - total / 20n };
    },
    workedMs: domain => domain.busyMs(clock.nowMs) * 2,
    nowMs: () => clock.nowMs,
    hasErrors: false,
    inBulk: true,
  };
}
