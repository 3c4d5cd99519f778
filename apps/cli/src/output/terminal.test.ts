import { expect, test } from 'vitest';
import { usesColor, usesUtf8 } from './terminal.js';

test.each([
  [{ TERM: 'xterm' }, true, true],
  [{ TERM: 'xterm' }, false, false],
  [{ TERM: 'dumb' }, true, false],
  [{ TERM: 'xterm', NO_COLOR: '1' }, true, false],
  [{ TERM: 'xterm', NO_COLOR: '' }, true, true],
  [{ CI: 'true' }, false, false],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '0', TERM: 'xterm' }, true, false],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
])('colours with %j on a terminal %s: %s', (env, isTerminal, wanted) => {
  expect(usesColor(env, isTerminal)).toBe(wanted);
});

test.each([
  [{ LANG: 'en_US.UTF-8' }, true],
  [{ LANG: 'de_DE.utf8' }, true],
  [{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, false],
  [{ LANG: 'C.UTF-8', LC_ALL: '' }, true],
  [{}, false],
])('%j draws more than ASCII: %s', (env, wanted) => {
  expect(usesUtf8(env)).toBe(wanted);
});
