import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfFile } from '@tsvirt/util/host';
import { describe, expect, test } from 'vitest';
import { chooseLayout } from './layout.js';
import { parseOptions } from './options.js';
import { readSettings } from './settings.js';
import { groupId, planSockets } from './sockets.js';

function plan(argv: readonly string[], conf = '', privileged = true) {
  const options = parseOptions(argv);
  const layout = chooseLayout(options, { privileged, home: '/home/me', env: {} });
  const settings = readSettings(ConfFile.parse(conf, 'conf'));
  return planSockets({ layout, options, settings, activated: [], gid: undefined }).map(({ role, endpoint }) => [
    role,
    endpoint,
  ]);
}

describe('the sockets to open', () => {
  test('are three for the system, with libvirt names and permissions', () => {
    expect(plan([])).toEqual([
      ['main', { kind: 'unix', path: '/run/tsvirt/libvirt-sock', mode: 0o700 }],
      ['readOnly', { kind: 'unix', path: '/run/tsvirt/libvirt-sock-ro', mode: 0o777 }],
      ['admin', { kind: 'unix', path: '/run/tsvirt/libvirt-admin-sock', mode: 0o700 }],
    ]);
  });

  test('are no read-only one for a user', () => {
    expect(plan([], '', false).map(([role]) => role)).toEqual(['main', 'admin']);
  });

  test('are those of the service manager alone, when it hands some over', () => {
    const options = parseOptions(['--listen', '127.0.0.1:1']);
    const layout = chooseLayout(options, { privileged: true, home: '/', env: {} });
    const activated = [
      { fd: 3, role: 'main' as const },
      { fd: 4, role: 'tls' as const },
      { fd: 5, role: 'admin' as const },
    ];
    const planned = planSockets({ layout, options, settings: readSettings(undefined), activated, gid: undefined });
    expect(planned).toEqual([
      { role: 'main', endpoint: { kind: 'fd', fd: 3 } },
      { role: 'admin', endpoint: { kind: 'fd', fd: 5 } },
    ]);
  });

  test.each([['127.0.0.1:1'], ['127.9.9.9:1'], ['localhost:1'], ['[::1]:1']])('may be TCP at %s', address => {
    expect(plan(['--listen', address]).at(-1)).toMatchObject(['tcp', { kind: 'tcp', port: 1 }]);
  });

  test.each([['0.0.0.0:1'], ['[::]:1'], ['192.168.0.1:1'], ['example.org:1'], ['127.0.0.1.example.org:1']])(
    'are not TCP at %s unless the configuration says that nobody need prove who they are',
    address => {
      expect(() => plan(['--listen', address])).toThrow('auth_tcp = "none"');
      expect(plan(['--listen', address], 'auth_tcp = "none"').at(-1)?.[0]).toBe('tcp');
      expect(() => plan(['--listen', address], 'auth_tcp = "sasl"')).toThrow('not supported');
    },
  );

  test('follow listen_tcp when --listen asks for it, as libvirtd does', () => {
    const conf = 'listen_tcp = 1\nlisten_addr = "::1"\ntcp_port = "1234"';
    expect(plan([], conf).map(([role]) => role)).not.toContain('tcp');
    expect(plan(['--listen'], conf).at(-1)).toEqual(['tcp', { kind: 'tcp', host: '::1', port: 1234 }]);
    expect(() => plan(['-l'], 'listen_tcp = 1')).toThrow('auth_tcp = "none"');
  });
});

test('a group is named or numbered', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tsvirtd-group-'));
  const file = join(folder, 'group');
  await writeFile(file, 'root:x:0:\nlibvirt:x:117:me,you\nbroken\n');
  expect(await groupId('libvirt', 'x.conf:1', file)).toBe(117);
  expect(await groupId('42', 'x.conf:1', file)).toBe(42);
  await expect(groupId('nobody-here', 'x.conf:1', file)).rejects.toMatchObject({
    exitCode: 7,
    message: expect.stringMatching(/^x\.conf:1: unix_sock_group is 'nobody-here'/),
  });
  await rm(folder, { recursive: true });
});
