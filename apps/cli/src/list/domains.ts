import { durationText, memoryText } from '../output/amounts.js';
import { statePaint } from '../output/state-color.js';
import { listKind, nameColumn } from './list-kind.js';

/** Domains with what one look at all of them tells. */
export const domains = listKind({
  async load(connection, { only, signal }) {
    const all = await connection.domainOverview({ only, signal });
    return all.map(({ domain, status, vcpus, memoryKiB, maxMemoryKiB, cpuTimeNs }) => ({
      name: domain.name,
      uuid: domain.uuid,
      id: domain.id,
      state: status.state,
      reason: status.reason,
      vcpus,
      memoryKiB,
      maxMemoryKiB,
      cpuTimeNs,
    }));
  },
  columns: [
    { title: 'ID', align: 'right', cell: ({ id }, colors) => ({ text: `${id ?? '-'}`, paint: colors.dim }) },
    nameColumn(),
    { title: 'STATE', cell: ({ state }, colors) => ({ text: state, paint: statePaint(state, colors) }) },
    { title: 'VCPUS', align: 'right', cell: ({ vcpus }) => `${vcpus}` },
    { title: 'MEMORY', align: 'right', cell: ({ memoryKiB }) => memoryText(memoryKiB) },
    {
      title: 'CPU TIME',
      align: 'right',
      cell: ({ id, cpuTimeNs }) => (id === undefined ? '-' : durationText(cpuTimeNs)),
    },
  ],
});
