import type { Command } from './command.js';
import { type CommandWord, commandWord, parseCommandLine, wantsHelp } from './command-line.js';
import { commandNames, loadCommand, loadCommands } from './command-table.js';
import { exitStatus } from './exit-status.js';
import { ownVersion } from './identity.js';
import { jsonText } from './output/json-text.js';
import type { Terminal } from './output/terminal.js';
import { UsageError } from './usage-error.js';

/** Runs `tsvirt` and answers its exit status. @param signal aborted when the user wants it to end */
export async function run(argv: readonly string[], terminal: Terminal, signal: AbortSignal): Promise<number> {
  const { word, rest } = askedWord(argv);
  try {
    if (word === undefined) return await withoutCommand(rest, terminal);
    const command = await loadCommand(word);
    if (command === undefined) throw await noCommand(word);
    if (wantsHelp(command, rest)) {
      const { commandHelp } = await import('./help.js');
      await terminal.write(commandHelp(command));
      return exitStatus.fine;
    }
    return await runCommand(command, rest, terminal, signal);
  } catch (reason) {
    if (!(reason instanceof UsageError)) throw reason;
    const help = word !== undefined && commandNames.includes(word) ? `tsvirt ${word} --help` : 'tsvirt --help';
    await terminal.note(`tsvirt: ${reason.message}; '${help}' says how it goes\n`);
    return exitStatus.usage;
  }
}

async function withoutCommand(argv: readonly string[], terminal: Terminal): Promise<number> {
  const { globals } = parseCommandLine({}, argv);
  if (globals.version === true) {
    await terminal.write(`tsvirt ${await ownVersion()}\n`);
    return exitStatus.fine;
  }
  if (globals.help !== true) throw new UsageError('no command given');
  const { overview } = await import('./help.js');
  await terminal.write(overview(await loadCommands()));
  return exitStatus.fine;
}

async function runCommand(
  command: Command,
  argv: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const { globals, values, names } = parseCommandLine(command.options, argv);
  if (globals.version === true) return withoutCommand(['--version'], terminal);
  const { RunSession } = await import('./session.js');
  await using session = new RunSession(globals, terminal, signal);
  try {
    const { json, driverPaths, uri } = session;
    const status = await command.run({
      terminal,
      signal,
      json,
      driverPaths,
      uri,
      connect: options => session.connect(options),
      connectTo: uri => session.connectTo(uri),
      writeJson: (value, pretty) => session.writeJson(value, pretty),
      values,
      names,
    });
    return status ?? exitStatus.fine;
  } catch (reason) {
    if (reason instanceof UsageError) throw reason;
    if (signal.aborted) return exitStatus.interrupted;
    const { errorJson, errorLine } = await import('./error-report.js');
    await terminal.note(session.json ? `${jsonText(errorJson(reason))}\n` : errorLine(reason));
    return exitStatus.failed;
  }
}

async function noCommand(word: string): Promise<UsageError> {
  const { likelyCommand } = await import('./likely-words.js');
  const likely = likelyCommand(word);
  return new UsageError(`there is no command '${word}'${likely === undefined ? '' : `, perhaps '${likely}'`}`);
}

/** `help` and `help COMMAND` are what `--help` and `COMMAND --help` are. */
function askedWord(argv: readonly string[]): CommandWord {
  const typed = commandWord(argv);
  return typed.word === 'help' ? commandWord([...typed.rest, '--help']) : typed;
}

/** Whether the command line asks for no colours, read before anything else is. */
export function wantsColor(argv: readonly string[]): boolean {
  return !argv.includes('--no-color');
}
