import { AdminConnection, Connection, Stream } from '@tsvirt/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
// @boundaries-ignore one table of calls, for core's own tests and for real hosts
import { calls } from '../../packages/core/test/api/calls.js';
import { cannotRun } from '../tsvirtd.js';
import { WorkspaceDaemon } from '../workspace-daemon.js';
import { Scene } from './scene.js';

/** Functions whose right answer is an error here, by its code. */
const refusals: Readonly<Record<string, readonly string[]>> = {
  // The mock has no QEMU, and what these do to one it does not pretend.
  NO_SUPPORT: [
    'virConnectDomainQemuMonitorEventDeregister',
    'virConnectDomainQemuMonitorEventRegister',
    'virConnectSetIdentity',
    'virDomainLxcOpenNamespace',
    'virDomainQemuAttach',
    'virDomainQemuMonitorCommand',
    'virDomainQemuMonitorCommandWithFiles',
  ],
  // No job is at work: a mock of the daemon's is done with it at once.
  OPERATION_INVALID: ['virDomainAbortJob', 'virDomainAbortJobFlags', 'virDomainMigrateStartPostCopy'],
  // No guest of the mock has launch security.
  OPERATION_UNSUPPORTED: ['virDomainSetLaunchSecurityState'],
  // Formats of QEMU's are not the mock's, and there is no such throttle group.
  INVALID_ARG: ['virConnectDomainXMLFromNative', 'virConnectDomainXMLToNative', 'virDomainDelThrottleGroup'],
  // This daemon has no TLS, and the guest has one display.
  INTERNAL_ERROR: ['virAdmServerUpdateTlsFiles', 'virDomainOpenGraphics', 'virDomainOpenGraphicsFD'],
};
const refused = new Map(Object.entries(refusals).flatMap(([code, names]) => names.map(name => [name, code])));

const names = Object.keys(calls).filter(name => name !== 'virAdmConnectDaemonShutdown');

test('only functions that exist are on the list of those that are refused', () => {
  expect([...refused.keys()].filter(name => calls[name] === undefined)).toEqual([]);
});

// The daemon as it is published, and its complete mock: what core calls here, a driver answers.
describe.skipIf(cannotRun !== undefined)(`every function of the API, answered by tsvirtd ${cannotRun ?? ''}`, () => {
  let here: WorkspaceDaemon;
  let there: WorkspaceDaemon;
  let scene: Scene;

  beforeAll(async () => {
    here = await WorkspaceDaemon.start();
    there = await WorkspaceDaemon.start();
  });
  afterAll(async () => {
    await here?.[Symbol.asyncDispose]();
    await there?.[Symbol.asyncDispose]();
  });
  // A mock host goes with its last client: each function meets a fresh one.
  beforeEach(async () => {
    scene = await Scene.open(here, there);
  });
  afterEach(() => scene.close());

  test.each(names)('%s', async name => {
    const answer = Promise.resolve(calls[name]?.(scene.objects)).then(closed);
    const code = refused.get(name);
    if (code === undefined) await answer;
    else await expect(answer).rejects.toMatchObject({ code });
  });

  test('virAdmConnectDaemonShutdown', async () => {
    await calls['virAdmConnectDaemonShutdown']?.(scene.objects);
    expect(await here.ended).toBe(0);
  });
});

/** Descriptors and connections that a call has opened are let go. */
async function closed(answer: unknown): Promise<void> {
  if (answer instanceof Connection || answer instanceof AdminConnection || answer instanceof Stream)
    await answer[Symbol.asyncDispose]();
}
