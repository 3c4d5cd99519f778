import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testHost } from '@tsvirt/driver-test/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  cannotRunCli,
  inProcess,
  tsvirt,
  tsvirtBackground,
  tsvirtInShell,
  tsvirtJson,
  tsvirtOnTerminal,
} from './cli.js';
import { cannotRun } from './tsvirtd.js';
import { WorkspaceDaemon } from './workspace-daemon.js';

// Each call is a process of its own, and there are many in a test.
vi.setConfig({ testTimeout: 120_000 });

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tsvirt-objects-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, text: string | Uint8Array): Promise<string> {
  const where = path.join(folder, name);
  await mkdir(path.dirname(where), { recursive: true });
  await writeFile(where, text);
  return where;
}

const volume = (capacity: number) =>
  `<volume><name>data.img</name><capacity unit='MiB'>${capacity}</capacity></volume>`;

describe.skipIf(cannotRunCli !== undefined)(`a folder of documents ${cannotRunCli ?? ''}`, () => {
  test('is applied in the order in which its documents need each other, and unchanged the second time', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }] });
    const { stdout: web } = await tsvirt(['-c', host.uri, 'xml', 'web', '--inactive', '--json']);
    await file('domain/web.json', web);
    await file('snapshot/web/base.xml', `<domainsnapshot><name>base</name></domainsnapshot>`);
    await file('a-volume/volume/images/data.xml', volume(10));
    await file('pool.xml', `<pool type='dir'><name>images</name><target><path>/images</path></target></pool>`);
    await file('secret.xml', `<secret><usage type='ceph'><name>key</name></usage></secret>`);
    await file('filter.xml', `<filter name='clean'/>`);
    await file('.hidden/broken.xml', `<`);
    await file('README.md', 'not a document');
    const apply = ['-c', host.uri, 'apply', folder, '--start'];
    expect((await tsvirt([...apply, '--check'])).status).toBe(3);
    const applied = await tsvirt(apply);
    expect(applied).toMatchObject({ status: 0, stderr: '' });
    expect(applied.stdout.trim().split('\n')).toEqual([
      'filter/clean: created',
      'pool/images: created, started',
      'secret/key: created',
      'volume/images/data.img: created',
      'web: unchanged',
      'snapshot/web/base: created',
    ]);
    const again = await tsvirt([...apply, '--check']);
    expect(again.status, again.stdout).toBe(0);
    await file('a-volume/volume/images/data.xml', volume(20));
    const differing = await tsvirt([...apply, '--check']);
    expect(differing.status).toBe(3);
    expect(differing.stdout).toContain(
      'volume/images/data.img: differs, and would stay as it is\n  ~ capacity 10485760 -> 20971520\n',
    );
  });

  test('with a document that is broken is applied but for that one', async () => {
    await using host = await testHost({ domains: 0 });
    await file('a.xml', `<network>\n<name>x</nam></network>`);
    await file('b.xml', `<network><name>inner</name></network>`);
    await file('c.json', `{}`);
    const { status, stdout, stderr } = await tsvirt(['-c', host.uri, 'apply', folder]);
    expect(status).toBe(1);
    expect(stdout).toBe('network/inner: created\n');
    expect(stderr).toMatch(/^tsvirt: \S+a\.xml: .*line 2.*\(XML_DETAIL\)\ntsvirt: \S+c\.json: .*--kind.*\n$/);
  });

  test('is what export writes', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }, { name: 'a b', state: 'shutoff' }] });
    const exported = await tsvirt(['-c', host.uri, 'export', folder]);
    expect(exported).toMatchObject({ status: 0, stderr: '' });
    expect((await readdir(path.join(folder, 'domain'))).toSorted()).toEqual(['a b.xml', 'web.xml']);
    expect(await readFile(path.join(folder, 'domain', 'web.xml'), 'utf8')).not.toContain("<domain type='test' id=");
    const applied = await tsvirt(['-c', host.uri, 'apply', '--check', folder]);
    expect(applied.status, applied.stdout).toBe(0);
    await using other = await testHost({ domains: 0 });
    const created = await tsvirt(['-c', other.uri, 'apply', folder]);
    expect(created.stdout).toContain('web: created\n');
  });
});

describe.skipIf(cannotRunCli !== undefined)(`contents of volumes ${cannotRunCli ?? ''}`, () => {
  test('go from files to volumes to files, and over nothing that is there without --force', async () => {
    await using host = await testHost({ domains: 0 });
    const content = Buffer.from(Array.from({ length: 300_000 }, (_, at) => at % 251));
    const image = await file('image', content);
    const copy = (...args: string[]) => tsvirt(['-c', host.uri, 'copy', ...args]);
    expect(await tsvirtJson(['-c', host.uri, 'copy', image, 'volume/default-pool/one'])).toEqual({
      from: image,
      to: 'volume/default-pool/one',
      bytes: 300_000,
    });
    expect(await copy(image, 'volume/default-pool/one')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('--force overwrites'),
    });
    expect(await copy(image, 'volume/default-pool/one', '--force')).toMatchObject({ status: 0 });
    expect(await copy('volume/default-pool/one', 'volume/default-pool/two')).toMatchObject({ status: 0 });
    const back = path.join(folder, 'back');
    expect(await copy('volume/default-pool/two', back)).toMatchObject({ status: 0 });
    expect(content.equals(await readFile(back))).toBe(true);
    expect(await copy('volume/default-pool/two', back)).toMatchObject({ status: 1 });
    expect(await copy('volume/default-pool/gone', path.join(folder, 'none'))).toMatchObject({ status: 1 });
    expect(await copy(image, back)).toMatchObject({ status: 2 });
    expect((await readdir(folder)).toSorted()).toEqual(['back', 'image']);
  });
});

describe.skipIf(cannotRunCli !== undefined)(`points in time ${cannotRunCli ?? ''}`, () => {
  test('are taken, listed, gone back to and deleted', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }, { name: 'db' }] });
    const connected = ['-c', host.uri];
    expect((await tsvirt([...connected, 'snapshot', 'web', 'db', '--name', 'before'])).status).toBe(0);
    expect(await tsvirtJson([...connected, 'list', 'snapshots', 'web'])).toMatchObject([{ name: 'before' }]);
    await tsvirt([...connected, 'stop', '--now', 'web']);
    const reverted = await tsvirt([...connected, 'revert', 'snapshot/web/before']);
    expect(reverted.stdout).toBe('snapshot/web/before: reverted\n');
    expect(await tsvirtJson([...connected, 'list', '-m', 'w*'])).toMatchObject([{ name: 'web', state: 'running' }]);
    expect(await tsvirt([...connected, 'revert', 'web'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('snapshot/DOMAIN/NAME'),
    });
  });

  test('a domain that is saved goes on where it was', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }] });
    expect((await tsvirt(['-c', host.uri, 'save', 'web'])).stdout).toBe('web: saved\n');
    expect((await tsvirt(['-c', host.uri, 'save', 'web'])).stdout).toBe('web: is off already\n');
    expect((await tsvirt(['-c', host.uri, 'start', 'web'])).stdout).toBe('web: started\n');
  });
});

const why = cannotRunCli ?? cannotRun;
describe.skipIf(why !== undefined)(`migration between two daemons ${why ?? ''}`, () => {
  test('shows how far it is, is given up with ^C, and otherwise arrives', async () => {
    await using here = await WorkspaceDaemon.start();
    await using there = await WorkspaceDaemon.start();
    const driver = 'test:///default?complete=1';
    const [uri, to] = [here.uri(driver), there.uri(driver)];
    // A mock host goes with its last client.
    await using holder = tsvirtBackground(['-c', uri, 'events']);
    await using heard = tsvirtBackground(['-c', to, 'events']);
    await Promise.all([holder.saw('waiting for events'), heard.saw('waiting for events')]);
    const guest = `<domain type='test'><name>web</name><memory unit='MiB'>64</memory><os><type>hvm</type></os></domain>`;
    await tsvirt(['-c', uri, 'apply', '--start', await file('web.xml', guest)]);
    {
      await using moving = tsvirtBackground(['-c', uri, 'migrate', 'web', '--to', to, '--bandwidth', '1']);
      await heard.saw(/web started/);
      expect(await moving.stop('SIGINT')).toBe(130);
    }
    expect(await tsvirtJson(['-c', uri, 'list', '-m', 'web'])).toMatchObject([{ state: 'running' }]);
    {
      await using moving = tsvirtOnTerminal(['-c', uri, 'migrate', 'web', '--to', to, '--bandwidth', '16']);
      await moving.saw(/moving web \d+%, \S+ \S+ of 64 MiB/);
      await moving.saw('web: \x1b[32mmoved');
      await moving.saw('status=0');
    }
    expect(await tsvirtJson(['-c', to, 'list', '-m', 'web'])).toMatchObject([{ state: 'running' }]);
    expect(await tsvirtJson(['-c', uri, 'list', '-m', 'web'])).toEqual([]);
  });
});

describe.skipIf(cannotRunCli !== undefined)(`what scripts stand on ${cannotRunCli ?? ''}`, () => {
  test.each([
    [['list', '--state', 'runing'], /expected nostate, running/],
    [['list', 'secrets', '--active'], /neither active nor inactive/],
    [['list', 'volumes', '--state', 'x'], /have no states/],
    [['list', 'networks', 'default'], /unexpected argument 'default'/],
    [['list', 'snapshots'], /DOMAIN is missing/],
    [['list', '--sort', 'size'], /expected name, uuid/],
    [['console', 'test', '--escape', 'x'], /expected a key like/],
    [['events', 'test', '-e', 'networkLifecycle'], /no event of a domain/],
    [['migrate', 'test'], /--to is missing/],
  ])('%j is wrong use', async (args, line) => {
    expect(await tsvirt([...inProcess, ...args])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(line),
    });
  });

  test('the JSON of lists has the properties that the README names', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }] });
    const connected = ['-c', host.uri];
    const image = await file('image', 'x');
    await tsvirt([...connected, 'copy', image, 'volume/default-pool/one']);
    await tsvirt([...connected, 'snapshot', 'web']);
    await tsvirt([
      ...connected,
      'apply',
      await file('secret.xml', `<secret><usage type='ceph'><name>k</name></usage></secret>`),
    ]);
    await tsvirt([...connected, 'apply', await file('filter.xml', `<filter name='f'/>`)]);
    const readme = await readFile(new URL('../apps/cli/README.md', import.meta.url), 'utf8');
    const table = readme.slice(0, readme.indexOf('Lines of JSON:'));
    const rows = [...table.matchAll(/^\| `([a-z]+)` \| ((?:`[A-Za-z]+`(?:, )?)+) \|$/gm)];
    expect(rows).toHaveLength(11);
    for (const [, kind = '', properties = ''] of rows) {
      const owner = kind === 'snapshots' || kind === 'checkpoints' ? ['web'] : [];
      const items: unknown = await tsvirtJson([...connected, 'list', kind, ...owner]);
      const documented = properties.split(', ').map(word => word.replaceAll('`', ''));
      if (!Array.isArray(items)) throw new Error(`list ${kind} gave no list`);
      for (const item of items) expect(documented, kind).toEqual(expect.arrayContaining(Object.keys(item)));
    }
  });

  test('who reads the answer may stop early, and a full disk is one line', async () => {
    const full = await tsvirtInShell([...inProcess, 'list'], '> /dev/full');
    expect(full).toMatchObject({ status: 1, stderr: expect.stringMatching(/^tsvirt: cannot write the answer: .*\n$/) });
    const looks = [...inProcess, 'top', '--json', '-i', '0.1'];
    expect(await tsvirtInShell(looks, '| head -n 1')).toMatchObject({ status: 0, stderr: '' });
  });
});
