import { expect, test } from 'vitest';
import { remoteTarget } from '../target/target.js';
import { sshArguments } from './arguments.js';

const line = (uri: string) => sshArguments(remoteTarget(uri), 'COMMAND');
const usual = ['-T', '-e', 'none'];

// As libvirt's own client starts ssh for the same URIs.
test.each([
  ['qemu+ssh://far/system', [...usual, '--', 'far', 'COMMAND']],
  ['qemu+ssh://joe@far:2222/system', ['-p', '2222', '-l', 'joe', ...usual, '--', 'far', 'COMMAND']],
  [
    'qemu+ssh://far/system?no_tty=1&no_verify=1&keyfile=/k%20y',
    ['-i', '/k y', ...usual, '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=no', '--', 'far', 'COMMAND'],
  ],
  ['qemu+ssh:///system', [...usual, '--', 'localhost', 'COMMAND']],
])('%s', (uri, expected) => {
  expect(line(uri)).toEqual(expected);
});

test('what libvirt asks of its own ssh clients is asked of the system’s', () => {
  const options = line(
    'qemu+libssh://far/system?known_hosts=/k&known_hosts_verify=auto&sshauth=privkey,agent,password',
  );
  expect(options).toContain('UserKnownHostsFile=/k');
  expect(options).toContain('StrictHostKeyChecking=accept-new');
  expect(options).toContain('PreferredAuthentications=publickey,password');
});

test.each([
  'qemu+ssh://far/system?known_hosts_verify=perhaps',
  'qemu+ssh://far/system?sshauth=charm',
  'qemu+ssh://-oProxyCommand=x/system',
  'qemu+ssh://-l@far/system',
  'qemu+ssh://a%20b/system',
])('%s is refused', uri => {
  expect(() => line(uri)).toThrow(expect.objectContaining({ code: 'INVALID_ARG' }));
});
