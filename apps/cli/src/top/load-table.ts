import { memoryText, rateText } from '../output/amounts.js';
import type { Cell, Table } from '../output/table.js';
import type { Colors } from '../output/terminal.js';
import type { Load } from './load.js';

/** Below that many columns, reading and writing are summed up, so that names have room. */
const wideFrom = 100;

/**
 * Loads as a table; what keeps more than half of its CPUs busy is yellow, more than nine tenths red.
 * @param width columns of the terminal; undefined: no limit
 */
export function loadTable(loads: readonly Load[], colors: Colors, width = Number.POSITIVE_INFINITY): Table {
  const isWide = width >= wideFrom;
  return {
    columns: [
      { title: 'ID', align: 'right' },
      { title: 'NAME', shrinks: true },
      { title: 'CPU', align: 'right' },
      { title: 'VCPUS', align: 'right' },
      { title: 'MEMORY', align: 'right' },
      ...(isWide ? ['READ', 'WRITE', 'RECEIVE', 'SEND'] : ['DISK', 'NET']).map(title => ({
        title,
        align: 'right' as const,
      })),
    ],
    rows: loads.map(load => [
      { text: `${load.id ?? '-'}`, paint: colors.dim },
      { text: load.name, paint: colors.bold },
      cpuCell(load, colors),
      `${load.vcpus}`,
      memoryText(load.memoryKiB),
      ...(isWide
        ? [load.diskRead, load.diskWrite, load.netReceive, load.netSend]
        : [load.diskRead + load.diskWrite, load.netReceive + load.netSend]
      ).map(rateText),
    ]),
  };
}

function cpuCell({ cpuPercent, vcpus }: Load, colors: Colors): Cell {
  const share = cpuPercent / Math.max(1, vcpus);
  const paint = share > 90 ? colors.red : share > 50 ? colors.yellow : colors.reset;
  return { text: `${cpuPercent.toFixed(1)}%`, paint };
}
