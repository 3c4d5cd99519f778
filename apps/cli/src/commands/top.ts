import { setTimeout as delay } from 'node:timers/promises';
import { command, type Session } from '../command.js';
import { countOption, secondsOption } from '../command-line.js';
import { clockText } from '../output/amounts.js';
import { namePattern } from '../output/name-pattern.js';
import { tableLines, tableLook } from '../output/table.js';
import { cutText, printable } from '../output/text-width.js';
import { type Load, type SortKey, sortedLoads, sortKeys } from '../top/load.js';
import { loadTable } from '../top/load-table.js';
import { Measuring } from '../top/measuring.js';
import { Screen } from '../top/screen.js';
import { UsageError } from '../usage-error.js';

const defaultIntervalMs = 2000;
/** Below that the measuring would be what is measured. */
const leastIntervalMs = 100;

export const top = command({
  name: 'top',
  summary: 'show what the running domains do to the host',
  operands: '',
  details: `CPU is in percent of one CPU of the host. Keys: c, m, d, n, a sort by CPU, memory, disk, network, name; q ends.`,
  options: {
    sort: { type: 'string', value: 'KEY', choices: sortKeys, text: 'what comes first; cpu unless given' },
    interval: { type: 'string', short: 'i', value: 'SECONDS', text: 'time between two looks; 2 unless given' },
    once: { type: 'boolean', text: 'one table over one interval' },
    count: { type: 'string', short: 'n', value: 'NUMBER', text: 'end after so many looks' },
    match: { type: 'string', short: 'm', value: 'PATTERN', text: "only names like this: 'web-*'" },
  },
  examples: [
    ['tsvirt top', 'until q is typed'],
    ['tsvirt top --once --sort memory', 'one table'],
    ["tsvirt top --json -n 10 | jq '.domains[0].name'", 'a line for each look'],
  ],
  async run(session) {
    const { values, names, terminal, json, connect } = session;
    if (names[0] !== undefined) throw new UsageError(`unexpected argument '${names[0]}'`);
    const intervalMs = Math.max(leastIntervalMs, secondsOption('interval', values.interval) ?? defaultIntervalMs);
    const count = values.once === true ? 1 : (countOption('count', values.count) ?? Number.POSITIVE_INFINITY);
    const sort = sortKeys.find(key => key === values.sort) ?? 'cpu';
    const match = values.match === undefined ? undefined : namePattern(values.match);
    const measuring = new Measuring(await connect(), match);
    if (json || values.once === true || !terminal.isScreen) {
      return followed(measuring, session, { intervalMs, count, sort });
    }
    return shownLive(measuring, session, { intervalMs, count, sort });
  },
});

interface TopChoice {
  readonly intervalMs: number;
  readonly count: number;
  readonly sort: SortKey;
}

/** Tables, or lines of JSON, one after the other. */
async function followed(measuring: Measuring, session: Session, { intervalMs, count, sort }: TopChoice) {
  const { terminal, json, signal, writeJson } = session;
  await measuring.next(signal);
  for (let looks = 0; looks < count; looks++) {
    try {
      await delay(intervalMs, undefined, { signal });
    } catch {
      return undefined; // only the signal ends it early, and that is what the user wants
    }
    const loads = sortedLoads(await measuring.next(signal), sort);
    if (json) await writeJson({ time: new Date().toISOString(), domains: loads.map(load => ({ ...load })) });
    else
      await terminal.write(
        `${looks > 0 ? '\n' : ''}${tableLines(loadTable(loads, terminal.colors, terminal.size()?.columns), tableLook(terminal)).join('\n')}\n`,
      );
  }
  return undefined;
}

const sortOfKey: { readonly [key: string]: SortKey } = { c: 'cpu', m: 'memory', d: 'disk', n: 'net', a: 'name' };

/** One table that is drawn over again, until a key ends it. */
async function shownLive(measuring: Measuring, { terminal, signal }: Session, choice: TopChoice) {
  const stop = new AbortController();
  const over = AbortSignal.any([signal, stop.signal]);
  let { sort } = choice;
  let loads: Load[] = [];
  const uri = await measuring.connection.getURI({ signal });
  const frame = () => {
    const { colors, isAscii } = terminal;
    const { columns = 80, rows = 24 } = terminal.size() ?? {};
    // The title, a line of space, and the columns' titles take three.
    const shown = sortedLoads(loads, sort).slice(0, rows - 3);
    const hidden = loads.length - shown.length;
    const count = `${loads.length} running${hidden > 0 ? `, ${hidden} of them below` : ''}`;
    const title = cutText(`${clockText(new Date())}  ${count}  by ${sort}  ${printable(uri)}`, columns, isAscii);
    const look = { ...tableLook(terminal), paintTitle: colors.inverse };
    return [colors.bold(title), '', ...tableLines(loadTable(shown, colors, columns), look)];
  };
  await using screen = await Screen.open(terminal, key => {
    const chosen = sortOfKey[key];
    if (key === 'q' || key === '\x03') stop.abort();
    if (chosen === undefined) return;
    sort = chosen;
    void screen.draw(frame());
  });
  const unresize = terminal.onResize(() => void screen.draw(frame()));
  try {
    for (let looks = 0; looks < choice.count; looks++) {
      loads = await measuring.next(over);
      await screen.draw(frame());
      await delay(choice.intervalMs, undefined, { signal: over });
    }
  } catch (reason) {
    if (!over.aborted) throw reason;
  } finally {
    unresize();
  }
  return undefined;
}
