import { expect, test } from 'vitest';
import { VirtError } from '@tsvirt/util';
import { errorJson, errorLine } from './error-report.js';

test('an error is one line with its code and what may be done', () => {
  const error = new VirtError('NO_DOMAIN', 'TEST', "no domain with matching name 'x\x1b[31m\n'");
  expect(errorLine(error)).toBe(
    "tsvirt: Domain not found: no domain with matching name 'x\\x1b[31m\\x0a' (NO_DOMAIN); 'tsvirt list' shows what there is\n",
  );
});

test('programs get code, number and domain', () => {
  expect(errorJson(new VirtError('OPERATION_INVALID', 'QEMU', 'no'))).toMatchObject({
    error: { code: 'OPERATION_INVALID', number: 55, domain: 'QEMU' },
  });
});

test('a socket that is closed to us leads to the doctor', () => {
  expect(errorLine(VirtError.system('EACCES', 'RPC', 'cannot connect to /x'))).toContain('tsvirt doctor');
});
