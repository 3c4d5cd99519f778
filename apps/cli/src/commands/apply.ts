import { type Applied, applyDocument } from '../apply/apply-document.js';
import { changeLines } from '../apply/differences.js';
import { readDocument } from '../apply/read-document.js';
import { appliedKinds } from '../apply/target.js';
import { command } from '../command.js';
import { requireNames } from '../command-line.js';
import { errorJson, errorLine } from '../error-report.js';
import { exitStatus } from '../exit-status.js';
import type { JsonData } from '../output/json-text.js';
import type { Colors } from '../output/terminal.js';
import { StatusLine } from '../output/status-line.js';
import { printable } from '../output/text-width.js';
import { UsageError } from '../usage-error.js';

export const apply = command({
  name: 'apply',
  summary: 'make domains, networks, pools and others match documents',
  operands: 'FILE...',
  details: `A document is XML, whose root element tells what it is, or JSON as 'tsvirt xml --json' writes it; - is standard input.
What is not there is created, what differs is changed, and what matches is left as it is: a second time is "unchanged".
Devices and memory of running guests are changed at once where the driver can; what takes a restart is said.
Volumes and snapshots are created; those that are there already stay as they are.`,
  options: {
    'dry-run': { type: 'boolean', text: 'only say what would be done' },
    start: { type: 'boolean', text: 'start what is not active then' },
    kind: { type: 'string', value: 'KIND', choices: appliedKinds, text: 'what JSON documents are' },
    pool: { type: 'string', value: 'POOL', text: 'where volumes belong' },
    domain: { type: 'string', value: 'DOMAIN', text: 'whose snapshots they are' },
  },
  examples: [
    ['tsvirt apply web.xml --start', 'define and start'],
    ['tsvirt apply --dry-run *.xml', 'see what is different'],
    ['tsvirt apply disk.xml --pool images', 'a volume'],
    ["tsvirt xml web --json --inactive | jq '.vcpu.count = 4' | tsvirt apply --kind domain -", 'change one value'],
  ],
  async run({ names, values, terminal, json, connect, signal, writeJson }) {
    requireNames(names, 'FILE');
    const kind = appliedKinds.find(known => known === values.kind);
    const dryRun = values['dry-run'] ?? false;
    const choice = { dryRun, start: values.start ?? false, pool: values.pool, domain: values.domain, signal };
    const connection = await connect();
    await using line = new StatusLine(terminal);
    let status: number = exitStatus.fine;
    for (const file of names) {
      try {
        const document = await readDocument(file, kind, terminal.stdin);
        await line.show(`applying ${printable(file)}`);
        const applied = await applyDocument(connection, document, choice);
        await line.clear();
        if (json) await writeJson({ file, kind: document.kind, dryRun, ...appliedJson(applied) });
        else await terminal.write(`${appliedLines(applied, dryRun, terminal.colors).join('\n')}\n`);
      } catch (reason) {
        if (reason instanceof UsageError || signal.aborted) throw reason;
        status = exitStatus.failed;
        await line.clear();
        if (json) await writeJson({ file, ...errorJson(reason) });
        else await terminal.note(`${printable(file)}: ${errorLine(reason)}`);
      }
    }
    return status;
  },
});

function appliedJson({ name, result, changes, started, live }: Applied): { readonly [key: string]: JsonData } {
  return {
    name,
    result,
    started,
    changes: changes.map(({ onlyDefault: _, ...change }) => change),
    ...(live !== undefined && { live: { done: live.done, later: live.later } }),
  };
}

const words = {
  created: ['created', 'would be created'],
  changed: ['changed', 'would be changed'],
  unchanged: ['unchanged', 'unchanged'],
} as const;

function appliedLines({ name, result, changes, started, live }: Applied, dryRun: boolean, colors: Colors): string[] {
  const word = words[result][dryRun ? 1 : 0];
  const then = started ? (dryRun ? ', would be started' : ', started') : '';
  const painted = result === 'unchanged' ? colors.dim(word) : colors.green(word);
  return [
    `${colors.bold(printable(name))}: ${painted}${then}`,
    ...changeLines(changes, colors),
    ...(live?.done ?? []).map(what => colors.green(`  at once: ${firstLine(what)}`)),
    ...(live?.later ?? []).map(what => colors.yellow(`  needs a restart: ${firstLine(what)}`)),
  ];
}

function firstLine(text: string): string {
  return printable(text.split('\n', 1)[0] ?? text);
}
