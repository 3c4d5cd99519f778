import type { Command, OptionTable } from './command.js';
import { globalOptions } from './command-line.js';
import { kinds } from './kinds/kind-table.js';
import { nameForm } from './kinds/object-name.js';

/** What `tsvirt --help` prints. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const list = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `tsvirt: virtual machines, on this host or on others

Usage: tsvirt [-c URI] COMMAND [OPTION...] [NAME...]

Commands:
${list.join('\n')}

Options of every command:
${optionLines(globalOptions).join('\n')}

A name is a domain's name, UUID or id; other objects are named with their kind:
${nameForms()}

Without -c, the URI is TSVIRT_URI, LIBVIRT_DEFAULT_URI, or uri_default of libvirt.conf; without these, the first daemon
of this host that answers chooses, a user's own before the system's. 'tsvirt doctor' says who that is.

'tsvirt COMMAND --help' has examples. Exit status: 0 done, 1 not done, 2 wrong use, 3 'apply --check' found
something to do, 130 interrupted.
`;
}

/** What `tsvirt COMMAND --help` prints. */
export function commandHelp({ name, summary, operands, options, details, examples }: Command): string {
  const own = optionLines(options);
  const parts = [
    `tsvirt ${name}: ${summary}`,
    `Usage: tsvirt ${name}${own.length > 0 ? ' [OPTION...]' : ''}${operands === '' ? '' : ` ${operands}`}`,
    ...(details === undefined ? [] : [details]),
    ...(own.length > 0 ? [`Options:\n${own.join('\n')}`] : []),
    `Options of every command: ${Object.keys(globalOptions)
      .map(option => `--${option}`)
      .join(', ')}`,
    `Examples:\n${exampleLines(examples).join('\n')}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Forms of names, a few on a line. */
function nameForms(): string {
  const forms = kinds.filter(({ word }) => word !== 'domain').map(nameForm);
  const half = Math.ceil(forms.length / 2);
  return [forms.slice(0, half), forms.slice(half)].map(line => `  ${line.join(', ')}`).join('\n');
}

function optionLines(table: OptionTable): string[] {
  const heads = Object.entries(table).map(([name, { short, value }]) => {
    const letter = short === undefined ? '    ' : `-${short}, `;
    return `  ${letter}--${name}${value === undefined ? '' : ` ${value}`}`;
  });
  const width = Math.max(0, ...heads.map(head => head.length));
  return Object.values(table).map(({ text, choices }, at) => {
    const of = choices === undefined ? '' : `: ${choices.join(', ')}`;
    return `${(heads[at] ?? '').padEnd(width)}  ${text}${of}`;
  });
}

function exampleLines(examples: Command['examples']): string[] {
  const width = Math.max(...examples.map(([line]) => line.length));
  return examples.map(([line, does]) => `  ${line.padEnd(width)}  # ${does}`);
}
