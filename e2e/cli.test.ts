import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testHost } from '@tsvirt/driver-test/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cannotRunCli, inProcess, tsvirt, tsvirtBackground, tsvirtJson, tsvirtOnTerminal } from './cli.js';
import { cannotRun } from './tsvirtd.js';
import { WorkspaceDaemon } from './workspace-daemon.js';

const hasTerminal = existsSync('/usr/bin/script');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tsvirt-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, text: string): Promise<string> {
  const where = path.join(folder, name);
  await writeFile(where, text);
  return where;
}

function guest(devices: string, rest = ''): string {
  return `<domain type='test'><name>web</name><memory unit='MiB'>512</memory>${rest}<os><type>hvm</type></os>
    <devices>${devices}</devices></domain>`;
}

const disk = (target: string) =>
  `<disk type='file'><source file='/images/${target}'/><target dev='${target}' bus='virtio'/></disk>`;

describe.skipIf(cannotRunCli !== undefined)(`tsvirt without a daemon ${cannotRunCli ?? ''}`, () => {
  test('lists domains as a table, and as JSON with the same', async () => {
    const { status, stdout } = await tsvirt([...inProcess, 'list']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ID {2}NAME {2}STATE +VCPUS +MEMORY +CPU TIME\n 1 {2}test {2}running +2 +2 GiB .*\n$/);
    expect(await tsvirtJson([...inProcess, 'list'])).toMatchObject([
      { name: 'test', id: 1, state: 'running', reason: 'unknown', vcpus: 2, memoryKiB: 2_097_152 },
    ]);
  });

  test.each([
    ['networks', [{ name: 'default', isActive: true, bridge: 'virbr0' }]],
    ['pools', [{ name: 'default-pool', state: 'running', capacity: 107_374_182_400 }]],
    ['interfaces', [{ name: 'eth1', mac: 'aa:bb:cc:dd:ee:ff', isActive: true }]],
    ['devices', [{ name: 'computer' }, { name: 'scsi_host1' }, { name: 'scsi_host2' }, { name: 'scsi_host11' }]],
    ['volumes', []],
  ])('lists %s', async (kind, items) => {
    expect(await tsvirtJson([...inProcess, 'list', kind])).toMatchObject(items);
  });

  test('a hypervisor that no package drives is told as that, not as a missing socket', async () => {
    const { status, stderr } = await tsvirt(['-c', 'nohypervisor:///default', 'list']);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^tsvirt: .*nohypervisor:\/\/\/default: no installed driver package opens it.*NO_CONNECT.*\n$/,
    );
  });

  test('lists choose, sort, and give names alone', async () => {
    expect(await tsvirtJson([...inProcess, 'list', '--inactive'])).toEqual([]);
    expect(await tsvirtJson([...inProcess, 'list', '--state', 'paused'])).toEqual([]);
    const { stdout } = await tsvirt([...inProcess, 'list', 'devices', '--sort=-name', '--names']);
    expect(stdout).toBe('scsi_host11\nscsi_host2\nscsi_host1\ncomputer\n');
  });

  test('help is told for the word as for the option', async () => {
    expect(await tsvirt(['help'])).toEqual(await tsvirt(['--help']));
    expect(await tsvirt(['help', 'list'])).toEqual(await tsvirt(['list', '--help']));
    expect((await tsvirt(['help', 'list'])).stdout).toContain('--inactive');
  });

  test('a page tells disks and addresses', async () => {
    expect(await tsvirtJson([...inProcess, 'info', 'test'])).toMatchObject({
      name: 'test',
      state: 'running',
      type: 'test',
      persistent: true,
      disks: [{ target: 'vda', source: '/guest/diskimage1' }],
      interfaces: [{ mac: 'aa:bb:cc:dd:ee:ff', source: 'default', addresses: ['192.168.122.3/24'] }],
      snapshots: [],
    });
    expect((await tsvirt([...inProcess, 'info', 'test'])).stdout).toMatch(/^State +running, id 1$/m);
  });

  test('documents come as XML and as JSON, which apply takes again', async () => {
    const { stdout: xml } = await tsvirt([...inProcess, 'xml', 'test', '--inactive']);
    expect(xml).toMatch(/^<domain type='test'/);
    const { stdout: json } = await tsvirt([...inProcess, 'xml', 'test', '--inactive', '--json']);
    expect(JSON.parse(json)).toMatchObject({ name: 'test', vcpu: { count: 2 } });
    const args = [...inProcess, 'apply', '--kind', 'domain', '-'];
    expect((await tsvirt(args, xml)).stdout).toBe('test: unchanged\n');
    expect((await tsvirt(args, json)).stdout).toBe('test: unchanged\n');
  });

  test('what is written to a file has no colours, whatever the terminal', async () => {
    expect((await tsvirt([...inProcess, 'list'])).stdout).not.toContain('\x1b');
  });

  test.each([
    [['list', 'nonsense'], 2, /no kind 'nonsense'/],
    [['bogus'], 2, /^tsvirt: there is no command 'bogus'; 'tsvirt --help' says how it goes\n$/],
    [['strat'], 2, /perhaps 'start'/],
    [['destroy', 'test'], 2, /perhaps 'stop --now'/],
    [['help', 'bogus'], 2, /there is no command 'bogus'/],
    [['info', 'network/default'], 2, /info is for domains, not for networks/],
    [['list', '--all', '--inactive'], 2, /--all shows both/],
    [['stop'], 2, /NAME is missing/],
    [['start', '--wait', 'never', 'x'], 2, /expected agent, ip/],
    [['info', 'nobody'], 1, /^tsvirt: Domain not found.*\(NO_DOMAIN\); 'tsvirt list' shows what there is\n$/],
    [['-r', 'stop', '--now', 'test'], 1, /\(OPERATION_DENIED\)/],
  ])('%j ends with %i and one line', async (args, status, line) => {
    const result = await tsvirt([...inProcess, ...args]);
    expect(result).toMatchObject({ status, stdout: '' });
    expect(result.stderr).toMatch(line);
  });

  test('errors are JSON where answers are', async () => {
    const { status, stderr } = await tsvirt([...inProcess, 'info', 'nobody', '--json']);
    expect(status).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'NO_DOMAIN', number: 42, domain: 'TEST' } });
  });

  test('help and version need no connection', async () => {
    expect((await tsvirt(['--help'])).stdout).toContain('Usage: tsvirt');
    expect((await tsvirt(['stop', '--help'])).stdout).toContain('Examples:');
    expect((await tsvirt(['--version'])).stdout).toMatch(/^tsvirt \d+\.\d+\.\d+\n$/);
  });

  test('what the README types works', async () => {
    const readme = await readFile(new URL('../apps/cli/README.md', import.meta.url), 'utf8');
    const lines = /^```sh\n([\s\S]*?)^```$/m.exec(readme)?.[1]?.trim().split('\n') ?? [];
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) {
      const [program, ...args] = line.split(' ');
      expect(program).toBe('tsvirt');
      const { status, stdout } = await tsvirt([...args, ...inProcess.slice(2)]);
      expect({ line, status: args[0] === 'doctor' ? 0 : status }).toEqual({ line, status: 0 });
      expect(stdout).toMatch(/\S/);
    }
  });

  test('the doctor looks at everything in bounded time, and each finding says what it is', async () => {
    const { stdout, status } = await tsvirt(['doctor', '--json']);
    expect([0, 1]).toContain(status);
    const findings: unknown = JSON.parse(stdout);
    expect(findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ check: 'node', subject: 'Node.js', verdict: 'works', text: process.version }),
        expect.objectContaining({ check: 'host', subject: 'KVM' }),
        expect.objectContaining({ check: 'daemons' }),
      ]),
    );
  });
});

describe.skipIf(cannotRunCli !== undefined)(`tsvirt and a host that stays ${cannotRunCli ?? ''}`, () => {
  test('starting and stopping what is so already is no error, and one failure leaves the others', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }, { name: 'db', state: 'shutoff' }] });
    const { status, stdout, stderr } = await tsvirt(['-c', host.uri, 'start', 'web', 'db', 'nobody']);
    expect(status).toBe(1);
    expect(stdout.split('\n').toSorted().join('\n').trim()).toBe('db: started\nweb: is active already');
    expect(stderr).toContain('NO_DOMAIN');
    expect((await tsvirt(['-c', host.uri, 'stop', 'db'])).stdout).toBe('db: stopped\n');
    expect((await tsvirt(['-c', host.uri, 'stop', 'db'])).stdout).toBe('db: is off already\n');
    expect((await tsvirt(['-c', host.uri, 'delete', 'web'])).stderr).toContain('use --force');
    expect((await tsvirt(['-c', host.uri, 'delete', '--force', 'web'])).stdout).toBe('web: deleted\n');
    expect(await tsvirtJson(['-c', host.uri, 'list'])).toMatchObject([{ name: 'db', state: 'shutoff' }]);
  });

  test('a guest that does not listen is cut off with --force, after its time', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }] });
    // The guest hears nothing: the call does not come back before the test is over.
    host.faults.add({ procedure: 'domainShutdownFlags', domain: 'web', hold: true });
    const args = ['-c', host.uri, 'stop', 'web', '--timeout', '0.2'];
    expect(await tsvirt(args)).toMatchObject({ status: 1, stderr: expect.stringContaining('OPERATION_TIMEOUT') });
    expect((await tsvirt([...args, '--force'])).stdout).toBe('web: power cut\n');
  });

  test('apply creates, changes a running guest, and finds nothing to do the second time', async () => {
    await using host = await testHost({ domains: 0 });
    const nic = `<interface type='network'><source network='default'/></interface>`;
    const first = await file('web.xml', guest(disk('vda') + nic));
    const connected = ['-c', host.uri, 'apply'];
    expect((await tsvirt([...connected, '--dry-run', first])).stdout).toBe('web: would be created\n');
    expect(await tsvirtJson(['-c', host.uri, 'list'])).toEqual([]);
    expect((await tsvirt([...connected, '--start', first])).stdout).toBe('web: created, started\n');
    expect((await tsvirt([...connected, '--start', first])).stdout).toBe('web: unchanged\n');
    const second = await file('web2.xml', guest(disk('vda') + disk('vdb') + nic, '<title>a title</title>'));
    expect((await tsvirt([...connected, '--dry-run', second])).stdout).toMatch(
      /^web: would be changed\n {2}\+ title a title\n {2}\+ devices\.disks\[vdb\]/,
    );
    expect(await tsvirtJson([...connected, second])).toMatchObject({
      name: 'web',
      result: 'changed',
      changes: expect.arrayContaining([{ kind: 'added', path: 'title', after: 'a title' }]),
      live: { done: ['+ disk vdb', '~ title'], later: [] },
    });
    expect((await tsvirt([...connected, second])).stdout).toBe('web: unchanged\n');
    const { stdout } = await tsvirt(['-c', host.uri, 'xml', 'web']);
    expect(stdout).toContain("<target dev='vdb'");
    expect((await tsvirt([...connected, first])).stdout).toMatch(/ - title a title[^]*at once: - disk vdb/);
    expect((await tsvirt(['-c', host.uri, 'xml', 'web'])).stdout).not.toContain("<target dev='vdb'");
  });

  test('apply takes networks, pools, volumes and snapshots', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }] });
    const connected = ['-c', host.uri, 'apply'];
    const twice = async (args: readonly string[]) => [
      (await tsvirt([...connected, ...args])).stdout,
      (await tsvirt([...connected, ...args])).stdout,
    ];
    const network = await file(
      'n.xml',
      `<network><name>inner</name><ip address='10.9.0.1' netmask='255.255.255.0'/></network>`,
    );
    expect(await twice(['--start', network])).toEqual([
      'network/inner: created, started\n',
      'network/inner: unchanged\n',
    ]);
    const pool = await file(
      'p.xml',
      `<pool type='dir'><name>images</name><target><path>/images</path></target></pool>`,
    );
    expect(await twice(['--start', pool])).toEqual(['pool/images: created, started\n', 'pool/images: unchanged\n']);
    const volume = await file('v.xml', `<volume><name>a.img</name><capacity unit='MiB'>10</capacity></volume>`);
    expect(await twice(['--pool', 'images', volume])).toEqual([
      'volume/images/a.img: created\n',
      'volume/images/a.img: unchanged\n',
    ]);
    expect((await tsvirt([...connected, volume])).status).toBe(2);
    const snapshot = await file('s.xml', `<domainsnapshot><name>before</name></domainsnapshot>`);
    expect(await twice(['--domain', 'web', snapshot])).toEqual([
      'snapshot/web/before: created\n',
      'snapshot/web/before: unchanged\n',
    ]);
    expect(await tsvirtJson(['-c', host.uri, 'list', 'snapshots', 'web'])).toMatchObject([
      { name: 'before', isCurrent: true },
    ]);
    expect((await tsvirt(['-c', host.uri, 'delete', 'snapshot/web/before', 'volume/images/a.img'])).status).toBe(0);
    const broken = await file('b.xml', `<network>\n<name>x</nam></network>`);
    expect(await tsvirt([...connected, broken])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/b\.xml: .*line 2/),
    });
  });

  test('events are lines of JSON, with objects by name', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }] });
    await using events = tsvirtBackground(['-c', host.uri, 'events', '--json', '-n', '1', '-e', 'domainLifecycle']);
    await events.saw('waiting for events');
    await (await host.connect()).domainLookupByName('web').then(domain => domain.suspend());
    expect(await events.ended).toBe(0);
    expect(JSON.parse(events.output.trim().split('\n').at(-1) ?? '')).toMatchObject({
      event: 'domainLifecycle',
      name: 'web',
      step: 'suspended',
      detail: 'paused',
    });
  });

  test('top measures two hundred domains, as lines of JSON for programs', async () => {
    await using host = await testHost({ domains: 200 });
    const { stdout, status } = await tsvirt(['-c', host.uri, 'top', '--json', '-n', '2', '-i', '0.1']);
    expect(status).toBe(0);
    const looks: unknown[] = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(looks).toHaveLength(2);
    expect(looks[1]).toMatchObject({ domains: expect.objectContaining({ length: 200 }) });
  });

  test.skipIf(!hasTerminal)('top draws over itself on a terminal, and q gives the terminal back', async () => {
    await using host = await testHost({ domains: 200 });
    await using top = tsvirtOnTerminal(['-c', host.uri, 'top', '-i', '0.1']);
    await top.saw(/200 running, 173 of them below {2}by cpu/);
    top.type('a');
    await top.saw(/by name/);
    top.type('q');
    await top.saw('status=0');
    expect(top.output).toContain('\x1b[?1049h');
    expect(top.output).toContain('\x1b[?1049l');
    // Thirty rows are drawn, never more.
    expect(top.output).not.toContain('domain-99 ');
  });

  test('^C ends what goes on', async () => {
    await using host = await testHost({ domains: 1 });
    await using events = tsvirtBackground(['-c', host.uri, 'events']);
    await events.saw('waiting for events');
    expect(await events.stop('SIGINT')).toBe(0);
  });
});

const why = cannotRunCli ?? cannotRun;
describe.skipIf(why !== undefined)(`tsvirt and tsvirtd ${why ?? ''}`, () => {
  test('events go on after the daemon was restarted, and the gap is told', async () => {
    await using daemon = await WorkspaceDaemon.start();
    const uri = daemon.uri('test:///default');
    await using events = tsvirtBackground(['-c', uri, 'events', '--json', '--reconnect']);
    const poke = async (wanted: RegExp) => {
      const heard = events.saw(wanted);
      let over = false;
      const end = () => void (over = true);
      heard.then(end, end);
      while (!over) {
        await tsvirt(['-c', uri, 'pause', 'test']);
        await tsvirt(['-c', uri, 'resume', 'test']);
      }
      await heard;
    };
    await poke(/"step":"suspended"/);
    await daemon.restart('SIGKILL');
    await events.saw(/"gap":\{"lostAt":"[^"]+","why":"[^"]+"\}/);
    await events.saw('the connection is restored');
    await poke(/"gap"[^]*"step":"suspended"/);
  });
});
