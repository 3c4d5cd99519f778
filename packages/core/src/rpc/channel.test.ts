import { Duplex } from 'node:stream';
import { deferred } from '@tsvirt/util';
import { expect, test } from 'vitest';
import { encodePacket, MessageStatus, MessageType } from '../protocol/packet.js';
import { Channel } from './channel.js';

const packet = (type: number): Buffer =>
  encodePacket({ program: 1, version: 1, procedure: 1, type, serial: 1, status: MessageStatus.ok }, () => {});

/** A channel over a stream that tells when something leaves. */
function channelTo(left: () => void, arrived: (channel: Channel) => void): { channel: Channel; stream: Duplex } {
  const stream = new Duplex({
    read() {},
    write(_bytes, _encoding, done) {
      left();
      done();
    },
  });
  const channel: Channel = new Channel({ packet: () => arrived(channel), drained() {}, closed() {} });
  channel.adopt(stream);
  return { channel, stream };
}

test('events leave before the reply to the call that they come from', async () => {
  const order: string[] = [];
  const event = packet(MessageType.message);
  const listeners = ['first', 'second'].map(name =>
    channelTo(
      () => order.push(name),
      () => expect.unreachable(),
    ),
  );
  const replied = deferred<void>();
  const caller = channelTo(
    () => {
      order.push('reply');
      replied.resolve();
    },
    channel => {
      for (const listener of listeners) listener.channel.sendShared(event);
      channel.send(packet(MessageType.reply));
    },
  );
  caller.stream.push(packet(MessageType.call));
  await replied.promise;
  expect(order).toEqual(['first', 'second', 'reply']);
});
