import { AdminConnection, Connection, Stream } from '@tsvirt/core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
// @boundaries-ignore one table of calls, for core's own tests and for real hosts
import { calls } from '../../packages/core/test/api/calls.js';
import { type ApiHost, completeMissing, onEachDaemon } from './api-host.js';
import { RealScene } from './real-scene.js';

/** Functions that are not called, by what they would do to the machine that the test runs on. */
const spared: Readonly<Record<string, string>> = {
  virNodeSuspendForDuration: 'sends it to sleep',
  virNodeAllocPages: 'changes its huge pages',
  virNodeSetMemoryParameters: 'changes how it merges pages',
};

/** Functions whose right answer is an error here, by its code. */
const refusals: Readonly<Record<string, readonly string[]>> = {
  NO_SUPPORT: [
    'virConnectDomainXMLFromNative',
    'virDomainCreateWithFiles',
    'virDomainCreateXMLWithFiles',
    'virDomainLxcOpenNamespace',
    'virDomainQemuAttach',
    'virDomainSendProcessSignal',
    // Interfaces are udev's: nobody defines any.
    'virInterfaceChangeBegin',
    'virInterfaceChangeCommit',
    'virInterfaceChangeRollback',
    'virInterfaceCreate',
    'virInterfaceDefineXML',
    'virInterfaceDestroy',
    'virInterfaceUndefine',
  ],
  // No job is at work, and what needs a guest that runs, or its agent, meets one that stands still.
  OPERATION_INVALID: [
    'virDomainAbortJob',
    'virDomainAbortJobFlags',
    'virDomainAuthorizedSSHKeysGet',
    'virDomainAuthorizedSSHKeysSet',
    'virDomainFSFreeze',
    'virDomainFSThaw',
    'virDomainFSTrim',
    'virDomainGetFSInfo',
    'virDomainGetGuestInfo',
    'virDomainGetGuestVcpus',
    'virDomainGetHostname',
    'virDomainGetTime',
    'virDomainMigrateStartPostCopy',
    'virDomainPMSuspendForDuration',
    'virDomainPMWakeup',
    'virDomainQemuAgentCommand',
    'virDomainSetGuestVcpus',
    'virDomainSetTime',
    'virDomainSetUserPassword',
    'virDomainShutdown',
    'virDomainShutdownFlags',
    // Guests of this daemon are in no control groups.
    'virDomainGetBlkioParameters',
    'virDomainGetCPUStats',
    'virDomainGetMemoryParameters',
    'virDomainGetSchedulerParameters',
    'virDomainGetSchedulerParametersFlags',
    'virDomainGetSchedulerType',
    'virDomainSetBlkioParameters',
    'virDomainSetMemoryParameters',
    'virDomainSetNumaParameters',
    'virDomainSetSchedulerParameters',
    'virDomainSetSchedulerParametersFlags',
  ],
  OPERATION_UNSUPPORTED: [
    'virDomainBlockPeek',
    'virDomainSetLaunchSecurityState',
    'virNodeDeviceSetAutostart',
    'virNodeGetSEVInfo',
  ],
  // No display takes a file that is none, no device of this kind is a PCI device.
  INVALID_ARG: ['virDomainOpenGraphics', 'virNodeDeviceReAttach', 'virNodeDeviceReset'],
  CONFIG_UNSUPPORTED: ['virNodeDeviceCreate', 'virNodeDeviceDestroy', 'virNodeDeviceUndefine'],
  INTERNAL_ERROR: ['virAdmServerUpdateTlsFiles', 'virDomainOpenGraphicsFD', 'virNodeDeviceLookupSCSIHostByWWN'],
};

/** Procedures that came after libvirt 9.0: such a daemon does not know their numbers. */
const later: ReadonlySet<string> = new Set([
  'virDomainDelThrottleGroup',
  'virDomainGetAutostartOnce',
  'virDomainGraphicsReload',
  'virDomainSetAutostartOnce',
  'virDomainSetThrottleGroup',
  'virNetworkGetMetadata',
  'virNetworkSetMetadata',
  'virNodeDeviceUpdate',
]);

/** Functions that other programs of the host answer, or its hardware: it may lack them, and libvirtd then says which. */
const hosts: ReadonlySet<string> = new Set([
  'virConnectFindStoragePoolSources',
  'virConnectGetSysinfo',
  'virDomainSetInterfaceParameters',
  'virDomainSetPerfEvents',
  'virNodeDeviceCreateXML',
  'virNodeDeviceDefineXML',
  'virNodeDeviceDetachFlags',
  'virNodeDeviceDettach',
]);

const refused = new Map(Object.entries(refusals).flatMap(([code, names]) => names.map(name => [name, code])));

const last = 'virAdmConnectDaemonShutdown';
const names = Object.keys(calls).filter(name => spared[name] === undefined && name !== last);

test('only functions that exist are on the lists', () => {
  const listed = [...refused.keys(), ...later, ...hosts, ...Object.keys(spared)];
  expect(listed.filter(name => calls[name] === undefined)).toEqual([]);
});

// The real daemon with QEMU, networks, pools and filters of its own: what core calls there, libvirt answers.
onEachDaemon(
  'every function of the API',
  daemon => {
    let here: ApiHost;
    let there: ApiHost;
    let scene: RealScene;
    let version: number | undefined;
    let objects: Awaited<ReturnType<RealScene['objects']>>;

    beforeAll(async () => {
      here = await daemon.start();
      there = await daemon.start(here);
      for (const tap of ['vnet71', 'vnet72']) await here.network?.addTap(tap);
      scene = await RealScene.open(here, there);
    });
    afterAll(async () => {
      try {
        await scene?.close();
      } finally {
        await there?.[Symbol.asyncDispose]();
        await here?.[Symbol.asyncDispose]();
      }
    });
    beforeEach(async () => {
      objects = await scene.objects();
      version ??= await objects.connection.getLibVersion();
    });
    afterEach(({ task }) => scene.endCall(isLook(task.name)));

    test.each(names)('%s', async name => {
      const answer = Promise.resolve(calls[name]?.(objects)).then(closed);
      const code = refused.get(name);
      if (code !== undefined) await expect(answer).rejects.toMatchObject({ code });
      else if (hosts.has(name))
        await answer.catch((reason: unknown) => expect(reason).toMatchObject({ name: 'VirtError' }));
      else if (later.has(name) && (version ?? 0) < 11_002_000)
        await expect(answer).rejects.toMatchObject({ code: expect.stringMatching(/^(RPC|NO_SUPPORT)$/) });
      else await answer;
    });
  },
  daemon => (daemon.guestType === 'test' ? 'its functions have a scene of their own' : completeMissing(daemon)),
);

/**
 * Whether a function only looks: by its name, and because its call here does nothing else before. A connection that one
 * answers is closed.
 */
function isLook(name: string): boolean {
  if (name.endsWith('GetConnect')) return false;
  return /(Get|List|NumOf|Lookup|Compare|Baseline|Is|Has)[A-Z]/.test(name) && !String(calls[name]).includes('await');
}

/** Descriptors and connections that a call has opened are let go. */
async function closed(answer: unknown): Promise<void> {
  if (answer instanceof Connection || answer instanceof AdminConnection || answer instanceof Stream)
    await answer[Symbol.asyncDispose]();
}
