import type { Readable } from 'node:stream';
import { jsonSchema } from '../json/index.js';
import { runDiff, runOn } from './commands.js';
import { readInput } from './input.js';
import { type Options, readOptions, UsageError, usage } from './options.js';
import { failure, messages, type Result } from './result.js';

/** Where a run reads from and writes to. */
export interface Streams {
  readonly stdin: Readable;
  /** @param text whole lines */
  out(text: string): void;
  err(text: string): void;
}

/** Runs `tsvirt-xml` and answers its exit status. */
export async function run(argv: readonly string[], streams: Streams): Promise<number> {
  let options: Options | 'help';
  try {
    options = readOptions(argv);
  } catch (reason) {
    if (!(reason instanceof UsageError)) throw reason;
    streams.err(`tsvirt-xml: ${reason.message}\n${usage}`);
    return 2;
  }
  if (options === 'help') {
    streams.out(usage);
    return 0;
  }
  if (options.command === 'schema' && options.kind !== undefined) {
    streams.out(`${JSON.stringify(jsonSchema(options.kind), undefined, 2)}\n`);
    return 0;
  }
  let fine = true;
  for await (const result of results(options, streams.stdin)) {
    if (options.json) streams.out(`${JSON.stringify(result)}\n`);
    else print(result, streams);
    fine &&= result.ok;
  }
  return fine ? 0 : 1;
}

async function* results(options: Options, stdin: Readable): AsyncGenerator<Result> {
  if (options.command === 'diff') {
    const [one = '-', other = '-'] = options.files;
    yield await guarded(other, async () =>
      runDiff(other, await readInput(one, stdin), await readInput(other, stdin), options),
    );
    return;
  }
  for (const file of options.files) {
    yield await guarded(file, async () => runOn(file, await readInput(file, stdin), options));
  }
}

/** A file that cannot be read is a result as well, and the others go on. */
async function guarded(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (reason) {
    return failure(file, reason);
  }
}

function print(result: Result, streams: Streams): void {
  for (const line of messages(result)) streams.err(`${line}\n`);
  const { output } = result;
  if (output === undefined) return;
  if (typeof output === 'string') streams.out(output);
  else if (Array.isArray(output)) for (const change of output) streams.out(`${JSON.stringify(change)}\n`);
  else streams.out(`${JSON.stringify(output, undefined, 2)}\n`);
}
