import { VirtError } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import { type DocumentName, formatDocument, fromJson, parseDocument, toJson } from '../index.js';

/** A guest's JSON, with other parts. */
function guest(parts: object, devices: object = {}): object {
  return { type: 'kvm', name: 'web', memory: { sizeKiB: '65536' }, os: { type: { type: 'hvm' } }, devices, ...parts };
}

function refusal(kind: DocumentName, json: object): VirtError {
  try {
    fromJson(kind, json);
  } catch (reason) {
    if (VirtError.is(reason)) return reason;
    throw reason;
  }
  throw new Error('nothing was refused');
}

describe('what a document is refused for while it is read, JSON is refused for as well', () => {
  const user = { source: { type: 'user' } };
  test.each([
    [
      'a feature twice',
      guest({ cpu: { model: { name: 'x' }, features: [{ name: 'a' }, { name: 'a' }] } }),
      ['XML_ERROR', 'CPU', 'cpu'],
    ],
    [
      'a partial ccw address',
      guest({}, { interfaces: [{ ...user, address: { type: 'ccw', ssid: 1 } }] }),
      ['INTERNAL_ERROR', 'DEVICE', 'devices.interfaces[0].address'],
    ],
    [
      'a bus without addresses',
      guest({}, { sounds: [{ model: 'ac97', address: { type: 'virtio-s390' } }] }),
      ['XML_ERROR', 'DOMAIN', 'devices.sounds[0].address'],
    ],
    [
      'a long loadparm',
      guest({}, { interfaces: [{ ...user, boot: { order: 1, loadparm: '123456789' } }] }),
      ['INTERNAL_ERROR', 'DOMAIN', 'devices.interfaces[0].boot'],
    ],
    [
      'no count of spinlock retries',
      guest({ features: { hyperv: { spinlocks: { state: true } } } }),
      ['XML_ERROR', 'XML', 'features.hyperv.spinlocks'],
    ],
  ] as const)('%s', (_what, json, [code, domain, path]) => {
    const error = refusal('domain', json);
    expect([error.code, error.domain, error.detail?.split(':')[0]]).toEqual([code, domain, path]);
  });
});

test('what reading a document puts right, reading JSON puts right', () => {
  const json = guest(
    { features: { smm: { state: false, tsegKiB: '2048' } } },
    {
      interfaces: [{ source: { type: 'user' }, boot: { order: 1, loadparm: 'abc' }, address: { type: 'pci', bus: 1 } }],
      memballoon: { model: 'none', address: { type: 'pci', bus: 1 } },
    },
  );
  const value = fromJson('domain', json);
  expect(value.features?.smm).toEqual({ state: false });
  expect(value.devices.interfaces[0]).toMatchObject({
    boot: { loadparm: 'ABC' },
    address: { type: 'pci', domain: 0, bus: 1, slot: 0, function: 0 },
  });
  expect(value.devices.memballoon).toEqual({ model: 'none' });
  // As a document with the same parts is read.
  expect(parseDocument(formatDocument('domain', value), { kind: 'domain' }).value).toMatchObject(value);
  expect(fromJson('domain', toJson('domain', value))).toEqual(value);
});
