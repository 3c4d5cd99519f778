import { expect, test } from 'vitest';
import { commandNames } from './command-table.js';
import { likelyCommand } from './likely-words.js';

test.each([
  ['strat', 'start'],
  ['dumpxml', 'xml'],
  ['destroy', 'stop --now'],
  ['constructor', 'console'],
  ['zzz', undefined],
])('%s: perhaps %s', (word, likely) => {
  expect(likelyCommand(word)).toBe(likely);
});

test.each(['ls', 'dominfo', 'create', 'destroy', 'undefine', 'net-list'])('what is told for %s is a command', word => {
  expect(commandNames).toContain(likelyCommand(word)?.split(' ')[0]);
});
