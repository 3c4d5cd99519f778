import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Background } from './process.js';
import { cannotRun } from './tsvirtd.js';
import { WorkspaceDaemon } from './workspace-daemon.js';

const driver = 'test:///default';

describe.skipIf(cannotRun !== undefined)(`virsh on test:///default (${cannotRun ?? 'all there'})`, () => {
  let daemon: WorkspaceDaemon;
  // The mock host lives as long as somebody is connected, as libvirt's does, so somebody is.
  let holder: Background;

  beforeAll(async () => {
    daemon = await WorkspaceDaemon.start();
    holder = new Background('virsh', ['-q', '-c', daemon.uri(driver)]);
    holder.type('uri\n');
    await holder.saw('test+unix');
  });
  afterAll(async () => {
    await holder.stop('SIGKILL');
    await daemon[Symbol.asyncDispose]();
  });

  test.each([
    ['uri', /^test\+unix:\/\/\/default\?/m],
    ['version', /Using API: TEST/],
    ['hostname', /\S/],
    ['nodeinfo', /CPU model: +i686/],
    ['capabilities', /<domain type='test'/],
    ['list --all', / 1 +test +running/],
    ['dominfo test', /UUID: +6695eb01-f6a4-8304-79aa-97f2502e193f/],
    ['domstate --reason test', /running \(unknown\)/],
    ['dumpxml test', /<name>test<\/name>/],
    ['net-list', /default +active +no +yes/],
    ['pool-list', /default-pool +active +no/],
    ['iface-list', /eth1 +active +aa:bb:cc:dd:ee:ff/],
    ['nodedev-dumpxml computer', /<name>computer<\/name>/],
  ])('%s', async (command, expected) => {
    expect(await daemon.ok(driver, ...command.split(' '))).toMatch(expected);
  });

  test('a domain lives its life, and every connection sees it', async () => {
    const file = daemon.at('web.xml');
    await writeFile(
      file,
      `<domain type='test'><name>web</name><memory>65536</memory><os><type>hvm</type></os></domain>`,
    );
    await using events = new Background('virsh', ['-c', daemon.uri(driver), 'event', '--loop', '--all']);
    // virsh says nothing once it has registered; a change that is repeated until it is seen tells that it has.
    for (let tries = 0; !events.output.includes('Suspended') && tries < 100; tries++) {
      await daemon.ok(driver, 'suspend', 'test');
      await daemon.ok(driver, 'resume', 'test');
    }
    for (const command of [
      'define',
      'start',
      'suspend',
      'resume',
      'reboot',
      'reset',
      'shutdown',
      'start',
      'destroy',
      'undefine',
    ]) {
      await daemon.ok(driver, command, command === 'define' ? file : 'web');
      const state = await daemon.virsh(driver, 'domstate', '--reason', 'web');
      expect(`${command}: ${state.stdout.trim()}`).toMatchSnapshot();
    }
    await events.saw('Undefined Removed');
    expect(events.output.split('\n').filter(line => line.includes("'web'"))).toMatchSnapshot();
  });

  test('autostart is remembered by persistent domains only', async () => {
    await daemon.ok(driver, 'autostart', 'test');
    expect(await daemon.ok(driver, 'dominfo', 'test')).toMatch(/Autostart: +enable/);
    await daemon.ok(driver, 'autostart', 'test', '--disable');
    expect(await daemon.ok(driver, 'dominfo', 'test')).toMatch(/Autostart: +disable/);
  });

  test('the read-only socket changes nothing', async () => {
    const uri = daemon.uri(driver, 'libvirt-sock-ro');
    await using virsh = new Background('virsh', ['-c', uri, 'destroy', 'test']);
    expect(await virsh.ended).toBe(1);
    expect(virsh.output).toMatch(/read only/);
    expect(await daemon.ok(driver, 'domstate', 'test')).toContain('running');
  });

  test('virt-admin sees servers and clients', async () => {
    await using idle = new Background('virsh', ['-c', daemon.uri(driver), 'event', '--loop', '--all']);
    const admin = (...args: string[]) =>
      new Background('virt-admin', [
        '-c',
        `libvirtd:///system?socket=${daemon.place.socket('libvirt-admin-sock')}`,
        ...args,
      ]);
    await using servers = admin('srv-list');
    expect(await servers.ended).toBe(0);
    expect(servers.output).toMatch(/libvirtd/);
    await using clients = admin('srv-clients-info', 'libvirtd');
    expect(await clients.ended).toBe(0);
    expect(clients.output).toMatch(/nclients_max +: \d+/);
    expect(idle.child.exitCode).toBeNull();
  });
});
