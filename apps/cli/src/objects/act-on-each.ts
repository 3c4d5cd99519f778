import type { Invocation, OptionTable } from '../command.js';
import { requireNames } from '../command-line.js';
import { errorJson, errorLine } from '../error-report.js';
import { exitStatus } from '../exit-status.js';
import type { JsonData } from '../output/json-text.js';
import { StatusLine } from '../output/status-line.js';
import { printable } from '../output/text-width.js';
import { findObject, type ManagedObject } from './managed-object.js';
import { objectText, parseObjectName } from './object-name.js';

/** What became of one object. */
export interface Outcome {
  /** What was done, as in `web: started`. */
  readonly done: string;
  /** False when there was nothing to do. */
  readonly changed: boolean;
  /** More for `--json`. */
  readonly more?: { readonly [key: string]: JsonData };
}

type Some = Pick<Invocation<OptionTable>, 'names' | 'terminal' | 'json' | 'connect' | 'signal' | 'writeJson'>;

/**
 * Does something to each object that is named, to all at the same time, and says what became of each as it is known.
 * One that fails is a line of error, and the others go on.
 * @param doing for the line that is shown meanwhile: `stopping`
 * @returns the exit status
 */
export async function actOnEach(
  { names, terminal, json, connect, signal, writeJson }: Some,
  doing: string,
  act: (object: ManagedObject, name: string) => Promise<Outcome>,
): Promise<number> {
  requireNames(names, 'NAME');
  const wanted = [...new Set(names)].map(parseObjectName);
  const connection = await connect();
  await using line = new StatusLine(terminal);
  const waiting = new Set(wanted.map(objectText));
  const showWaiting = () => (waiting.size === 0 ? line.clear() : line.show(`${doing} ${[...waiting].join(', ')}`));
  const { colors } = terminal;
  let status: number = exitStatus.fine;
  await showWaiting();
  await Promise.all(
    wanted.map(async name => {
      const text = objectText(name);
      try {
        const { done, changed, more } = await act(await findObject(connection, name, { signal }), text);
        await line.clear();
        if (json) await writeJson({ kind: name.kind, name: text, done, changed, ...more });
        else await terminal.write(`${printable(text)}: ${changed ? colors.green(done) : colors.dim(done)}\n`);
      } catch (reason) {
        if (signal.aborted) throw reason;
        status = exitStatus.failed;
        await line.clear();
        if (json) await writeJson({ kind: name.kind, name: text, ...errorJson(reason) });
        else await terminal.note(errorLine(reason));
      }
      waiting.delete(text);
      await showWaiting();
    }),
  );
  return status;
}
