import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from './run.js';

const network = `<network><name>n</name><bridge name='virbr0' stpp='on'/></network>`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tsvirt-xml-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function file(name: string, text: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

async function xml(argv: readonly string[], stdin = '') {
  let [out, err] = ['', ''];
  const status = await run(argv, {
    stdin: Readable.from(stdin === '' ? [] : [Buffer.from(stdin)]),
    out: text => void (out += text),
    err: text => void (err += text),
  });
  return { status, out, err };
}

describe('check', () => {
  test('names parts that would be ignored with place and likely name, and refuses them with --strict', async () => {
    const warning = '-:1:46: warning: /network/bridge/@stpp is unknown and would be ignored';
    const { status, err } = await xml(['check'], network);
    expect(status).toBe(0);
    expect(err).toContain(`${warning}, perhaps 'stp' was meant`);
    const strict = await xml(['check', '--strict'], network);
    expect(strict.status).toBe(1);
    expect(strict.err).toContain('-:1:46: error: 1 unknown part would be ignored');
  });

  test('says where a value is wrong, and goes on to the next file', async () => {
    const bad = await file('bad.xml', `<network>\n<name>n</name>\n<forward mode='natt'/></network>`);
    const good = await file('good.xml', '<network><name>n</name></network>');
    const { status, out, err } = await xml(['check', '--json', bad, good, join(folder, 'none.xml')]);
    expect({ status, err }).toEqual({ status: 1, err: '' });
    const [first, second, third] = out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(first).toMatchObject({ file: bad, ok: false, line: 3, column: 10 });
    expect(first.message).toContain("perhaps 'nat'");
    expect(second).toEqual({ file: good, kind: 'network', ok: true });
    expect(third).toMatchObject({ ok: false, code: 'SYSTEM_ERROR' });
  });

  test('says where elements contradict each other', async () => {
    const xmlOf = (dev: string) => `<disk type='file'><source file='/a'/><target dev='${dev}'/></disk>`;
    const guest = `<domain type='kvm'><name>x</name><memory>64</memory><os><type arch='x86_64'>hvm</type></os>\n<devices>\n`;
    const { status, err } = await xml(['check'], `${guest}${xmlOf('vda')}\n${xmlOf('vda')}</devices></domain>`);
    expect(status).toBe(1);
    expect(err).toMatch(/^-:4:46: error: .*target 'vda' duplicated/);
    expect((await xml(['check', '--json'], `<network><name>n</name>\n<forward mode='nat'/></network>`)).out).toContain(
      '"line":2,"column":10',
    );
  });

  test('gives the place of text that is not well-formed', async () => {
    const { status, err } = await xml(['check'], '<network>\n  <name>n</nam></network>');
    expect(status).toBe(1);
    expect(err).toMatch(/^-:2:\d+: error: /);
  });

  test('knows kinds by root element, and says which there are', async () => {
    expect((await xml(['check', '--json'], '<netwerk/>')).out).toContain("perhaps 'network'");
    expect((await xml(['check', '--kind', 'network'], '<domain/>')).status).toBe(1);
  });

  test('keeps control characters of documents from the terminal', async () => {
    const { err } = await xml(['check'], `<network><name>n</name><forward mode='\u009b31m'/></network>`);
    expect(err).toContain("'?31m'");
  });
});

test('format and json lead to each other', async () => {
  const json = await xml(['json'], network);
  expect(JSON.parse(json.out)).toMatchObject({ name: 'n', bridge: { name: 'virbr0' } });
  const back = await xml(['format', '--kind', 'network'], json.out);
  expect(back).toMatchObject({
    status: 0,
    out: "<network>\n  <name>n</name>\n  <bridge name='virbr0'/>\n</network>\n",
  });
});

test('JSON has to be UTF-8', async () => {
  const bytes = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff]), Buffer.from('"}')]);
  const { status, err } = await xml(['check', '--kind', 'network', await file('latin.json', bytes)], '');
  expect(status).toBe(1);
  expect(err).toContain('latin.json:1:1: error: ');
});

test('secrets are shown with --secure only', async () => {
  const domain = `<domain type='kvm'><name>x</name><os><type>hvm</type></os><devices>
    <graphics type='vnc' passwd='opensesame'/></devices></domain>`;
  for (const command of ['format', 'json']) {
    expect((await xml([command], domain)).out).not.toContain('opensesame');
    expect((await xml([command, '--secure'], domain)).out).toContain('opensesame');
  }
  const one = await file('one.xml', domain);
  const other = await file('other.xml', domain.replace('opensesame', 'swordfish'));
  const hidden = await xml(['diff', one, other]);
  expect(JSON.parse(hidden.out)).toEqual({
    kind: 'changed',
    path: 'devices.graphics[vnc].kind.passwd',
    onlyDefault: false,
  });
  expect((await xml(['diff', '--secure', one, other])).out).toContain('swordfish');
});

test('diff has status 1 when something differs, and a line for each change', async () => {
  const one = await file('a.xml', '<network><name>n</name></network>');
  const other = await file('b.xml', '<network><name>m</name></network>');
  expect(await xml(['diff', one, one])).toEqual({ status: 0, out: '', err: '' });
  const { status, out } = await xml(['diff', one, other]);
  expect(status).toBe(1);
  expect(JSON.parse(out)).toEqual({ kind: 'changed', path: 'name', before: 'n', after: 'm', onlyDefault: false });
});

test('wrong use has status 2 and says how it goes', async () => {
  for (const argv of [
    [],
    ['chek'],
    ['diff', 'a'],
    ['check', '--kind', 'x'],
    ['check', '--bogus'],
    ['schema'],
    ['diff', '-', '-'],
  ]) {
    const { status, err } = await xml(argv);
    expect(status).toBe(2);
    expect(err).toContain('usage: tsvirt-xml');
  }
  expect((await xml(['--help'])).status).toBe(0);
});

test('schema writes the JSON Schema of a kind', async () => {
  const { out } = await xml(['schema', '--kind', 'secret']);
  expect(JSON.parse(out)).toMatchObject({ title: 'secret' });
});
