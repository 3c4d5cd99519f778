import { expect, test } from 'vitest';
import { UsageError } from '../usage-error.js';
import { objectText, parseObjectName } from './object-name.js';

test.each([
  ['web', 'domain', 'web', undefined],
  ['domain/web', 'domain', 'web', undefined],
  ['network', 'domain', 'network', undefined],
  ['network/default', 'network', 'default', undefined],
  ['volume/images/a/b.qcow2', 'volume', 'a/b.qcow2', 'images'],
  ['snapshot/web/before', 'snapshot', 'before', 'web'],
  ['team/web', 'domain', 'team/web', undefined],
])('%s is the %s %s', (text, kind, name, owner) => {
  expect(parseObjectName(text)).toEqual({ kind, name, owner });
});

test.each(['', 'network/', 'volume/images', 'snapshot//x'])("'%s' is refused", text => {
  expect(() => parseObjectName(text)).toThrow(UsageError);
});

test('a name is written as it is read', () => {
  for (const text of ['web', 'network/default', 'volume/images/a/b'])
    expect(objectText(parseObjectName(text))).toBe(text);
});
