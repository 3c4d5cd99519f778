import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CredentialSource } from './credentials.js';
import { parseKeyFile } from './key-file.js';

const document = `# libvirt's own example
[credentials-test]
authname=fred
password = 123 = 456
[credentials-defgrp]
username=defuser
password=defpw

[auth-libvirt-far.example]
credentials=test
[auth-libvirt-default]
credentials=defgrp
[auth-libvirt-broken]
credentials=gone
`;

let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credentials-'));
  env = { XDG_CONFIG_HOME: folder };
  await mkdir(join(folder, 'libvirt'));
  await writeFile(join(folder, 'libvirt', 'auth.conf'), document);
});
afterAll(() => rm(folder, { recursive: true }));

test('a host has its set of credentials, others have the default’s', async () => {
  const far = new CredentialSource('far.example', { env });
  expect(await far.need('authname')).toBe('fred');
  expect(await far.need('password')).toBe('123 = 456');
  expect(await far.find('realm')).toBeUndefined();
  expect(await new CredentialSource('another', { env }).need('password')).toBe('defpw');
});

test('what the file does not say is asked', async () => {
  const asked: string[] = [];
  const source = new CredentialSource('another', {
    env,
    ask: async ({ kind, host }) => {
      asked.push(`${kind} for ${host}`);
      return kind === 'authname' ? 'me' : undefined;
    },
  });
  expect(await source.need('authname')).toBe('me');
  expect(await source.need('password')).toBe('defpw');
  expect(asked).toEqual(['authname for another']);
});

test('a file that is named comes before the usual ones, and must be there', async () => {
  const file = join(folder, 'mine');
  await writeFile(file, '[credentials-x]\nauthname=mine\n[auth-libvirt-default]\ncredentials=x\n');
  expect(await new CredentialSource('far.example', { env, file }).need('authname')).toBe('mine');
  const named = { ...env, LIBVIRT_AUTH_FILE: join(folder, 'libvirt', 'auth.conf') };
  expect(await new CredentialSource('far.example', { env: named, file }).need('authname')).toBe('fred');
  const missing = new CredentialSource('far.example', { env, file: join(folder, 'none') });
  await expect(missing.find('authname')).rejects.toMatchObject({ code: 'SYSTEM_ERROR', message: /none/ });
});

test('a set that is missing is an error of the file, a name that nobody knows one of the login', async () => {
  await expect(new CredentialSource('broken', { env }).find('authname')).rejects.toMatchObject({ code: 'CONF_SYNTAX' });
  await expect(new CredentialSource('another', { env }).need('authname')).rejects.toMatchObject({
    code: 'AUTH_UNAVAILABLE',
  });
});

test('a line that is none is named by its number, and not quoted', () => {
  expect(() => parseKeyFile('[a]\nsecret words\n', 'auth.conf')).toThrow(/auth\.conf:2/);
  expect(() => parseKeyFile('[a]\nsecret words\n', 'auth.conf')).not.toThrow(/secret/);
  expect(() => parseKeyFile('a=b\n', 'auth.conf')).toThrow(/auth\.conf:1/);
});
