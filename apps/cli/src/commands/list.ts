import { command } from '../command.js';
import { listKindOf, listNames } from '../list/list-kinds.js';
import { tableLines } from '../output/table.js';
import { UsageError } from '../usage-error.js';

export const list = command({
  name: 'list',
  summary: 'show domains, or other objects',
  operands: `[KIND [POOL|DOMAIN]]`,
  details: `Kinds: ${listNames.join(', ')}. Volumes are those of one pool, or of all active pools; snapshots those of one domain.`,
  completes: listNames,
  options: {
    active: { type: 'boolean', text: 'only what is active' },
    inactive: { type: 'boolean', text: 'only what is not' },
    state: {
      type: 'string',
      multiple: true,
      value: 'STATE',
      text: 'only what is in this state: running, paused, shutoff',
    },
    sort: {
      type: 'string',
      value: 'KEY',
      text: 'by a property that --json shows, -KEY for the other way round; by name otherwise',
    },
    names: { type: 'boolean', text: 'names alone, one a line' },
  },
  examples: [
    ['tsvirt list', 'all domains'],
    ['tsvirt list --state running --sort=-memoryKiB', 'what runs, the largest first'],
    ['tsvirt list volumes images', 'the volumes of a pool'],
    ['tsvirt start $(tsvirt list --inactive --names)', 'start whatever is off'],
    ["tsvirt list --json | jq '.[].name'", 'as JSON'],
  ],
  async run({ values, names, terminal, json, connect, signal, writeJson }) {
    const [word = 'domains', owner, extra] = names;
    const kind = listKindOf(word);
    if (kind === undefined) throw new UsageError(`there is no kind '${word}', expected ${listNames.join(', ')}`);
    if (extra !== undefined) throw new UsageError(`unexpected argument '${extra}'`);
    if (values.active === true && values.inactive === true)
      throw new UsageError('--active and --inactive exclude each other');
    const only = values.active === true ? 'active' : values.inactive === true ? 'inactive' : undefined;
    const connection = await connect();
    const choice = { only, owner, signal } as const;
    const { items, table } = await kind.load(connection, choice, { sort: values.sort, states: values.state });
    if (json) await writeJson(items, true);
    else if (values.names === true) await terminal.write(items.map(({ name }) => `${name}\n`).join(''));
    else if (items.length === 0) await terminal.note(`no ${word}\n`);
    else {
      const look = { width: terminal.size()?.columns, paintTitle: terminal.colors.dim };
      await terminal.write(`${tableLines(table(terminal.colors), look).join('\n')}\n`);
    }
    return undefined;
  },
});
