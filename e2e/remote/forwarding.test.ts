import { existsSync } from 'node:fs';
import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { connect } from '@tsvirt/core';
import { ConnectCloseReason, DomainEventType } from '@tsvirt/core/protocol';
import { openRemote } from '@tsvirt/driver-remote/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort, Libvirtd, noLibvirtd } from '../libvirtd.js';
import { run } from '../process.js';
import { cannotRun } from '../tsvirtd.js';
import { WorkspaceDaemon } from '../workspace-daemon.js';
import { noSshd, Sshd } from './sshd.js';

const built = fileURLToPath(new URL('../../packages/driver-remote/dist/index.js', import.meta.url));
const helper = fileURLToPath(new URL('../../packages/driver-remote/dist/ssh-helper.js', import.meta.url));
const cannot = cannotRun ?? (existsSync(built) ? undefined : 'the packages are not built');
const config = { aliases: new Map<string, string>(), defaultUri: undefined, mode: undefined, proxy: undefined };

const domainXml = "<domain type='test'><name>far</name><memory>65536</memory><os><type>hvm</type></os></domain>";

describe.skipIf(cannot !== undefined)(`a daemon in front of others ${cannot ?? ''}`, () => {
  let front: WorkspaceDaemon;
  let back: WorkspaceDaemon;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    front = await WorkspaceDaemon.start();
    back = await WorkspaceDaemon.start(['--listen', `127.0.0.1:${port}`]);
  });
  afterAll(async () => {
    await front?.[Symbol.asyncDispose]();
    await back?.[Symbol.asyncDispose]();
  });

  /** A URI by which the front is asked to open another. */
  const through = (inner: string, socket = 'libvirt-sock') =>
    `${front.uri('remote:///', socket)}&name=${encodeURIComponent(inner)}`;
  const virsh = (uri: string, ...args: string[]) => run('virsh', ['-c', uri, ...args], { anyStatus: true });
  const tcpUri = () => `test+tcp://127.0.0.1:${port}/default`;

  test('virsh works on another daemon’s domains', async () => {
    for (const inner of [back.uri('test:///default'), tcpUri()]) {
      const uri = through(inner);
      expect(await virsh(uri, 'list', '--all', '--name')).toMatchObject({ status: 0, stdout: 'test\n\n' });
      expect((await virsh(uri, 'version')).stdout).toContain('Using API: TEST');
      expect((await virsh(uri, 'dumpxml', 'test')).stdout).toContain('<name>test</name>');
      await using connection = await connect(uri);
      expect(await connection.call.connectGetURI({})).toEqual({ uri: inner });
    }
  });

  test('what fails there fails here in the same words', async () => {
    const [far, near] = [await virsh(through(tcpUri()), 'start', 'test'), await virsh(tcpUri(), 'start', 'test')];
    expect(far).toEqual(near);
    expect(far.stderr).toContain('already active');
    await using connection = await connect(through(tcpUri()));
    await expect(connection.call.domainLookupByName({ name: 'nobody' })).rejects.toMatchObject({
      code: 'NO_DOMAIN',
      domain: 'TEST',
    });
  });

  test('events of many kinds come through, of all objects and of one', async () => {
    await using watcher = await connect(through(tcpUri()));
    await using worker = await connect(tcpUri());
    const { dom: known } = await worker.call.domainLookupByName({ name: 'test' });
    await using all = await watcher.events('domainLifecycle');
    await using one = await watcher.events('domainLifecycle', { dom: known });
    await using pools = await watcher.events('storagePoolLifecycle');
    const { dom } = await worker.call.domainCreateXML({ xmlDesc: domainXml, flags: 0 });
    expect((await all.next()).value).toMatchObject({ dom, event: DomainEventType.started });
    await worker.call.domainSuspend({ dom: known });
    expect((await one.next()).value).toMatchObject({ dom: { name: 'test' }, event: DomainEventType.suspended });
    await worker.call.domainResume({ dom: known });
    await worker.call.domainDestroy({ dom });
    const { pool } = await worker.call.storagePoolLookupByName({ name: 'default-pool' });
    await worker.call.storagePoolDestroy({ pool });
    expect((await pools.next()).value).toMatchObject({ pool: { name: 'default-pool' } });
    await worker.call.storagePoolCreate({ pool, flags: 0 });
  });

  test('a stream comes through', async () => {
    await using connection = await connect(through(tcpUri()));
    const { dom } = await connection.call.domainLookupByName({ name: 'test' });
    const { stream } = await connection.callFully('domainScreenshot', { dom, screen: 0, flags: 0 });
    const parts: Uint8Array[] = [];
    for await (const chunk of stream ?? []) if (chunk.kind === 'data') parts.push(chunk.data);
    await stream?.finish();
    expect(Buffer.concat(parts).subarray(1, 4).toString()).toBe('PNG');
  });

  test('many calls at once keep their answers', async () => {
    await using connection = await connect(through(tcpUri()));
    const names = Array.from({ length: 100 }, (_, index) => `none-${index}`);
    const errors = await Promise.all(
      names.map(name =>
        connection.call.domainLookupByName({ name }).then(
          () => '',
          (reason: Error) => reason.message,
        ),
      ),
    );
    for (const [index, name] of names.entries()) expect(errors[index]).toContain(name);
  });

  test('a read-only client cannot have the daemon go elsewhere, nor anybody have it run a command', async () => {
    const readOnly = await virsh(through(tcpUri(), 'libvirt-sock-ro'), '-r', 'list');
    expect(readOnly.stderr).toContain('remote.conf does not allow read-only clients');
    const ext = await virsh(through('test+ext:///default?command=/bin/true'), 'list');
    expect(ext.stderr).toContain('remote.conf does not allow connections by ext');
    const ssh = await virsh(through('test+ssh://127.0.0.1/default?command=/bin/true'), 'list');
    expect(ssh.stderr).toContain("remote.conf does not allow the command '/bin/true'");
  });

  test('a URI that leads nowhere is refused as before', async () => {
    expect((await virsh(through('moon:///'), 'list')).stderr).toContain('no connection driver available for moon:///');
    expect((await virsh(through('esx://host/'), 'list')).stderr).toContain('no connection driver available');
    expect((await virsh(through('test+tcp://127.0.0.1:1/default'), 'list')).stderr).toContain('Connection refused');
  });

  test('a client hears that the daemon behind is gone', async () => {
    const brief = await WorkspaceDaemon.start();
    await using connection = await connect(through(brief.uri('test:///default')));
    await using feed = await connection.events('connectionClosed');
    await brief[Symbol.asyncDispose]();
    // A socket whose owner ends with something unread in it is reset instead of closed.
    expect([ConnectCloseReason.eof, ConnectCloseReason.error]).toContain((await feed.next()).value?.reason);
    await expect(connection.call.connectListAllDomains({ flags: 0 })).rejects.toMatchObject({ code: 'RPC' });
  });

  describe.skipIf(noSshd !== undefined)(`by ssh ${noSshd ?? ''}`, () => {
    let sshd: Sshd;

    beforeAll(async () => {
      // As where the package is installed: its program is in PATH.
      const folder = back.place.at('bin');
      await mkdir(folder);
      await writeFile(`${folder}/tsvirt-ssh-helper`, `#!/bin/sh\nexec "${process.execPath}" "${helper}" "$@"\n`, {
        mode: 0o755,
      });
      sshd = await Sshd.start(command => command, `${folder}:/usr/bin:/bin`);
    });
    afterAll(() => sshd?.[Symbol.asyncDispose]());

    const proxies = existsSync('/usr/bin/nc') ? ['auto', 'native', 'netcat'] : ['auto', 'native'];
    test.each(proxies)('to tsvirtd, proxy=%s', async proxy => {
      const uri = sshd.uri('test', '/default', { proxy, socket: back.place.socket() });
      await using connection = await openRemote(uri, { config });
      expect(await connection.call.connectGetType({})).toEqual({ type: 'TEST' });
    });

    test('virsh through the daemon in front', async () => {
      const uri = sshd.uri('test', '/default', { socket: back.place.socket() });
      expect(await virsh(through(uri), 'list', '--all', '--name')).toMatchObject({ status: 0, stdout: 'test\n\n' });
    });
  });

  describe.skipIf(noLibvirtd !== undefined)(`of the real libvirtd ${noLibvirtd ?? ''}`, () => {
    let libvirtd: Libvirtd;
    let uri: string;

    beforeAll(async () => {
      libvirtd = await Libvirtd.start({ conf: ['auth_unix_rw = "none"'] });
      uri = through(`qemu+unix:///system?socket=${libvirtd.socket()}`);
    });
    afterAll(() => libvirtd?.[Symbol.asyncDispose]());

    const ok = async (...args: string[]) => {
      const result = await virsh(uri, ...args);
      expect(result).toMatchObject({ status: 0 });
      return result.stdout;
    };

    test('volumes are uploaded and downloaded, with their holes', async () => {
      const folder = libvirtd.at('pool');
      await mkdir(folder);
      await ok('pool-create-as', 'far', 'dir', '--target', folder);
      const content = Buffer.alloc(3 << 20, 'tsvirt ');
      const [source, copy] = [libvirtd.at('source'), libvirtd.at('copy')];
      await writeFile(source, content);
      // A hole of 61 MiB behind the data, then a little more.
      await truncate(source, 64 << 20);
      for (const sparse of [[], ['--sparse']]) {
        await ok('vol-create-as', 'far', 'vol', '64MiB');
        await ok('vol-upload', 'vol', source, '--pool', 'far', ...sparse);
        expect((await readFile(`${folder}/vol`)).equals(await readFile(source))).toBe(true);
        await ok('vol-download', 'vol', copy, '--pool', 'far', ...sparse);
        expect((await readFile(copy)).equals(await readFile(source))).toBe(true);
        await ok('vol-delete', 'vol', '--pool', 'far');
      }
    });

    test('an upload that does not fit fails with the daemon’s words', async () => {
      await ok('vol-create-as', 'far', 'small', '4096');
      const missing = await virsh(uri, 'vol-download', 'nothing', libvirtd.at('none'), '--pool', 'far');
      expect(missing).toMatchObject({ status: 1 });
      expect(missing.stderr).toContain('nothing');
    });

    test('its capabilities and secrets come through', async () => {
      expect(await ok('capabilities')).toContain('<capabilities>');
      const xml = libvirtd.at('secret.xml');
      await writeFile(
        xml,
        "<secret ephemeral='no' private='no'><usage type='volume'><volume>/v</volume></usage></secret>",
      );
      const uuid = /[0-9a-f-]{36}/.exec(await ok('secret-define', xml))?.[0] ?? '';
      await ok('secret-set-value', uuid, Buffer.from('s3').toString('base64'));
      expect((await ok('secret-get-value', uuid)).trim()).toBe(Buffer.from('s3').toString('base64'));
    });
  });
});
