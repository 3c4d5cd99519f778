import { describe, expect, test } from 'vitest';
import { remoteTarget } from './target.js';

test.each([
  [
    'qemu+ssh://root@far:2222/system',
    { transport: 'ssh', host: 'far', port: 2222, user: 'root', inner: 'qemu:///system' },
  ],
  ['qemu://far/system', { transport: 'tls', host: 'far', inner: 'qemu:///system' }],
  ['qemu+tcp://[::1]:5000/session', { transport: 'tcp', host: '::1', port: 5000, inner: 'qemu:///session' }],
  ['test+unix:///default?socket=/x', { transport: 'unix', host: 'localhost', inner: 'test:///default' }],
  ['test+libssh2://far/default', { transport: 'ssh', inner: 'test:///default' }],
  ['lxc+ext:///?command=/bin/carry', { transport: 'ext', inner: 'lxc:///' }],
  ['qemu:///system', { transport: 'unix', inner: 'qemu:///system' }],
  ['remote://far/', { transport: 'tls', inner: '' }],
  ['', { transport: 'unix', host: 'localhost', inner: '' }],
])('%s', (uri, expected) => {
  expect(remoteTarget(uri)).toMatchObject(expected);
});

test('the transport’s parameters stay here, the hypervisor’s travel', () => {
  const target = remoteTarget('esx+tls://far/dc?No_Verify=1&auto_answer=1&pkipath=/p%20q&no_tty=0&x=a%26b');
  expect(target.inner).toBe('esx:///dc?auto_answer=1&x=a%26b');
  expect(target.parameters).toMatchObject({ no_verify: true, no_tty: false, pkipath: '/p q', keyfile: undefined });
});

test('what is to be opened can be said in so many words', () => {
  const name = 'test+tcp://further/default?socket=/x';
  expect(remoteTarget(`remote+ssh://far/?name=${encodeURIComponent(name)}`).inner).toBe(name);
});

describe('refused', () => {
  test.each([
    ['test+carrier-pigeon://far/', 'INVALID_ARG', 'carrier-pigeon'],
    ['test+unix://far/', 'INVALID_ARG', 'far'],
    ['test+ext:///', 'INVALID_ARG', 'command'],
    ['test+tls://far/?no_verify=yes', 'INVALID_ARG', 'no_verify'],
    ['test+tls://a b/', 'INTERNAL_ERROR', 'Unable to parse'],
  ])('%s', (uri, code, message) => {
    expect(() => remoteTarget(uri)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });
});
