import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { ConfFile } from '@tsvirt/util/host';
import { describe, expect, test } from 'vitest';
import { readSettings } from './settings.js';

const read = (text: string) => readSettings(ConfFile.parse(text, 'tsvirtd.conf'));
const packaged = '/etc/libvirt/libvirtd.conf';

describe('the configuration', () => {
  test('without a file is the defaults that libvirtd.conf tells of', () => {
    expect(readSettings(undefined)).toMatchObject({
      unixSockets: { readOnlyMode: 0o777, readWriteMode: 0o700, adminMode: 0o700 },
      tcpAuth: undefined,
      listen: { tcp: false, tcpPort: '16509' },
      limits: {},
      adminLimits: { maxClients: 5, maxQueuedClients: 5 },
      log: { level: 'warning', filters: [] },
      warnings: [],
    });
  });

  test('takes limits, logging, identity and drivers', () => {
    const settings = read(`
      max_clients = 7
      max_client_requests = 3
      keepalive_interval = -1
      admin_max_clients = 2
      log_level = 1
      log_filters = "3:rpc 1:qemu"
      log_outputs = "2:file:/x.log"
      host_uuid = "6e2ed0c5-1111-4d4b-8a2b-0123456789ab"
      host_uuid_source = "machine-id"
      driver_packages = ["@me/driver-x"]
      driver_deny = ["@me/driver-y"]
      driver_path = "/opt/drivers"
      uri_default = "x:///system"
    `);
    expect(settings).toMatchObject({
      limits: { maxClients: 7, maxClientRequests: 3, keepaliveInterval: -1 },
      adminLimits: { maxClients: 2 },
      log: {
        level: 'debug',
        filters: [
          { level: 'warning', match: 'rpc' },
          { level: 'debug', match: 'qemu' },
        ],
      },
      hostUuid: '6e2ed0c5-1111-4d4b-8a2b-0123456789ab',
      hostUuidSource: 'machine-id',
      drivers: { packages: ['@me/driver-x'], folders: ['/opt/drivers'], allow: undefined, deny: ['@me/driver-y'] },
      defaultUri: 'x:///system',
      warnings: [],
    });
    expect(settings.log.outputs).toEqual([{ kind: 'file', level: 'info', path: '/x.log' }]);
  });

  test('warns once of each key that it does not know, and of what it cannot do', () => {
    expect(read('min_workers = 3\nmax_cleints = 3\naccess_drivers = [ "polkit" ]\n').warnings).toEqual([
      'tsvirtd.conf:3: access_drivers: access drivers are not supported: who may open a socket may use all of it',
      'tsvirtd.conf:2: unknown key max_cleints',
    ]);
  });

  test.each([
    ['max_clients = 0', "value for 'max_clients' parameter must be in range 1:4294967295"],
    ['max_clients = "7"', "expected an unsigned integer for 'max_clients'"],
    ['log_level = 9', "value for 'log_level' parameter must be in range 0:4"],
    ['log_filters = "nonsense"', "log_filters: Malformed format for filter 'nonsense'"],
    ['log_outputs = "3:pigeon"', "log_outputs: Invalid log destination 'pigeon'"],
    ['unix_sock_rw_perms = "rwx"', 'unix_sock_rw_perms is \'rwx\', expected octal permissions like "0770"'],
    ['unix_sock_dir = "relative"', "unix_sock_dir is 'relative', expected an absolute path"],
    ['auth_unix_ro = "polkit"', 'auth_unix_ro = "polkit" is not supported'],
    ['auth_tcp = "magic"', "auth_tcp is 'magic', expected none or sasl or polkit"],
    ['host_uuid = "00000000-0000-0000-0000-000000000000"', 'host_uuid'],
    ['driver_packages = "one"', 'driver_packages'],
  ])('%s is refused with file, line, key and what was expected', (text, named) => {
    expect(() => read(`# a comment\n${text}\n`)).toThrow(named);
    expect(() => read(`# a comment\n${text}\n`)).toThrow(/tsvirtd\.conf:2: /);
  });

  test.skipIf(!existsSync(packaged))('every key of the libvirtd.conf that comes with libvirt is known', async () => {
    const text = await readFile(packaged, 'utf8');
    const keys = [...text.matchAll(/^#?([a-z_]+) ?= ?(.+)$/gm)].map(([, key, value]) => `${key} = ${value}`);
    expect(keys.length).toBeGreaterThan(45);
    // The file's example of a host's UUID is one that it says will not do, and polkit is not there.
    const usable = keys.filter(line => !/^(?:host_uuid|auth_unix_r[ow]) =/.test(line)).join('\n');
    expect(read(usable).warnings.filter(line => line.includes('unknown'))).toEqual([]);
  });
});
