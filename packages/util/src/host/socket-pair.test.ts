import { closeSync, fstatSync, readSync, writeSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hasNative } from './native.js';
import { socketPair } from './socket-pair.js';

test.skipIf(!hasNative())('what goes into one socket of a pair comes out of the other (needs native calls)', () => {
  const [one, other] = socketPair();
  try {
    expect(fstatSync(one).isSocket()).toBe(true);
    writeSync(one, 'there');
    const buffer = Buffer.alloc(16);
    expect(buffer.toString('utf8', 0, readSync(other, buffer))).toBe('there');
    writeSync(other, 'back');
    expect(buffer.toString('utf8', 0, readSync(one, buffer))).toBe('back');
  } finally {
    closeSync(one);
    closeSync(other);
  }
});
