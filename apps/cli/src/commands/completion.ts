import { command } from '../command.js';
import { loadCommands } from '../command-table.js';
import { onlyName } from '../command-line.js';
import { completionScript, shells } from '../completion.js';
import { UsageError } from '../usage-error.js';

export const completion = command({
  name: 'completion',
  summary: 'write a script that lets the shell complete commands, options and names',
  operands: 'SHELL',
  completes: shells,
  details: `Shells: ${shells.join(', ')}.`,
  options: {},
  examples: [
    ['source <(tsvirt completion bash)', 'for this shell; in ~/.bashrc for all'],
    ['tsvirt completion fish > ~/.config/fish/completions/tsvirt.fish', 'for fish'],
  ],
  async run({ names, terminal }) {
    const name = onlyName(names, 'SHELL');
    const shell = shells.find(known => known === name);
    if (shell === undefined)
      throw new UsageError(`there is no completion for '${name}', expected ${shells.join(', ')}`);
    await terminal.write(completionScript(shell, await loadCommands()));
    return undefined;
  },
});
