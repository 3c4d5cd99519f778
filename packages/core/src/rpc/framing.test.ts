import { describe, expect, test } from 'vitest';
import { FrameReader } from './framing.js';

function packet(length: number, fill: number): Buffer {
  const bytes = Buffer.alloc(length, fill);
  bytes.writeUInt32BE(length, 0);
  return bytes;
}

function reader(onFrame: (frame: Buffer, self: FrameReader) => void = () => {}) {
  const frames: Buffer[] = [];
  const bad: number[] = [];
  const self: FrameReader = new FrameReader({
    frame: (buffer, start, end) => {
      const frame = Buffer.from(buffer.subarray(start, end));
      frames.push(frame);
      onFrame(frame, self);
    },
    badLength: length => bad.push(length),
  });
  return { self, frames, bad };
}

const packets = [packet(28, 1), packet(29, 2), packet(5000, 3), packet(100_000, 4), packet(28, 5)];
const bytes = Buffer.concat(packets);

describe('packets are found wherever reads are cut', () => {
  test.each([1, 2, 3, 4, 5, 27, 28, 29, 1000, 4096, 65_536, 1_000_000])('every %i bytes', size => {
    const { self, frames } = reader();
    for (let at = 0; at < bytes.length; at += size) self.push(Buffer.from(bytes.subarray(at, at + size)));
    expect(frames).toEqual(packets);
    expect(self.kept).toBe(0);
  });
});

test('the read buffer may be overwritten between reads', () => {
  const { self, frames } = reader();
  const buffer = Buffer.alloc(1000);
  for (let at = 0; at < bytes.length; at += 1000) {
    const length = bytes.copy(buffer, 0, at, at + 1000);
    self.push(buffer.subarray(0, length));
    buffer.fill(0xff);
  }
  expect(frames).toEqual(packets);
});

test('nothing is handed on while paused, and everything after', () => {
  const { self, frames } = reader((_, me) => me.pause());
  self.push(bytes);
  expect(frames).toHaveLength(1);
  self.push(packet(30, 6));
  for (let i = 2; i <= 6; i++) {
    self.resume();
    expect(frames).toHaveLength(i);
  }
  expect(frames).toEqual([...packets, packet(30, 6)]);
});

test.each([0, 4, 27, 33_554_437, 0x8000_0000])('a length of %i is the end', length => {
  const { self, frames, bad } = reader();
  const broken = Buffer.alloc(40);
  broken.writeUInt32BE(length, 0);
  self.push(packet(28, 1));
  self.push(broken);
  self.push(packet(28, 1));
  expect(frames).toHaveLength(1);
  expect(bad).toEqual([length]);
});

test('what it wants is never more than the rest of the packet that is arriving', () => {
  const { self } = reader();
  expect(self.wanted()).toBe(4);
  for (const one of [packet(28, 1), packet(300, 2)]) {
    self.push(one.subarray(0, 3));
    expect(self.wanted()).toBe(1);
    self.push(one.subarray(3, 4));
    expect(self.wanted()).toBe(one.length - 4);
    self.push(one.subarray(4));
    expect(self.wanted()).toBe(4);
  }
  self.pause();
  self.push(Buffer.concat([packet(28, 1), packet(40, 2), packet(50, 3).subarray(0, 10)]));
  expect(self.wanted()).toBe(40);
});
