import { parseArgs } from 'node:util';
import { type DocumentName, documentNames, isDocumentName } from '../documents/index.js';

export const usage = `usage: tsvirt-xml COMMAND [OPTION...] [FILE...]

Works on libvirt's XML documents. Without FILE, or for -, standard input is read.

  check            says what is wrong, and which parts would be ignored
  format           writes each document in libvirt's order and layout; JSON documents too (with --kind)
  diff ONE OTHER   says what is different in meaning
  json             writes each document as JSON
  schema           writes the JSON Schema of the kind that --kind names

  --kind KIND      the documents are of this kind, whatever their root element:
                   ${documentNames().join(', ')}
  --strict         parts that would be ignored are errors
  --inactive       as definitions: what only running objects have is left out
  --secure         passwords and keys are written
  --json           answers as JSON, one object a line
  --help

Exit status: 0 when all is fine (for diff: when nothing differs), 1 when not, 2 for wrong use.
`;

const commands = ['check', 'format', 'diff', 'json', 'schema'] as const;
export type Command = (typeof commands)[number];

export interface Options {
  readonly command: Command;
  readonly files: readonly string[];
  readonly kind: DocumentName | undefined;
  readonly strict: boolean;
  readonly inactive: boolean;
  readonly secure: boolean;
  readonly json: boolean;
}

/** A command line that cannot be followed; the message is for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @returns 'help' when that is asked for  @throws UsageError */
export function readOptions(argv: readonly string[]): Options | 'help' {
  const { values, positionals } = parse(argv);
  if (values.help === true) return 'help';
  const [command, ...files] = positionals;
  if (!isCommand(command)) {
    throw new UsageError(command === undefined ? 'no command given' : `unknown command '${command}'`);
  }
  if (values.kind !== undefined && !isDocumentName(values.kind)) throw new UsageError(`unknown kind '${values.kind}'`);
  if (command === 'diff' && files.length !== 2) throw new UsageError('diff takes two files');
  if (files.filter(file => file === '-').length > 1) throw new UsageError('standard input can be read only once');
  if (command === 'schema' && (values.kind === undefined || files.length > 0)) {
    throw new UsageError('schema takes --kind and no files');
  }
  return {
    command,
    files: files.length === 0 ? ['-'] : files,
    kind: values.kind,
    strict: values.strict ?? false,
    inactive: values.inactive ?? false,
    secure: values.secure ?? false,
    json: values.json ?? false,
  };
}

function isCommand(word: string | undefined): word is Command {
  return commands.some(command => command === word);
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        kind: { type: 'string' },
        strict: { type: 'boolean' },
        inactive: { type: 'boolean' },
        secure: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (reason) {
    // parseArgs says what is wrong with the command line in its message.
    if (reason instanceof TypeError) throw new UsageError(reason.message, { cause: reason });
    throw reason;
  }
}
