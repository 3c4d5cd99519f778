import { parseDomain } from '@tsvirt/conf/domain';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { asGuest } from '../definition.js';
import { ensureNvram } from './nvram.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tsvirt-nvram-'));
  await writeFile(join(folder, 'template'), 'new');
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

function guest(template: string) {
  return asGuest(
    parseDomain(`<domain type='qemu'><name>web</name><uuid>5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03</uuid>
    <memory>1024</memory><currentMemory>1024</currentMemory><vcpu>1</vcpu><os><type arch='x86_64' machine='q35'>hvm</type>
    <loader type='pflash'>/fw/code.fd</loader><nvram template='${join(folder, template)}'>${join(folder, 'vars')}</nvram></os>
    <clock offset='utc'/><devices><emulator>/q</emulator></devices></domain>`),
  );
}
const variables = () => readFile(join(folder, 'vars'), 'utf8');

test('a guest gets the template once, and again only when asked for', async () => {
  await ensureNvram(guest('template'), { anew: false });
  expect(await variables()).toBe('new');
  await writeFile(join(folder, 'vars'), 'own');
  await ensureNvram(guest('template'), { anew: false });
  expect(await variables()).toBe('own');
  await ensureNvram(guest('template'), { anew: true });
  expect(await variables()).toBe('new');
});

test('a template that cannot be copied leaves nothing that a later start would take for variables', async () => {
  await expect(ensureNvram(guest('gone'), { anew: false })).rejects.toMatchObject({ code: 'SYSTEM_ERROR' });
  expect(await readdir(folder)).toEqual(['template']);
});
