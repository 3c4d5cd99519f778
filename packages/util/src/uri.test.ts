import { expect, test } from 'vitest';
import { formatParameters, VirUri } from './uri.js';

// Input, and what virURIFormat of libvirt 9.0 made of virURIParse's result.
test.each([
  ['qemu:///system', 'qemu:///system'],
  [
    'qemu+ssh://root@example.com:22/system?no_tty=1&keyfile=/a%20b',
    'qemu+ssh://root@example.com:22/system?no_tty=1&keyfile=/a%20b',
  ],
  ['test:///path%20x', 'test:///path%20x'],
  ['qemu+tcp://[::1]:16509/system', 'qemu+tcp://[::1]:16509/system'],
  ['qemu+tls://u%40x@h/system', 'qemu+tls://u%40x@h/system'],
  ['esx://h.ex?no_verify=1', 'esx://h.ex?no_verify=1'],
  ['xen', '//xen'],
  ['', '//'],
  ['qemu:/system', 'qemu:///system'],
  ['qemu:', 'qemu://'],
  ['a:b', 'a://b'],
  ['lxc:///', 'lxc:///'],
  ['vpx://h/dc/cl%20x/h?a;b=c', 'vpx://h/dc/cl%20x/h?a;b=c'],
  ['http://a/b#frag', 'http://a/b#frag'],
  ['//h/p', '//h/p'],
  ['qemu://[fe80::1%25eth0]/s', 'qemu://[fe80::1%eth0]/s'],
  ['qemu://u:p@h/s', 'qemu://u:p@h/s'],
  ['QEMU:///system', 'QEMU:///system'],
  ['qemu://h', 'qemu://h'],
  ['qemu://h/', 'qemu://h/'],
  ['qemu://h:0/s', 'qemu://h/s'],
  ['qemu://h:70000/s', 'qemu://h:70000/s'],
  ['test:///a/../b', 'test:///a/../b'],
])('%j is written %j', (text, written) => {
  expect(VirUri.parse(text).toString()).toBe(written);
});

test.each([
  'qemu://h:abc/s',
  'qemu:///sys tem',
  'test:///%zz',
  'a b',
  'qemu:///ü',
  'test:///%',
  'qemu://[::1/x',
  'x'.repeat(70_000),
])('%.30j is not a URI', text => {
  expect(() => VirUri.parse(text)).toThrow(expect.objectContaining({ code: 'INTERNAL_ERROR', domain: 'URI' }));
});

test('the parts are decoded', () => {
  expect(VirUri.parse('qemu+ssh://u%40x@[fe80::1%25eth0]:22/a%20b?x=%C3%BC#f')).toMatchObject({
    scheme: 'qemu+ssh',
    driver: 'qemu',
    transport: 'ssh',
    user: 'u@x',
    host: 'fe80::1%eth0',
    port: 22,
    path: '/a b',
    parameters: [{ name: 'x', value: 'ü' }],
    fragment: 'f',
  });
});

test('a scheme without a transport has none, a host that is not there is undefined', () => {
  expect(VirUri.parse('test:///default')).toMatchObject({
    driver: 'test',
    transport: undefined,
    host: undefined,
    path: '/default',
  });
});

test.each([
  [
    'socket=/x&&y=',
    [
      ['socket', '/x'],
      ['y', ''],
    ],
  ],
  [
    'a;b=c',
    [
      ['a', ''],
      ['b', 'c'],
    ],
  ],
  ['=x', []],
  ['a=b%26c', [['a', 'b&c']]],
  ['a=%20+x', [['a', ' +x']]],
  [
    'A=1;B=2',
    [
      ['A', '1'],
      ['B', '2'],
    ],
  ],
])('the parameters of ?%s', (query, pairs) => {
  expect(VirUri.parse(`qemu:///system?${query}`).parameters).toEqual(pairs.map(([name, value]) => ({ name, value })));
});

test('parameters are encoded as virURIFormatParams does', () => {
  expect(
    formatParameters([
      { name: 'keyfile', value: '/a b' },
      { name: 'x', value: '+' },
    ]),
  ).toBe('keyfile=%2Fa%20b&x=%2B');
  expect(formatParameters([])).toBeUndefined();
});

test('with() replaces parts and keeps the others', () => {
  const uri = VirUri.parse('qemu+ssh://root@h/system?socket=/s&mode=direct');
  const local = uri.with({ scheme: 'qemu', host: undefined, user: undefined, parameters: uri.parameters.slice(1) });
  expect(local.toString()).toBe('qemu:///system?mode=direct');
  expect(local.parameter('mode')).toBe('direct');
  expect(local.parameter('socket')).toBeUndefined();
});
