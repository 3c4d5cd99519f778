import { durationText, memoryText, sizeText } from '../output/amounts.js';
import { statePaint } from '../output/state-color.js';
import { type Table, tableLines, tableLook } from '../output/table.js';
import type { Colors, Terminal } from '../output/terminal.js';
import { printable } from '../output/text-width.js';
import { createdText } from '../kinds/moments.js';
import type { DomainFacts } from './domain-facts.js';

/** A domain on one page. */
export function domainPage(facts: DomainFacts, terminal: Terminal): string[] {
  const { disks, interfaces, snapshots, job } = facts;
  const { colors } = terminal;
  const section = (title: string, table: Table) =>
    table.rows.length === 0
      ? []
      : ['', colors.bold(title), ...tableLines(table, tableLook(terminal, 2)).map(line => `  ${line}`)];
  return [
    ...headLines(facts, colors),
    ...(job === undefined
      ? []
      : [`Job       ${job.type}, ${sizeText(job.dataProcessed)} of ${sizeText(job.dataTotal)} in ${job.elapsedMs} ms`]),
    ...section('Disks', {
      columns: [
        { title: 'TARGET' },
        { title: 'KIND' },
        { title: 'BUS' },
        { title: 'CAPACITY', align: 'right' },
        { title: 'ALLOCATION', align: 'right' },
        { title: 'SOURCE', shrinks: true },
      ],
      rows: disks.map(({ target, device, bus, capacity, allocation, source, readonly }) => [
        target,
        readonly === true ? `${device} (read-only)` : device,
        bus ?? '-',
        capacity === undefined ? '-' : sizeText(capacity),
        allocation === undefined ? '-' : sizeText(allocation),
        source ?? '-',
      ]),
    }),
    ...section('Interfaces', {
      columns: [
        { title: 'MAC' },
        { title: 'TYPE' },
        { title: 'SOURCE', shrinks: true },
        { title: 'MODEL' },
        { title: 'ADDRESSES', shrinks: true },
      ],
      rows: interfaces.map(({ mac, type, source, model, addresses }) => [
        mac ?? '-',
        type,
        source ?? '-',
        model ?? '-',
        addresses.join(' ') || '-',
      ]),
    }),
    ...section('Snapshots', {
      columns: [{ title: '' }, { title: 'NAME', shrinks: true }, { title: 'CREATED' }, { title: 'STATE' }],
      rows: snapshots.map(({ name, createdAt, state, isCurrent }) => [
        isCurrent ? '*' : '',
        name,
        createdText(createdAt),
        state,
      ]),
    }),
  ];
}

function headLines(facts: DomainFacts, colors: Colors): string[] {
  const { name, title, uuid, id, state, reason, type, arch, machine, vcpus, cpuTimeNs, persistent, autostart } = facts;
  const rows: [string, string | undefined][] = [
    ['Name', colors.bold(printable(name)) + (title === undefined ? '' : `  ${printable(title)}`)],
    ['UUID', uuid],
    [
      'State',
      `${statePaint(state, colors)(state)}${reason === 'unknown' ? '' : ` (${reason})`}${id === undefined ? '' : `, id ${id}`}`,
    ],
    ['Type', [type, arch, machine].filter(part => part !== undefined).join(' ')],
    ['CPUs', `${vcpus}${id === undefined ? '' : `, ${durationText(cpuTimeNs)} used`}`],
    ['Memory', memoryLine(facts)],
    ['Kept', `${persistent ? 'yes' : 'no: gone when it stops'}${autostart === true ? ', starts with the host' : ''}`],
    ['About', facts.description === undefined ? undefined : printable(facts.description)],
  ];
  return rows.flatMap(([label, text]) => (text === undefined ? [] : [`${label.padEnd(8)}  ${text}`]));
}

function memoryLine({ memoryKiB, maxMemoryKiB }: DomainFacts): string {
  const now = memoryText(memoryKiB);
  return memoryKiB === maxMemoryKiB ? now : `${now} of ${memoryText(maxMemoryKiB)}`;
}
