import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenRequest } from '@tsvirt/core/contract';
import { VirUri } from '@tsvirt/util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { remoteTarget } from '../target/target.js';
import { checkForwarding, loadForwardingRules } from './permission.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'permission-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function rules(text: string) {
  await writeFile(join(folder, 'remote.conf'), text);
  return loadForwardingRules(folder);
}

function asks(uri: string, more: Partial<OpenRequest> = {}): [ReturnType<typeof remoteTarget>, OpenRequest] {
  const request = { uri: VirUri.parse(uri), readOnly: false, identity: {}, signal: new AbortController().signal };
  return [remoteTarget(uri), { ...request, ...more }];
}

const denied = expect.objectContaining({ code: 'ACCESS_DENIED' });

test('without a file, clients may go where no program of this host’s is run for them', async () => {
  const usual = await loadForwardingRules(join(folder, 'none'));
  for (const uri of ['test+tcp://far/', 'test://far/', 'test+ssh://far/', 'test+unix:///'])
    checkForwarding(...asks(uri), usual);
  expect(() => checkForwarding(...asks('test+ext:///?command=/x'), usual)).toThrow(denied);
  expect(() => checkForwarding(...asks('test+ssh://far/?command=/x'), usual)).toThrow(denied);
  expect(() => checkForwarding(...asks('test+tcp://far/', { readOnly: true }), usual)).toThrow(denied);
});

test('the file widens and narrows that', async () => {
  const own = await rules('transports = [ "tls", "ext" ]\nread_only_clients = 1\ncommands = [ "/x" ]\n');
  checkForwarding(...asks('test://far/', { readOnly: true }), own);
  checkForwarding(...asks('test+ext:///?command=/x'), own);
  expect(() => checkForwarding(...asks('test+ext:///?command=/y'), own)).toThrow(denied);
  expect(() => checkForwarding(...asks('test+tcp://far/'), own)).toThrow(denied);
});

test('the process itself may do everything', async () => {
  const nothing = await rules('transports = []\n');
  checkForwarding(...asks('test+ext:///?command=/x', { identity: { pid: process.pid } }), nothing);
});

test('a transport that there is not is an error of the file', async () => {
  await expect(rules('transports = [ "pigeon" ]')).rejects.toMatchObject({ message: /pigeon/ });
});
