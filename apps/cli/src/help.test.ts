import { describe, expect, test } from 'vitest';
import { loadCommands } from './command-table.js';
import { commandWord, globalOptions, parseCommandLine } from './command-line.js';
import { commandHelp, overview } from './help.js';
import { UsageError } from './usage-error.js';

const commands = await loadCommands();

describe.each(commands)('$name', command => {
  test('has examples that its options understand', () => {
    expect(command.examples.length).toBeGreaterThan(0);
    for (const [line] of command.examples) {
      const calls = line.match(/tsvirt [^|>)]*/g) ?? [];
      expect(calls.length, line).toBeGreaterThan(0);
      for (const call of calls) {
        const words = call
          .replace(/\$\(.*/, '')
          .trim()
          .split(/\s+/)
          .slice(1);
        const { word, rest } = commandWord(words);
        const called = commands.find(({ name }) => name === word);
        expect(called, call).toBeDefined();
        expect(() => parseCommandLine(called?.options ?? {}, rest), call).not.toThrow();
      }
    }
  });

  test('says in its help what each option does, and takes none of the options of all', () => {
    const help = commandHelp(command);
    for (const name of Object.keys(command.options)) expect(help).toContain(`--${name}`);
    const taken = Object.keys(globalOptions);
    expect(Object.keys(command.options).filter(name => taken.includes(name))).toEqual([]);
  });
});

test('the list of commands has all of them', () => {
  for (const { name, summary } of commands) expect(overview(commands)).toContain(`${name.padEnd(10)}  ${summary}`);
});

test('options of all commands may stand before the name and behind it', () => {
  const argv = ['-c', 'test:///default', '--json', 'list', 'networks'];
  expect(commandWord(argv)).toEqual({ word: 'list', rest: ['-c', 'test:///default', '--json', 'networks'] });
  expect(commandWord(['list', '-c', 'x']).word).toBe('list');
  expect(commandWord(['-h']).word).toBeUndefined();
});

test.each([[['--bogus']], [['--state']], [['--wait', 'never']]])('%j is refused in one line', argv => {
  const start = commands.find(({ name }) => name === 'start');
  const refused = () => parseCommandLine(start?.options ?? {}, argv);
  expect(refused).toThrow(UsageError);
  expect(refused).toThrow(/^[^\n]+$/);
});
