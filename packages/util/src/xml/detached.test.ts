import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { detached } from './detached.js';
import { readXml, type XmlElement } from './index.js';

test.each(['', 'short', 'twelve chars', 'thirteen char', '/var/lib/libvirt/images/Käse \u{1f600}.qcow2'])(
  '%j stays what it is',
  text => {
    expect(detached(` ${text}`.slice(1))).toBe(text);
  },
);

test('what is kept of a document does not keep all of it', () => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('there is no gc');
  const used = (): number => {
    Reflect.apply(collect, undefined, []);
    return process.memoryUsage().heapUsed;
  };
  const kept: XmlElement[] = [];
  const before = used();
  for (let i = 0; i < 200; i++) {
    const text = `${' '.repeat(100_000)}<an:elementOfLongName xmlns:an='http://example.org/${i}' attributeOfLongName='a value of some length'>text of ${i} and more</an:elementOfLongName>`;
    kept.push(readXml(Buffer.from(text).toString()));
  }
  expect(used() - before).toBeLessThan(5_000_000); // of 20 MB
  expect(kept).toHaveLength(200);
});
