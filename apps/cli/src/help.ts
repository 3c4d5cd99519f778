import type { Command, OptionTable } from './command.js';
import { globalOptions } from './command-line.js';

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

A name is a domain's, or KIND/NAME: network/default, pool/images, volume/POOL/NAME, secret/UUID, device/NAME,
interface/NAME, filter/NAME, snapshot/DOMAIN/NAME, checkpoint/DOMAIN/NAME.

Without -c, the URI is TSVIRT_URI, LIBVIRT_DEFAULT_URI, or uri_default of libvirt.conf; without these, the first daemon
of this host that answers chooses, a user's own before the system's. 'tsvirt doctor' says who that is.

'tsvirt COMMAND --help' has examples. Exit status: 0 done, 1 not done, 2 wrong use, 130 interrupted.
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
