import { expect, test } from 'vitest';
import { formatPoolSources, parsePoolSource } from './pool-sources.js';

test('a source that was asked for can be one that was found', () => {
  const source = parsePoolSource("<source><host name='nas'/><dir path='/export'/></source>");
  expect(formatPoolSources([source])).toBe(`<sources>
  <source>
    <host name='nas'/>
    <dir path='/export'/>
  </source>
</sources>
`);
});
