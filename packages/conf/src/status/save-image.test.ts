import { describe, expect, test } from 'vitest';
import { formatSaveHead, parseSaveHead, saveHeaderLength, saveHeadLength } from './save-image.js';

const xml = "<domain type='qemu'/>\n";
const cookie = '<cookie/>\n';

/** The fixed part that libvirt 9.0.0 wrote for a document of 909 bytes. */
const recorded = `4c69627669727451656d756453617665020000007a0401000100000000000000${'8e030000'}`.padEnd(
  saveHeaderLength * 2,
  '0',
);

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], pair => Number.parseInt(pair, 16));
}

describe('the head of a saved guest', () => {
  test('has the bytes of libvirt', () => {
    const head = formatSaveHead({ xml: 'x'.repeat(909), cookie, wasRunning: true, compression: 'raw' }, 0x1047a);
    expect(head.subarray(0, saveHeaderLength)).toEqual(bytesOf(recorded));
    expect(head).toHaveLength(saveHeadLength(bytesOf(recorded)));
  });

  test('comes back as it was', () => {
    const head = { xml, cookie, wasRunning: false, compression: 'xz', isPartial: true } as const;
    const bytes = formatSaveHead(head);
    expect(parseSaveHead(bytes)).toEqual({ ...head, memoryOffset: bytes.length });
  });

  test('is read in the byte order of another host', () => {
    const bytes = formatSaveHead({ xml, wasRunning: true, compression: 'gzip' });
    for (let i = 16; i < saveHeaderLength; i += 4) bytes.subarray(i, i + 4).reverse();
    expect(parseSaveHead(bytes)).toMatchObject({ xml, wasRunning: true, compression: 'gzip' });
  });

  test.each([
    ['another magic', 0, 0x41, 'magic is incorrect'],
    ['a later version', 16, 3, 'version is not supported'],
    ['a length that is absurd', 23, 0x7f, 'invalid header data length'],
    ['a way of packing that does not exist', 28, 9, 'Invalid compressed save format'],
    ['a cookie beyond the end', 33, 0xff, 'invalid cookie offset'],
    ['a document that is not UTF-8', saveHeaderLength, 0xff, 'not UTF-8'],
  ])('is refused with %s', (_what, at, value, message) => {
    const bytes = formatSaveHead({ xml, cookie, wasRunning: true, compression: 'raw' });
    bytes[at] = value;
    expect(() => parseSaveHead(bytes)).toThrow(message);
  });

  test('is refused wherever it is cut', () => {
    const bytes = formatSaveHead({ xml, cookie, wasRunning: true, compression: 'raw' });
    for (let length = 0; length < bytes.length; length++)
      expect(() => parseSaveHead(bytes.subarray(0, length))).toThrow('too short');
  });
});
