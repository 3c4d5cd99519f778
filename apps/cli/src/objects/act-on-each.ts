import type { Invocation, OptionTable } from '../command.js';
import { requireNames } from '../command-line.js';
import { errorJson, errorLine } from '../error-report.js';
import { exitStatus } from '../exit-status.js';
import type { JsonData } from '../output/json-text.js';
import { StatusLine } from '../output/status-line.js';
import { printable } from '../output/text-width.js';
import type { ManagedObject } from '../kinds/managed-object.js';
import { findObject, objectText, parseObjectName } from '../kinds/object-name.js';

/** What became of one object. */
export interface Outcome {
  /** What was done, as in `web: started`. */
  readonly done: string;
  /** False when there was nothing to do. */
  readonly changed: boolean;
  /** More for `--json`. */
  readonly more?: { readonly [key: string]: JsonData };
}

/** What an action on one object is told. */
export interface Acting {
  /** As the command line has it. */
  readonly name: string;
  /** Shows how far it has come, where somebody looks. */
  readonly onProgress: (text: string) => Promise<void>;
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
  act: (object: ManagedObject, acting: Acting) => Promise<Outcome>,
): Promise<number> {
  requireNames(names, 'NAME');
  const wanted = [...new Set(names)].map(parseObjectName);
  const connection = await connect();
  await using line = new StatusLine(terminal);
  const waiting = new Map(wanted.map(name => [objectText(name), '']));
  const showWaiting = () => (waiting.size === 0 ? line.clear() : line.show(waitingText(doing, waiting, wanted.length)));
  const { colors } = terminal;
  let status: number = exitStatus.fine;
  await showWaiting();
  const ends = await Promise.allSettled(
    wanted.map(async name => {
      const text = objectText(name);
      const onProgress = async (progress: string) => {
        waiting.set(text, progress);
        await showWaiting();
      };
      try {
        const object = await findObject(connection, name, { signal });
        const { done, changed, more } = await act(object, { name: text, onProgress });
        await line.clear();
        if (json) await writeJson({ kind: name.kind.word, name: text, done, changed, ...more });
        else await terminal.write(`${printable(text)}: ${changed ? colors.green(done) : colors.dim(done)}\n`);
      } catch (reason) {
        if (signal.aborted) throw reason;
        status = exitStatus.failed;
        await line.clear();
        if (json) await writeJson({ kind: name.kind.word, name: text, ...errorJson(reason) });
        else await terminal.note(errorLine(reason, text));
      }
      waiting.delete(text);
      await showWaiting();
    }),
  );
  // Only an interrupt ends one of them so; the others were waited for, since they give up what they began.
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return status;
}

/** As in `saving 2 of 3: web 45%, db`. */
function waitingText(doing: string, waiting: ReadonlyMap<string, string>, total: number): string {
  const each = Array.from(waiting, ([name, progress]) => printable(progress === '' ? name : `${name} ${progress}`));
  const count = total === 1 ? '' : ` ${waiting.size} of ${total}:`;
  return `${doing}${count} ${each.join(', ')}`;
}
