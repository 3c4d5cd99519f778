import { describe, expect, test } from 'vitest';
import { ContentBudget, VolumeContent } from './volume-content.js';

const page = 65_536;
const bytesIn = (content: VolumeContent, offset = 0n, length = content.bytes): number[] =>
  Array.from(content.read(offset, length)).flatMap(chunk =>
    chunk.kind === 'data' ? Array.from(chunk.data) : Array.from({ length: Number(chunk.length) }, () => 0),
  );

describe('the content of a volume', () => {
  test('reads as it was written, over the ends of pages', () => {
    const content = new VolumeContent(BigInt(3 * page), new ContentBudget());
    content.write(BigInt(page - 2), Uint8Array.of(1, 2, 3, 4));
    expect(bytesIn(content, BigInt(page - 3), 6n)).toEqual([0, 1, 2, 3, 4, 0]);
    expect(Array.from(content.read(0n, content.bytes), ({ kind }) => kind)).toEqual(['data', 'data', 'hole']);
    expect(content.written).toBe(BigInt(2 * page));
  });

  test('is cleared in part, and whole pages are given back', () => {
    const content = new VolumeContent(0n, new ContentBudget());
    content.write(0n, new Uint8Array(3 * page).fill(7));
    content.clear(BigInt(page - 1), BigInt(page + 2));
    expect(content.written).toBe(BigInt(2 * page));
    expect(bytesIn(content, BigInt(page - 2), 2n)).toEqual([7, 0]);
    expect(bytesIn(content, BigInt(2 * page), 2n)).toEqual([0, 7]);
  });

  test('ends where it is cut', () => {
    const content = new VolumeContent(0n, new ContentBudget());
    content.write(0n, new Uint8Array(page).fill(7));
    content.resize(3n);
    expect(bytesIn(content)).toEqual([7, 7, 7]);
    content.resize(5n);
    expect(bytesIn(content)).toEqual([7, 7, 7, 0, 0]);
    expect(bytesIn(content, 9n, 4n)).toEqual([]);
  });

  test("of a clone is not the original's", () => {
    const original = new VolumeContent(0n, new ContentBudget());
    original.write(0n, Uint8Array.of(1, 2));
    const copy = original.clone();
    copy.write(0n, Uint8Array.of(9));
    original.write(1n, Uint8Array.of(8));
    expect([bytesIn(original), bytesIn(copy)]).toEqual([
      [1, 8],
      [9, 2],
    ]);
  });

  test('is bounded, all volumes of a host together', () => {
    const budget = new ContentBudget(4 * page);
    const full = { code: 'OPERATION_FAILED', message: expect.stringContaining('no space left') };
    const one = new VolumeContent(0n, budget);
    one.write(0n, new Uint8Array(2 * page));
    const two = one.clone();
    expect(() => two.write(BigInt(5 * page), Uint8Array.of(1))).toThrow(expect.objectContaining(full));
    one.discard();
    two.write(BigInt(5 * page), Uint8Array.of(1));
    two.write(BigInt(6 * page), Uint8Array.of(1));
    expect(() => two.clone()).toThrow(expect.objectContaining(full));
    two.discard();
    // A clone that found no room has taken none.
    new VolumeContent(0n, budget).write(0n, new Uint8Array(4 * page));
  });
});
