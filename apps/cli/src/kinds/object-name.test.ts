import { expect, test } from 'vitest';
import { UsageError } from '../usage-error.js';
import { objectText, parseObjectName } from './object-name.js';

test.each([
  ['web', 'domain', 'web', ''],
  ['domain/web', 'domain', 'web', ''],
  ['network', 'domain', 'network', ''],
  ['network/default', 'network', 'default', ''],
  ['volume/images/a/b.qcow2', 'volume', 'a/b.qcow2', 'images'],
  ['snapshot/web/before', 'snapshot', 'before', 'web'],
  ['team/web', 'domain', 'team/web', ''],
])('%s is the %s %s', (text, word, name, owner) => {
  expect(parseObjectName(text)).toMatchObject({ kind: { word }, name, owner });
});

test.each(['', 'network/', 'volume/images', 'snapshot//x'])("'%s' is refused", text => {
  expect(() => parseObjectName(text)).toThrow(UsageError);
});

test('a name is written as it is read', () => {
  for (const text of ['web', 'network/default', 'volume/images/a/b'])
    expect(objectText(parseObjectName(text))).toBe(text);
});
