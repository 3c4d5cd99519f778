import type { Connection } from '@tsvirt/core';
import { VirtError } from '@tsvirt/util';
import { type Applied, applyDocument, notApplied, type Subject } from '../apply/apply-document.js';
import { changeLines } from '../apply/differences.js';
import { type DocumentSource, documentSources } from '../apply/document-source.js';
import { readDocument } from '../apply/read-document.js';
import { command } from '../command.js';
import { requireNames } from '../command-line.js';
import { errorJson, errorLine } from '../error-report.js';
import { exitStatus } from '../exit-status.js';
import { appliedKinds, kindOfDocument } from '../kinds/kind-table.js';
import type { JsonData } from '../output/json-text.js';
import type { Colors, Input } from '../output/terminal.js';
import { StatusLine } from '../output/status-line.js';
import { firstLine, printable } from '../output/text-width.js';
import { UsageError } from '../usage-error.js';

export const apply = command({
  name: 'apply',
  summary: 'make domains, networks, pools and others match documents',
  operands: 'FILE|FOLDER...',
  details: `A document is XML, whose root element tells what it is, or JSON as 'tsvirt xml --json' writes it; - is standard input.
Of a folder, all *.xml and *.json below it are taken. All documents are read before anything is done; networks, pools,
secrets and filters come before the domains that use them. Where documents don't say it, folders do: those in
'volume/POOL' belong to that pool, those in 'snapshot/DOMAIN' to that domain, JSON in 'network' is of networks.
What is not there is created, what differs is changed, and what matches is left as it is: a second time is "unchanged".
Devices and memory of running guests are changed at once where the driver can; what takes a restart is said.
Volumes, snapshots and checkpoints that are there stay as they are; where they differ, that is said.`,
  options: {
    'dry-run': { type: 'boolean', text: 'only say what would be done' },
    check: { type: 'boolean', text: 'as --dry-run; the exit status is 3 when anything would be done' },
    start: { type: 'boolean', text: 'start what is not active then' },
    kind: { type: 'string', value: 'KIND', choices: appliedKinds.map(kind => kind.document), text: 'what JSON is of' },
    pool: { type: 'string', value: 'POOL', text: 'where volumes belong' },
    domain: { type: 'string', value: 'DOMAIN', text: 'whose snapshots and checkpoints they are' },
  },
  examples: [
    ['tsvirt apply web.xml --start', 'define and start'],
    ['tsvirt apply --dry-run guests/', 'see what is different'],
    ['tsvirt apply disk.xml --pool images', 'a volume'],
    ["tsvirt xml web --json --inactive | jq '.vcpu.count = 4' | tsvirt apply --kind domain -", 'change one value'],
  ],
  async run({ names, values, terminal, json, connect, signal, writeJson }) {
    requireNames(names, 'FILE');
    const check = values.check ?? false;
    const dryRun = check || (values['dry-run'] ?? false);
    const choice = { dryRun, start: values.start ?? false, signal };
    let status: number = exitStatus.fine;
    await using line = new StatusLine(terminal);
    const failed = async (file: string, reason: unknown) => {
      if (signal.aborted) throw reason;
      status = exitStatus.failed;
      await line.clear();
      if (json) await writeJson({ file, ...errorJson(reason) });
      else await terminal.note(errorLine(reason, file));
    };
    const read: Source[] = [];
    const sources = await documentSources(names);
    for (const source of sources) {
      try {
        read.push({ file: source.file, ...(await subjectOf(source, values, terminal.stdin)) });
      } catch (reason) {
        // One document that the command line says too little about is its fault; among others it is one that fails.
        if (!(reason instanceof UsageError)) await failed(source.file, reason);
        else if (sources.length === 1) throw reason;
        else await failed(source.file, new VirtError('INVALID_ARG', 'NONE', reason.message));
      }
    }
    const connection: Connection = await connect();
    for (const { file, ...subject } of read.toSorted((one, other) => rankOf(one) - rankOf(other))) {
      try {
        await line.show(`applying ${printable(file)}`);
        const applied = await applyDocument(connection, subject, choice);
        if (check && status === exitStatus.fine && (applied.result !== 'unchanged' || applied.started))
          status = exitStatus.differs;
        await line.clear();
        if (json) await writeJson({ file, kind: subject.document.kind, dryRun, ...appliedJson(applied) });
        else await terminal.write(`${appliedLines(applied, dryRun, terminal.colors).join('\n')}\n`);
      } catch (reason) {
        await failed(file, reason);
      }
    }
    return status;
  },
});

type Source = Subject & { readonly file: string };

/** What the command line says about documents that do not say it themselves. */
interface Told {
  readonly kind: string | undefined;
  readonly pool: string | undefined;
  readonly domain: string | undefined;
}

async function subjectOf(source: DocumentSource, told: Told, stdin: Input): Promise<Subject> {
  const saidKind = appliedKinds.find(({ document }) => document === told.kind)?.document;
  const document = await readDocument(source.file, saidKind, stdin, source.kind?.document);
  const kind = kindOfDocument(document.kind);
  if (kind === undefined) throw notApplied(document.kind);
  if (kind.owner === undefined) return { document, kind, owner: '' };
  const owner = told[kind.owner] ?? (source.kind === kind ? source.owner : undefined);
  if (owner === undefined) {
    const folder = `${kind.word}/${kind.owner.toUpperCase()}`;
    throw new UsageError(`a ${kind.word} needs --${kind.owner}, or a folder ${folder} to lie in`);
  }
  return { document, kind, owner };
}

function rankOf({ kind }: Source): number {
  return kind.apply?.rank ?? 0;
}

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
  differs: ['differs, and stays as it is', 'differs, and would stay as it is'],
} as const;

const tones = { created: 'green', changed: 'green', unchanged: 'dim', differs: 'yellow' } as const;

function appliedLines({ name, result, changes, started, live }: Applied, dryRun: boolean, colors: Colors): string[] {
  const word = words[result][dryRun ? 1 : 0];
  const then = started ? (dryRun ? ', would be started' : ', started') : '';
  return [
    `${colors.bold(printable(name))}: ${colors[tones[result]](word)}${then}`,
    ...changeLines(changes, colors),
    ...(live?.done ?? []).map(what => colors.green(`  at once: ${firstLine(what)}`)),
    ...(live?.later ?? []).map(what => colors.yellow(`  needs a restart: ${firstLine(what)}`)),
  ];
}
