import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDomain } from '@tsvirt/conf/domain';
import { spawnDetached } from '@tsvirt/util/host';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { asGuest } from '../src/definition.js';
import { destroyInTurn } from '../src/domain/stop.js';
import { QemuHost } from '../src/host.js';
import { guestFiles } from '../src/state/layout.js';
import { takeBack } from '../src/state/take-back.js';
import { call, contextIn } from './driver-under-test.js';

const definition = asGuest(
  parseDomain(`<domain type='qemu' id='7'><name>web</name><uuid>5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03</uuid>
  <memory>65536</memory><currentMemory>65536</currentMemory><vcpu>1</vcpu>
  <os><type arch='x86_64' machine='pc-i440fx-7.2'>hvm</type></os><clock offset='utc'/>
  <devices><emulator>/usr/bin/qemu-system-x86_64</emulator></devices></domain>`),
);

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tsvirt-qemu-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
});

/** Takes back a guest that is a process without a monitor; `taken` settles when that has come to its end. */
async function found(): Promise<{
  readonly host: QemuHost;
  readonly taken: Promise<void>;
  readonly exited: Promise<unknown>;
}> {
  const process = await spawnDetached(['sleep', '1000'], { domain: 'QEMU' });
  onTestFinished(() => void process.kill('SIGKILL'));
  const host = new QemuHost(contextIn(root, call.signal));
  const taken = takeBack(host, {
    phase: { state: 'running', reason: 'booted' },
    id: 7,
    definition,
    files: guestFiles(host.layout, 7, definition.name),
    process,
    rebootPending: false,
    vcpuThreads: [],
    balloonKiB: undefined,
  });
  return { host, taken, exited: process.exited };
}

test('a guest that is destroyed before its process was looked for has it ended', async () => {
  const { host, taken, exited } = await found();
  // What looks for the process reads a file, and no turn of the event loop has passed in which it could have got an answer.
  const destroyed = destroyInTurn(host.domains.findActive(definition));
  expect(await exited).toMatchObject({ signal: 'SIGTERM' });
  await Promise.all([destroyed, taken]);
  expect(host.domains.withUuid(definition.uuid)).toBeUndefined();
});
