import { command } from '../command.js';
import type { Kind } from '../kinds/kind.js';
import { kindOf, kinds } from '../kinds/kind-table.js';
import { namePattern } from '../output/name-pattern.js';
import { tableLines, tableLook } from '../output/table.js';
import { UsageError } from '../usage-error.js';

const kindWords = kinds.map(({ plural }) => plural);

export const list = command({
  name: 'list',
  summary: 'show domains, or other objects',
  operands: `[KIND [POOL|DOMAIN]]`,
  details: `Kinds: ${kindWords.join(', ')}.
Volumes are those of one pool, or of all active pools; snapshots and checkpoints those of one domain.`,
  completes: kindWords,
  options: {
    all: { type: 'boolean', short: 'a', text: 'what is active and what is not, as without it' },
    active: { type: 'boolean', text: 'only what is active' },
    inactive: { type: 'boolean', text: 'only what is not' },
    state: {
      type: 'string',
      multiple: true,
      value: 'STATE',
      text: 'only what is in this state: running, paused, shutoff; active, inactive',
    },
    match: { type: 'string', short: 'm', value: 'PATTERN', text: "only names like this: 'web-*'" },
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
    ["tsvirt start $(tsvirt list --inactive --names -m 'web-*')", 'start some of what is off'],
    ["tsvirt list --json | jq '.[].name'", 'as JSON'],
  ],
  async run({ values, names, terminal, json, connect, signal, writeJson }) {
    const [word = 'domains', owner, extra] = names;
    const kind = kindOf(word);
    if (kind === undefined) throw new UsageError(`there is no kind '${word}', expected ${kindWords.join(', ')}`);
    const tooMany = kind.owner === undefined ? owner : extra;
    if (tooMany !== undefined) throw new UsageError(`unexpected argument '${tooMany}'`);
    if (kind.owner === 'domain' && owner === undefined) throw new UsageError(`whose ${kind.plural}? DOMAIN is missing`);
    const only = onlyChoice(kind, values);
    checkStates(kind, values.state);
    const connection = await connect();
    const match = values.match === undefined ? undefined : namePattern(values.match);
    const order = { sort: values.sort, states: values.state, match };
    const { items, table } = await kind.list(connection, { only, owner, signal }, order);
    if (json) await writeJson(items, true);
    else if (values.names === true) await terminal.write(items.map(({ name }) => `${name}\n`).join(''));
    else if (items.length === 0) await terminal.note(`no ${kind.plural}\n`);
    else await terminal.write(`${tableLines(table(terminal.colors), tableLook(terminal)).join('\n')}\n`);
    return undefined;
  },
});

type Only = 'active' | 'inactive' | undefined;

function onlyChoice(
  { hasActivity, plural }: Kind,
  { all, active, inactive }: { readonly [name in 'all' | 'active' | 'inactive']: boolean | undefined },
): Only {
  if (all === true && (active === true || inactive === true)) throw new UsageError('--all shows both, active or not');
  if (active === true && inactive === true) throw new UsageError('--active and --inactive exclude each other');
  if (active !== true && inactive !== true) return undefined;
  if (hasActivity !== true) throw new UsageError(`${plural} are neither active nor inactive`);
  return active === true ? 'active' : 'inactive';
}

function checkStates({ states, plural }: Kind, wanted: readonly string[]): void {
  const unknown = wanted.find(state => !states.includes(state));
  if (unknown === undefined) return;
  if (states.length === 0) throw new UsageError(`${plural} have no states`);
  throw new UsageError(`--state is '${unknown}', expected ${states.join(', ')}`);
}
