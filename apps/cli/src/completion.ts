import type { Command } from './command.js';
import { globalOptions } from './command-line.js';

/** Shells that completion can be written for. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** A script that has a shell complete commands, options, their choices, and names of domains. */
export function completionScript(shell: Shell, commands: readonly Command[]): string {
  switch (shell) {
    case 'bash':
      return bashScript(commands);
    case 'zsh':
      return `autoload -U +X bashcompinit && bashcompinit\n${bashScript(commands)}`;
    case 'fish':
      return fishScript(commands);
  }
}

function bashScript(commands: readonly Command[]): string {
  const cases = commands.map(({ name, completes, options }) => {
    const names = completes === 'domains' ? '$(tsvirt list --names 2>/dev/null)' : (completes ?? []).join(' ');
    return `    ${name}) words="${names}"; flags="${flagsOf(options)}" ;;`;
  });
  return `_tsvirt() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" word="" words flags at
  for ((at = 1; at < COMP_CWORD; at++)); do
    case "\${COMP_WORDS[at]}" in
      -c|--connect|--driver-path) ((at++)) ;;
      -*) ;;
      *) word="\${COMP_WORDS[at]}"; break ;;
    esac
  done
  case "$word" in
${cases.join('\n')}
    *) words="${commands.map(({ name }) => name).join(' ')}"; flags="" ;;
  esac
  flags="$flags ${flagsOf(globalOptions)}"
  case "$cur" in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$cur")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$cur")) ;;
  esac
}
complete -F _tsvirt tsvirt
`;
}

function fishScript(commands: readonly Command[]): string {
  const lines = commands.flatMap(({ name, summary, completes, options }) => {
    const here = `complete -c tsvirt -n '__fish_seen_subcommand_from ${name}'`;
    const names = completes === 'domains' ? '(tsvirt list --names 2>/dev/null)' : (completes ?? []).join(' ');
    return [
      `complete -c tsvirt -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
      ...(completes === undefined ? [] : [`${here} -f -a ${quoted(names)}`]),
      ...Object.entries(options).map(([option, { text }]) => `${here} -l ${option} -d ${quoted(text)}`),
    ];
  });
  const global = Object.entries(globalOptions).map(
    ([option, { text }]) => `complete -c tsvirt -l ${option} -d ${quoted(text)}`,
  );
  return `${[...lines, ...global].join('\n')}\n`;
}

function flagsOf(options: object): string {
  return Object.keys(options)
    .map(name => `--${name}`)
    .join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`\'`)}'`;
}
