import { apiFunctions, methodOf, reasonApart } from './api-functions.js';
import { columns, handlerTables, type Served, servedBy } from './served.js';

/** One function of the API: who serves it, and how it is called here. */
export interface ServingRow extends Served {
  readonly function: string;
  readonly since: string | undefined;
  readonly method: string | undefined;
}

export interface ServingGroup {
  readonly object: string;
  readonly rows: readonly ServingRow[];
}

/** Kinds of a function's first argument, in the order of the page. */
const objects: Readonly<Record<string, string>> = {
  connect: 'Connections and hosts',
  domain: 'Domains',
  domain_snapshot: 'Snapshots',
  domain_checkpoint: 'Checkpoints',
  network: 'Networks',
  network_port: 'Network ports',
  storage_pool: 'Storage pools',
  storage_vol: 'Storage volumes',
  interface: 'Host interfaces',
  node_device: 'Node devices',
  secret: 'Secrets',
  nwfilter: 'Network filters',
  nwfilter_binding: 'Network filter bindings',
  stream: 'Streams',
  null: 'Without an object',
  admin_connect: 'Administration: the daemon',
  admin_server: 'Administration: servers',
  admin_client: 'Administration: clients',
};

/** The whole table, asked of the drivers. Functions for which there is no method are left out. */
export async function servingTable(): Promise<readonly ServingGroup[]> {
  const tables = await handlerTables();
  const rows = apiFunctions.flatMap(of => {
    if (reasonApart(of.name) !== undefined) return [];
    const row = { function: of.name, since: of.since, method: methodOf(of.name), ...servedBy(of, tables) };
    return [{ self: String(of.self), row }];
  });
  return Object.entries(objects).flatMap(([self, object]) => {
    const mine = rows.filter(entry => entry.self === self).map(entry => entry.row);
    return mine.length === 0 ? [] : [{ object, rows: mine }];
  });
}

/** The table as a page. */
export function asMarkdown(groups: readonly ServingGroup[]): string {
  const all = groups.flatMap(group => group.rows);
  const asked = all.filter(row => row.before === undefined);
  const totals = columns.map(column => `${asked.filter(row => row.by[column]).length} by ${column}`).join('; ');
  return [
    '# Which driver serves what',
    '',
    "Every function of libvirt's API up to 11.7, grouped by the object that it is called on, as the drivers' tables of handlers have it.",
    'This page and [the same as JSON](which-driver-serves-what.json) are generated; a test fails when they are out of date, and',
    '`pnpm run unit e2e/reference -u` writes them again.',
    '',
    '- **since**: the version of libvirt that brought the function.',
    '- **method**: how `@tsvirt/core` calls it. Connections, domains and the other objects are its classes.',
    "- **test** is `test:///default`, which serves what libvirt's own mock serves; **test, complete** is a host of `testHost`, and",
    '  `test:///default?complete=1`. **remote** forwards: what the daemon at the other end serves decides.',
    '- **yes**: there is a handler. It may still refuse a flag or a kind of device; the READMEs of the drivers say which. Where the',
    '  page says *daemon* or *client*, no driver is asked.',
    '',
    `Of ${all.length} functions, ${all.length - asked.length} are answered in front of any driver. Of the other ${asked.length}: ${totals}.`,
    '',
    'Functions that manage memory, errors of a thread, the event loop, or arrays of parameters in C have no counterpart here, as the',
    'language does that. They are not listed.',
    ...groups.flatMap(({ object, rows }) => [
      '',
      `## ${object}`,
      '',
      `| function | since | method | ${columns.join(' | ')} |`,
      `| --- | --- | --- | ${columns.map(() => '---').join(' | ')} |`,
      ...rows.map(lineOf),
    ]),
    '',
  ].join('\n');
}

function lineOf(row: ServingRow): string {
  const answers = columns.map(column => row.before ?? (row.by[column] ? 'yes' : ''));
  const method = row.method === undefined ? '' : `\`${row.method}\``;
  return `| ${[row.function, row.since ?? '', method, ...answers].join(' | ')} |`;
}
