import type { EventName } from '@tsvirt/core';
import { command } from '../command.js';
import { countOption } from '../command-line.js';
import { eventNames, isOfDomain, type Watched, watchEvents } from '../events/watch-events.js';
import { findDomain } from '../kinds/domains.js';
import { parseDomainName } from '../kinds/object-name.js';
import { clockText } from '../output/amounts.js';
import type { JsonData } from '../output/json-text.js';
import { printable } from '../output/text-width.js';
import type { Colors } from '../output/terminal.js';
import { UsageError } from '../usage-error.js';

export const events = command({
  name: 'events',
  summary: 'show what happens, as it happens',
  operands: '[DOMAIN]',
  completes: 'domains',
  details: 'Events of all kinds of objects, or of one domain, until ^C. With --json each is a line.',
  options: {
    event: { type: 'string', short: 'e', multiple: true, value: 'EVENT', choices: eventNames, text: 'only these' },
    count: { type: 'string', short: 'n', value: 'NUMBER', text: 'end after so many' },
    reconnect: { type: 'boolean', text: 'when the daemon goes away, wait for it; tells where events may be missing' },
  },
  examples: [
    ['tsvirt events', 'everything'],
    ['tsvirt events web -e domainLifecycle -n 1', "the next step of a domain's life"],
    ["tsvirt events --json | jq -c '[.event, .name]'", 'for programs'],
  ],
  async run({ names, values, terminal, json, connect, signal, writeJson }) {
    const [name, extra] = names;
    if (extra !== undefined) throw new UsageError(`unexpected argument '${extra}'`);
    const wanted = values.event.length === 0 ? undefined : values.event.filter(isEvent);
    const foreign = wanted?.find(event => name !== undefined && !isOfDomain(event));
    if (foreign !== undefined) throw new UsageError(`${foreign} is no event of a domain`);
    const count = countOption('count', values.count) ?? Number.POSITIVE_INFINITY;
    const reconnect = {
      onChange: (text: string) => void terminal.note(`tsvirt: the connection is ${printable(text)}\n`),
    };
    const domainName = name === undefined ? undefined : parseDomainName(name, 'events');
    const connection = await connect(values.reconnect === true ? { reconnect } : {});
    const domain = domainName === undefined ? undefined : await findDomain(connection, domainName, { signal });
    await using watched = await watchEvents(connection, { events: wanted, domain, signal });
    await terminal.note(`${terminal.noteColors.dim('waiting for events; ^C ends it')}\n`);
    let seen = 0;
    for await (const step of watched) {
      if (json) await writeJson({ ...step });
      else await terminal.write(`${eventLine(step, terminal.colors)}\n`);
      if (!('gap' in step) && ++seen >= count) break;
    }
    return undefined;
  },
});

function isEvent(name: string): name is EventName {
  return eventNames.some(known => known === name);
}

const tones: { readonly [word: string]: keyof Colors } = {
  started: 'green',
  resumed: 'green',
  stopped: 'red',
  crashed: 'red',
  suspended: 'yellow',
  pmsuspended: 'yellow',
};

/** One line for people: time, what, whose, and the rest. */
export function eventLine(step: Watched, colors: Colors): string {
  const time = colors.dim(clockText(new Date(step.time)));
  if (isGap(step)) {
    const since = clockText(new Date(step.gap.lostAt));
    return `${time} ${colors.yellow(`events may be missing since ${since}: ${printable(step.gap.why)}`)}`;
  }
  const { time: _time, uuid: _uuid, event, name, step: word, ...rest } = step;
  const tone = typeof word === 'string' ? tones[word] : undefined;
  const parts = [
    time,
    event,
    ...(name === undefined ? [] : [colors.bold(printable(name))]),
    ...(typeof word === 'string' ? [tone === undefined ? word : paintedBy(colors, tone)(word)] : []),
    ...Object.entries(rest).flatMap(([key, value]) =>
      value === undefined ? [] : [`${key}=${printable(shown(value))}`],
    ),
  ];
  return parts.join(' ');
}

function isGap(step: Watched): step is Extract<Watched, { readonly gap: { readonly lostAt: string } }> {
  return typeof step['gap'] === 'object';
}

function paintedBy(colors: Colors, tone: keyof Colors): (text: string) => string {
  const paint = colors[tone];
  return typeof paint === 'function' ? paint : text => text;
}

function shown(value: JsonData): string {
  return typeof value === 'object' && value !== null ? Object.values(value).map(String).join(',') : String(value);
}
