import { DomainEventID } from '@tsvirt/core';
import { packetMax } from '@tsvirt/core/protocol';
import type { Wire } from './wire.js';

const testDomain = { name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };

/** One way in which a client behaves between its opening and its end; it vanishes when this returns. */
export type Manner = (wire: Wire, signal: AbortSignal) => Promise<void>;

/** What clients do to a daemon. Nearly all of them leave in the middle of something. */
export const manners: Readonly<Record<string, Manner>> = {
  async politely(wire, signal) {
    await wire.open(signal);
    wire.send('domainGetInfo', { dom: testDomain });
    await wire.hears(signal);
    wire.send('connectClose', {});
    await wire.hears(signal);
  },

  async inTheMiddleOfACall(wire, signal) {
    await wire.open(signal);
    for (let call = 0; call < 20; call++) wire.send('domainGetXMLDesc', { dom: testDomain, flags: 0 });
  },

  async inTheMiddleOfAPacket(wire, signal) {
    await wire.open(signal);
    const packet = wire.packet('domainGetInfo', { dom: testDomain });
    wire.write(packet.subarray(0, packet.length - 5));
    wire.write(wire.packet('domainGetInfo', { dom: testDomain }).subarray(0, 2));
    await wire.hears(AbortSignal.any([signal, AbortSignal.timeout(20)])).catch(() => {}); // nothing comes
  },

  async inTheMiddleOfAnIntroduction(wire) {
    wire.write(wire.packet('connectOpen', { name: 'test:///default', flags: 0 }).subarray(0, 30));
    return Promise.resolve();
  },

  async subscribed(wire, signal) {
    await wire.open(signal);
    for (const eventID of [DomainEventID.lifecycle, DomainEventID.reboot, DomainEventID.metadataChange]) {
      wire.send('connectDomainEventCallbackRegisterAny', { eventID, dom: null });
    }
    wire.send('connectNetworkEventRegisterAny', { eventID: 0, net: null });
    wire.send('domainSuspend', { dom: testDomain });
    wire.send('domainResume', { dom: testDomain });
    await wire.hears(signal);
  },

  async inTheMiddleOfAStream(wire, signal) {
    await wire.open(signal);
    for (let stream = 0; stream < 4; stream++) wire.send('domainScreenshot', { dom: testDomain, screen: 0, flags: 0 });
    await wire.hears(signal);
  },

  async beforeItsStreamBegins(wire, signal) {
    await wire.open(signal);
    wire.send('domainScreenshot', { dom: testDomain, screen: 0, flags: 0 });
  },

  async halfClosed(wire, signal) {
    await wire.open(signal);
    wire.send('domainGetInfo', { dom: testDomain });
    wire.socket.end();
    await wire.hears(signal);
  },

  async silent(wire, signal) {
    await wire.hears(AbortSignal.any([signal, AbortSignal.timeout(500)])).catch(() => {}); // nothing comes
  },

  async deaf(wire, signal) {
    await wire.open(signal);
    wire.socket.pause();
    wire.send('connectDomainEventCallbackRegisterAny', { eventID: DomainEventID.lifecycle, dom: null });
    for (let call = 0; call < 400; call++) wire.send('domainGetXMLDesc', { dom: testDomain, flags: 0 });
    await wire.hears(AbortSignal.any([signal, AbortSignal.timeout(300)])).catch(() => {}); // it hears nothing
  },

  async nonsensical(wire, signal) {
    await wire.open(signal);
    const packet = wire.packet('connectGetVersion', {});
    packet.writeUInt32BE(packetMax + 1, 0);
    wire.write(packet);
    await wire.hears(signal);
  },

  async wronglyEncoded(wire, signal) {
    await wire.open(signal);
    const packet = wire.packet('domainGetInfo', { dom: testDomain });
    packet.fill(0xff, 28);
    wire.write(packet);
    await wire.hears(signal);
  },
};
