import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type TestHostOptions, testHost } from '../src/testing/index.js';

async function guest(options: TestHostOptions = {}) {
  const host = await testHost({ domains: [{ name: 'web', vcpus: 4 }], ...options });
  const connection = await host.connect();
  return { host, connection, web: await connection.domainLookupByName('web') };
}

describe('the agent of a guest', () => {
  test('tells of it', async () => {
    const { host: h, connection: c, web } = await guest();
    await using _host = h;
    await using _connection = c;
    const info = await web.getGuestInfo();
    expect(info).toMatchObject({ hostname: 'webhost', 'os.id': 'test', 'fs.count': 2, 'user.0.name': 'root' });
    expect(Object.keys(await web.getGuestInfo({ types: { hostname: true } }))).toEqual(['hostname']);
  });

  test('keeps keys', async () => {
    const { host: h, connection: c, web } = await guest();
    await using _host = h;
    await using _connection = c;
    await web.authorizedSSHKeysSet('root', ['a', 'b']);
    await web.authorizedSSHKeysSet('root', ['c', 'a'], { append: true });
    await web.authorizedSSHKeysSet('root', ['b'], { remove: true });
    expect(await web.authorizedSSHKeysGet('root')).toEqual(['a', 'c']);
  });

  test('takes vCPUs out of use', async () => {
    const { host: h, connection: c, web } = await guest();
    await using _host = h;
    await using _connection = c;
    await web.setGuestVcpus([2, 3], false);
    expect(await web.getGuestVcpus()).toEqual({ vcpus: [0, 1, 2, 3], online: [0, 1], offlinable: [1, 2, 3] });
    expect(await web.getVcpusFlags({ guest: true })).toBe(2);
    await expect(web.setGuestVcpus([0], false)).rejects.toMatchObject({ code: 'INVALID_ARG' });
    await web.setVcpu([3], false, { live: true });
    expect((await web.getInfo()).vcpus).toBe(3);
  });

  test('may be absent', async () => {
    const { host: h, connection: c, web } = await guest();
    await using host = h;
    await using _connection = c;
    host.behave('web', { agent: 'absent' });
    await expect(web.getGuestInfo()).rejects.toMatchObject({ code: 'AGENT_UNRESPONSIVE' });
    await expect(web.getTime()).rejects.toMatchObject({ code: 'AGENT_UNRESPONSIVE' });
    await expect(web.interfaceAddresses('agent')).rejects.toMatchObject({ code: 'AGENT_UNRESPONSIVE' });
    expect(await web.interfaceAddresses('lease')).toHaveLength(1);
    await web.agentSetResponseTimeout(5);
  });
});

describe('a console', () => {
  const xml = `<domain type='test'><name>web</name><memory>1048576</memory><os><type>hvm</type></os>
    <devices><console type='pty'/></devices></domain>`;

  async function until(stream: AsyncIterable<unknown>, wanted: string): Promise<string> {
    let text = '';
    for await (const chunk of stream) {
      if (typeof chunk === 'object' && chunk !== null && 'data' in chunk && chunk.data instanceof Uint8Array)
        text += Buffer.from(chunk.data).toString();
      if (text.includes(wanted)) break;
    }
    return text;
  }

  test('lets people log in', async () => {
    const { host: h, connection: c, web } = await guest({ domains: [{ xml }] });
    await using _host = h;
    await using _connection = c;
    const stream = await web.openConsole();
    const read = async (wanted: string): Promise<void> => {
      let text = '';
      while (!text.includes(wanted)) text += Buffer.from((await stream.recv()) ?? []).toString();
    };
    await read('login: ');
    await stream.send(Buffer.from('ann\r'));
    await read('Password: ');
    await stream.send(Buffer.from('secret\r'));
    await read('ann@webhost:~$ ');
    await stream.send(Buffer.from('echo hello\r'));
    await read('hello\r\n');
    await stream.finish();
  });

  test('says what a test wants, to one at a time', async () => {
    const { host: h, connection: c, web } = await guest({ domains: [{ xml }] });
    await using host = h;
    await using _connection = c;
    host.behave('web', { console: typed => (typed === '' ? 'booting\n' : typed.toUpperCase()) });
    const first = await web.openConsole();
    await expect(web.openConsole()).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
    const second = await web.openConsole({ force: true });
    await expect(until(first, 'never')).rejects.toMatchObject({ name: 'VirtError' });
    await second.send(Buffer.from('abc'));
    expect(await until(second, 'ABC')).toContain('booting\n');
    await expect(web.openChannel()).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
  });
});

describe('sleep', () => {
  test('lasts until somebody wakes the guest', async () => {
    const { host: h, connection: c, web } = await guest();
    await using host = h;
    await using _connection = c;
    const slept = host.events.next('domainPMSuspend', { domain: 'web' });
    await web.pmSuspendForDuration('mem');
    await slept;
    expect((await web.getState()).state).toBe('pmsuspended');
    await web.pmWakeup();
    expect((await web.getState()).state).toBe('running');
    await expect(web.pmWakeup()).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
  });
});

describe('saving', () => {
  test('is a job; aborted, the guest goes on', async () => {
    await using folder = await temporary();
    const { host: h, connection: c, web } = await guest({ jobs: 'timed' });
    await using host = h;
    await using _connection = c;
    const saving = web.save(folder.file).catch((reason: unknown) => reason);
    await host.jobOf('web');
    expect((await web.getState()).state).toBe('paused');
    await web.abortJob();
    expect(await saving).toMatchObject({ code: 'OPERATION_ABORTED' });
    expect((await web.getState()).state).toBe('running');
    const again = web.save(folder.file);
    await host.jobOf('web');
    const completed = host.events.next('domainJobCompleted', { domain: 'web' });
    host.clock.advance('1s');
    await again;
    expect((await completed).params.find(({ field }) => field === 'memory_total')?.value.value).toBe(1n << 30n);
    expect((await web.getState()).state).toBe('shutoff');
  });

  test('keeps a guest paused, and may change what is not its machine', async () => {
    await using folder = await temporary();
    const { host: h, connection, web } = await guest();
    await using _host = h;
    await using _connection = connection;
    const xml = await web.getXMLDesc({ migratable: true });
    await web.saveFlags(folder.file, { xml: xml.replace('/guest/web', '/other/web'), paused: true });
    await connection.domainRestore(folder.file);
    expect((await web.getState()).state).toBe('paused');
    expect(await web.getXMLDesc()).toContain('/other/web');
    const other = xml.replace(/<vcpu[^>]*>4/, '<vcpu>2');
    await expect(web.saveFlags(folder.file, { xml: other })).rejects.toMatchObject({ code: 'CONFIG_UNSUPPORTED' });
  });

  test('can be managed, and then is what the guest starts from', async () => {
    const { host: h, connection: c, web } = await guest();
    await using host = h;
    await using _connection = c;
    await web.attachDevice(`<disk type='file'><source file='/d'/><target dev='vdb' bus='virtio'/></disk>`);
    await web.managedSave();
    expect(await web.managedSaveGetXMLDesc()).toContain('vdb');
    const started = host.events.next('domainLifecycle', { when: ({ event }) => event === 2 });
    await web.create();
    expect((await started).detail).toBe(2);
    expect(await web.getXMLDesc()).toContain('vdb');
    expect(await web.hasManagedSaveImage()).toBe(false);
    await expect(web.managedSaveGetXMLDesc()).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
  });

  test('of memory alone is a dump, after which the guest goes on', async () => {
    await using folder = await temporary();
    const { host: h, connection: c, web } = await guest({ jobs: 'timed' });
    await using host = h;
    await using _connection = c;
    const dumping = web.coreDumpWithFormat(folder.file, 'kdumpZlib', { memoryOnly: true });
    await host.jobOf('web');
    expect((await web.getState()).reason).toBe('dump');
    host.clock.advance('1s');
    await dumping;
    expect((await web.getState()).state).toBe('running');
  });
});

test('a reset ends jobs, and those who wait for them hear of it', async () => {
  const { host: h, connection: c, web } = await guest({ jobs: 'timed' });
  await using host = h;
  await using _connection = c;
  const saving = web.managedSave().catch((reason: unknown) => reason);
  await host.jobOf('web');
  host.reset();
  expect(await saving).toMatchObject({ code: 'OPERATION_FAILED' });
  expect((await web.getState()).state).toBe('running');
});

test('guests start paused', async () => {
  const { host: h, connection: c, web } = await guest({ domains: [{ name: 'web', state: 'shutoff' }] });
  await using _host = h;
  await using _connection = c;
  await web.createWithFlags({ paused: true });
  expect((await web.getState()).state).toBe('paused');
});

async function temporary() {
  const folder = await mkdtemp(join(tmpdir(), 'tsvirt-'));
  return { file: join(folder, 'guest'), [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
