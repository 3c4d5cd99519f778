import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { logger } from '@tsvirt/util';
import { attribute, child, children, readXml, textOf } from '@tsvirt/util/xml';
import { afterAll, expect, test } from 'vitest';
import { CapabilitiesCache } from './cache.js';
import { findEmulators } from './emulators.js';
import { HostView } from './host-view.js';

const emulators = await findEmulators();
const x64 = emulators.find(found => found.arch === 'x86_64');
const kept = await mkdtemp(path.join(tmpdir(), 'tsvirt-view-'));
afterAll(() => rm(kept, { recursive: true, force: true }));

const log = logger('qemu.test');
const cache = new CapabilitiesCache(kept, log, AbortSignal.timeout(120_000));
const uuid = '8f1c1c52-3b1f-4f0e-9c55-0123456789ab';
const view = new HostView({ cache, log, privileged: false, uuid });

test.skipIf(x64 === undefined)('capabilities list each emulator with its default machine first', async () => {
  const document = readXml(await view.capabilities());
  const host = child(document, 'host');
  expect(host && textOf(child(host, 'uuid') ?? host)).toBe(uuid);
  const guests = children(document, 'guest').map(guest => child(guest, 'arch'));
  expect(guests.map(arch => arch && attribute(arch, 'name'))).toContain('x86_64');
  const arch = guests.find(found => found && attribute(found, 'name') === 'x86_64');
  const [first] = arch === undefined ? [] : children(arch, 'machine');
  expect(first && textOf(first)).toBe((await cache.of(x64?.binary ?? '')).defaultMachine?.name);
});

test.skipIf(x64 === undefined)('domain capabilities take what is usual for what was not said', async () => {
  const document = readXml(await view.domainCapabilities({ arch: 'x86_64', virtType: 'qemu' }));
  const text = (name: string) => textOf(child(document, name) ?? document);
  expect([text('path'), text('domain'), text('arch')]).toEqual([x64?.binary, 'qemu', 'x86_64']);
  expect(text('machine')).toMatch(/^pc-/);
});

test.skipIf(x64 === undefined).each([
  [{ arch: 'foo' }, 'INVALID_ARG', 'unknown architecture: foo'],
  [{ virtType: 'bogus' }, 'INVALID_ARG', 'unknown virttype: bogus'],
  [{ machine: 'nope' }, 'INVALID_ARG', "the machine 'nope' is not supported by emulator"],
  [{ virtType: 'xen' }, 'INVALID_ARG', "does not support virt type 'xen'"],
  [{ arch: 'alpha' }, 'CONFIG_UNSUPPORTED', "unable to find any emulator to serve 'alpha' architecture"],
  [{ emulator: '/nonexistent' }, 'SYSTEM_ERROR', '/nonexistent'],
] as const)('%o is refused: %s', async (question, code, message) => {
  await expect(view.domainCapabilities(question)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message) as string,
  });
});
