import {
  DomainDirtyRateStatus,
  DomainStatsParam as Name,
  DomainStatsTypes as Types,
  type TypedParam,
  VcpuState,
} from '@tsvirt/core/protocol';
import { textParam, uint32, uint64 } from '../host/typed-params.js';
import { currentMemoryKiB, maximumVcpus, maxMemoryKiB } from './definition.js';
import { diskCounters, interfaceCounters } from './device-counters.js';
import { diskSizes } from './disk-sizes.js';
import { diskPath } from './device-lookup.js';
import type { GuestMeasures } from './guest-measures.js';
import { usualPolling } from './iothread-polling.js';
import { iothreadsOf } from './iothreads.js';
import { stateNumbers } from './lifecycle.js';
import type { TestDomain } from './test-domain.js';

type Group = (domain: TestDomain, measures: GuestMeasures) => readonly TypedParam[];

/** What each group of statistics holds, by its bit. */
const groups: readonly (readonly [type: number, group: Group])[] = [
  [Types.state, ({ state, reason }) => [int(Name.stateState, stateNumbers[state]), int(Name.stateReason, reason)]],
  [Types.cpuTotal, cpu],
  [
    Types.balloon,
    ({ definition }) => [
      uint64(Name.balloonCurrent, currentMemoryKiB(definition)),
      uint64(Name.balloonMaximum, maxMemoryKiB(definition)),
    ],
  ],
  [Types.vcpu, vcpus],
  [Types.interface, interfaces],
  [Types.block, disks],
  [Types.iothread, iothreads],
  [Types.dirtyrate, dirtyRate],
];

/** Bits of the groups that there are. */
export function servedStats({ inBulk }: GuestMeasures): number {
  return inBulk ? groups.reduce((all, [type]) => all | type, 0) : Types.state | Types.iothread;
}

/** The asked groups of a domain's statistics, as `connectGetAllDomainStats` tells them. */
export function bulkStats(domain: TestDomain, types: number, measures: GuestMeasures): TypedParam[] {
  const wanted = types & servedStats(measures);
  return groups.flatMap(([type, group]) => ((wanted & type) === 0 ? [] : group(domain, measures)));
}

function cpu(domain: TestDomain, measures: GuestMeasures): TypedParam[] {
  if (!domain.isActive) return [];
  const { total, user, system } = measures.cpuUse(domain);
  return [uint64(Name.cpuTime, total), uint64(Name.cpuUser, user), uint64(Name.cpuSystem, system)];
}

function vcpus(domain: TestDomain, measures: GuestMeasures): TypedParam[] {
  const counts = [uint32(Name.vcpuCurrent, domain.vcpus), uint32(Name.vcpuMaximum, maximumVcpus(domain.definition))];
  if (!domain.isActive) return counts;
  const time = measures.vcpuTimeNs(domain);
  const each = Array.from({ length: domain.vcpus }, (_, number) => [
    int(`${Name.vcpuPrefix}${number}${Name.vcpuSuffixState}`, VcpuState.running),
    uint64(`${Name.vcpuPrefix}${number}${Name.vcpuSuffixTime}`, time),
  ]);
  return [...counts, ...each.flat()];
}

function interfaces(domain: TestDomain, measures: GuestMeasures): TypedParam[] {
  if (!domain.isActive) return [];
  const nics = domain.definition.devices.interfaces;
  const counters = interfaceCounters(domain, measures);
  const each = nics.map(({ target }, index) => {
    const name = (suffix: string) => `${Name.netPrefix}${index}${suffix}`;
    return [
      textParam(name(Name.netSuffixName), target?.dev ?? ''),
      uint64(name(Name.netSuffixRxBytes), counters.rxBytes),
      uint64(name(Name.netSuffixRxPkts), counters.rxPackets),
      uint64(name(Name.netSuffixRxErrs), counters.rxErrs),
      uint64(name(Name.netSuffixRxDrop), counters.rxDrop),
      uint64(name(Name.netSuffixTxBytes), counters.txBytes),
      uint64(name(Name.netSuffixTxPkts), counters.txPackets),
      uint64(name(Name.netSuffixTxErrs), counters.txErrs),
      uint64(name(Name.netSuffixTxDrop), counters.txDrop),
    ];
  });
  return [uint32(Name.netCount, nics.length), ...each.flat()];
}

/** What somebody has asked to be measured: half of the memory is written to each second. */
function dirtyRate(domain: TestDomain, measures: GuestMeasures): TypedParam[] {
  const asked = domain.dirtyRate;
  if (asked === undefined) return [];
  const isOver = measures.nowMs() >= asked.startMs + asked.seconds * 1000;
  const { measured, measuring } = DomainDirtyRateStatus;
  return [
    int(Name.dirtyrateCalcStatus, isOver ? measured : measuring),
    { field: Name.dirtyrateCalcStartTime, value: { type: 'llong', value: BigInt(Math.floor(asked.startMs / 1000)) } },
    int(Name.dirtyrateCalcPeriod, asked.seconds),
    ...(isOver
      ? [
          {
            field: Name.dirtyrateMegabytesPerSecond,
            value: { type: 'llong', value: currentMemoryKiB(domain.definition) / 2048n },
          } as const,
        ]
      : []),
  ];
}

function disks(domain: TestDomain, measures: GuestMeasures): TypedParam[] {
  const all = domain.definition.devices.disks;
  const counters = diskCounters(domain, measures);
  const each = all.map((disk, index) => {
    const name = (suffix: string) => `${Name.blockPrefix}${index}${suffix}`;
    const path = diskPath(disk);
    const sizes = diskSizes(domain, disk.target.dev);
    const worked = [
      uint64(name(Name.blockSuffixRdReqs), counters.rdReq),
      uint64(name(Name.blockSuffixRdBytes), counters.rdBytes),
      uint64(name(Name.blockSuffixWrReqs), counters.wrReq),
      uint64(name(Name.blockSuffixWrBytes), counters.wrBytes),
      uint64(name(Name.blockSuffixErrors), counters.errs),
    ];
    return [
      textParam(name(Name.blockSuffixName), disk.target.dev),
      ...(path === undefined ? [] : [textParam(name(Name.blockSuffixPath), path)]),
      ...(domain.isActive ? worked : []),
      uint64(name(Name.blockSuffixAllocation), sizes.allocation),
      uint64(name(Name.blockSuffixCapacity), sizes.capacity),
      uint64(name(Name.blockSuffixPhysical), sizes.physical),
    ];
  });
  return [uint32(Name.blockCount, all.length), ...each.flat()];
}

/** libvirt's mock tells of the threads alone that calls have added. */
function iothreads(
  { isActive, definition, iothreadPolling: told }: TestDomain,
  { inBulk }: GuestMeasures,
): TypedParam[] {
  const numbers = inBulk ? iothreadsOf(definition).map(({ id }) => id) : [...(told?.keys() ?? [])];
  if (!isActive || numbers.length === 0) return [];
  const each = numbers.map(id => {
    const { maxNs, grow, shrink } = told?.get(id) ?? usualPolling;
    return [
      uint64(`${Name.iothreadPrefix}${id}${Name.iothreadSuffixPollMaxNs}`, maxNs),
      uint32(`${Name.iothreadPrefix}${id}${Name.iothreadSuffixPollGrow}`, grow),
      uint32(`${Name.iothreadPrefix}${id}${Name.iothreadSuffixPollShrink}`, shrink),
    ];
  });
  return [uint32(Name.iothreadCount, numbers.length), ...each.flat()];
}

function int(field: string, value: number): TypedParam {
  return { field, value: { type: 'int', value } };
}
