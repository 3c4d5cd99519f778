import { expect, test } from 'vitest';
import { completeStoragePool, sanitizePath } from './complete-pool.js';
import { completeStorageVolume } from './complete-volume.js';
import { parseStoragePool } from './pool-document.js';
import { validateStoragePool } from './validate-pool.js';
import { parseStorageVolume } from './volume-document.js';

test('a logical pool is named, formatted and placed after its volume group', () => {
  const xml = "<pool type='logical'><source><device path='/dev/sdb'/><name>vg</name></source></pool>";
  const pool = completeStoragePool(parseStoragePool(xml));
  expect(pool).toMatchObject({ name: 'vg', source: { format: 'lvm2' }, target: { path: '/dev/vg' } });
});

test.each([
  ["<pool type='dir'><name>p</name></pool>", 'XML_ERROR'],
  ["<pool type='fs'><name>p</name><target><path>/p</path></target></pool>", 'XML_ERROR'],
  [
    "<pool type='disk'><name>p</name><source><device path='/d'/><format type='raid'/></source></pool>",
    'CONFIG_UNSUPPORTED',
  ],
])('%s is refused', (xml, code) => {
  expect(() => validateStoragePool(parseStoragePool(xml))).toThrow(
    expect.objectContaining({ code, domain: 'STORAGE' }),
  );
});

test('slashes that say nothing are dropped from paths', () => {
  expect(['/a//b/', '/', '//a', '///a'].map(sanitizePath)).toEqual(['/a/b', '/', '//a', '/a']);
});

test('features of an image imply the version that has them', () => {
  const xml = `<volume><name>v</name><capacity unit='M'>1</capacity>
    <target><format type='qcow2'/><features><lazy_refcounts/></features></target></volume>`;
  const volume = completeStorageVolume(parseStorageVolume(xml), 'dir');
  expect(volume).toMatchObject({ capacity: 1048576n, allocation: 1048576n, target: { compat: '1.1' } });
});
