import { describe, expect, test } from 'vitest';
import {
  decodeEvent,
  DomainEventID,
  encodeEvent,
  type EventEntry,
  type EventForm,
  type EventName,
  eventCatalogue,
  eventMessage,
  eventName,
  eventObject,
  eventOf,
  patchCallbackId,
  qemu,
  remote,
  XdrReader,
} from './index.js';

const entries: readonly [string, EventEntry][] = Object.entries(eventCatalogue);
const dom = { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };

describe('every event', () => {
  test.each(entries)('%s has messages of its own object and number', (name, entry) => {
    for (const form of ['callback', 'legacy'] as const satisfies EventForm[]) {
      const message = eventMessage(nameOf(name), form);
      expect(message?.name).toBe(form === 'callback' ? entry.callback : entry.legacy);
      if (message === undefined) continue;
      expect(message.spec.event.object).toBe(entry.object);
      expect(message.spec.event.id).toBe(entry.id);
      expect(message.spec.event.perCallback).toBe(form === 'callback');
      expect(eventOf(message)).toEqual({ name, form });
    }
    if (entry.id !== undefined) expect(eventName(entry.object, entry.id)).toBe(name);
  });

  test('message of the programs belongs to one of them', () => {
    const carried = entries.flatMap(([, entry]) =>
      [entry.callback, entry.legacy].filter(message => message !== undefined),
    );
    expect(carried.sort()).toEqual([...Object.keys(remote.events), ...Object.keys(qemu.events)].sort());
  });

  test('number of the domain events has a name', () => {
    for (const id of Object.values(DomainEventID)) expect(eventName('domain', id)).toBeDefined();
    expect(eventName('domain', 99)).toBeUndefined();
  });
});

test('the object of an event is told by its uuid, a device by its name', () => {
  const { uuid } = dom;
  expect(eventObject({ dom, dev: 'vda', path: null, threshold: 1n, excess: 0n })).toBe(uuid);
  expect(eventObject({ net: { name: 'default', uuid }, event: 0, detail: 0 })).toBe(uuid);
  expect(eventObject({ pool: { name: 'default', uuid } })).toBe(uuid);
  expect(eventObject({ secret: { uuid, usageType: 0, usageID: '' } })).toBe(uuid);
  expect(eventObject({ dev: { name: 'net_lo' } })).toBe('net_lo');
  expect(eventObject({ reason: 0 })).toBeUndefined();
});

describe('bytes of an event', () => {
  test('are those of its message, for each subscriber with the id in front', () => {
    const body = encodeEvent('domainLifecycle', 'callback', { dom, event: 2, detail: 0 });
    const mine = patchCallbackId(body, 7);
    expect(eventMessage('domainLifecycle', 'callback')?.decode(new XdrReader(mine))).toEqual({
      callbackID: 7,
      msg: { dom, event: 2, detail: 0 },
    });
    expect(body.readInt32BE(0)).toBe(0);
  });

  test('leave the reason of a suspended guest out of the legacy form', () => {
    const legacy = encodeEvent('domainPMSuspend', 'legacy', { dom, reason: 3 });
    expect(eventMessage('domainPMSuspend', 'legacy')?.decode(new XdrReader(legacy))).toEqual({ dom });
    expect(decodeEvent('domainPMSuspend', 'legacy', new XdrReader(legacy))).toEqual({
      name: 'domainPMSuspend',
      payload: { dom, reason: 0 },
      callbackID: undefined,
    });
    const body = encodeEvent('domainPMSuspend', 'callback', { dom, reason: 3 });
    expect(eventMessage('domainPMSuspend', 'callback')?.decode(new XdrReader(body))).toEqual({
      callbackID: 0,
      reason: 3,
      msg: { dom },
    });
  });

  test('read back as they were emitted', () => {
    const payload = { dom, event: 'STOP', seconds: 5n, micros: 6, details: null };
    const body = patchCallbackId(encodeEvent('monitor', 'callback', payload), 2);
    expect(decodeEvent('monitor', 'callback', new XdrReader(body))).toEqual({
      name: 'monitor',
      payload,
      callbackID: 2,
    });
  });

  test('of a form that an event lacks are a mistake of the caller', () => {
    expect(() => encodeEvent('monitor', 'legacy', { dom, event: '', seconds: 0n, micros: 0, details: null })).toThrow(
      'no legacy form',
    );
  });
});

function nameOf(name: string): EventName {
  if (!(name in eventCatalogue)) throw new Error(name);
  return Object.keys(eventCatalogue).find((key): key is EventName => key === name) ?? 'monitor';
}
