import { memoryText, rateText } from '../output/amounts.js';
import type { Cell, Table } from '../output/table.js';
import type { Colors } from '../output/terminal.js';
import type { Load } from './load.js';

/** Loads as a table; what keeps more than half of its CPUs busy is yellow, more than nine tenths red. */
export function loadTable(loads: readonly Load[], colors: Colors): Table {
  return {
    columns: [
      { title: 'ID', align: 'right' },
      { title: 'NAME', shrinks: true },
      { title: 'CPU', align: 'right' },
      { title: 'VCPUS', align: 'right' },
      { title: 'MEMORY', align: 'right' },
      { title: 'READ', align: 'right' },
      { title: 'WRITE', align: 'right' },
      { title: 'RECEIVE', align: 'right' },
      { title: 'SEND', align: 'right' },
    ],
    rows: loads.map(load => [
      { text: `${load.id ?? '-'}`, paint: colors.dim },
      { text: load.name, paint: colors.bold },
      cpuCell(load, colors),
      `${load.vcpus}`,
      memoryText(load.memoryKiB),
      rateText(load.diskRead),
      rateText(load.diskWrite),
      rateText(load.netReceive),
      rateText(load.netSend),
    ]),
  };
}

function cpuCell({ cpuPercent, vcpus }: Load, colors: Colors): Cell {
  const share = cpuPercent / Math.max(1, vcpus);
  const paint = share > 90 ? colors.red : share > 50 ? colors.yellow : colors.reset;
  return { text: `${cpuPercent.toFixed(1)}%`, paint };
}
