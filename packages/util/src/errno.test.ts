import { constants } from 'node:os';
import { expect, test } from 'vitest';
import { errnoName, errnoNumber, errnoOf, errnoText, isErrno } from './errno.js';

test.skipIf(process.platform !== 'linux')('the numbers are those of this kernel', () => {
  for (const [name, number] of Object.entries(constants.errno)) {
    const known = errnoNumber(name);
    if (known !== undefined) expect(known, name).toBe(number);
  }
});

test('names, numbers and texts', () => {
  expect(errnoName(2)).toBe('ENOENT');
  expect(errnoName(4095)).toBe('E4095');
  expect(errnoText(13)).toBe('Permission denied');
  expect(errnoText('EACCES')).toBe('Permission denied');
  expect(errnoText(4095)).toBe('Unknown error 4095');
});

test('what was thrown is a system error only when it says so', () => {
  const failed = Object.assign(new Error('x'), { code: 'ENOENT' });
  expect(isErrno(failed, 'EACCES', 'ENOENT')).toBe(true);
  expect(isErrno(failed, 'EACCES')).toBe(false);
  expect([undefined, null, 'ENOENT', { code: 2 }, { code: 'ERR_INVALID_ARG_TYPE' }].map(errnoOf)).toEqual(
    Array(5).fill(undefined),
  );
});
