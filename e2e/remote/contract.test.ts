import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { declined, defineDriver, type DriverHandlers } from '@tsvirt/core/contract';
import remoteDriver from '@tsvirt/driver-remote';
import testDriver from '@tsvirt/driver-test';
import { driverContract, plainSamples } from '@tsvirt/driver-testkit';
import { afterAll } from 'vitest';
import { handlersOf } from '../reference/served.js';
import { cannotRun } from '../tsvirtd.js';
import { WorkspaceDaemon } from '../workspace-daemon.js';

// The mock hypervisor of a daemon, through the driver that forwards to it: what holds there must hold here.
const back = cannotRun === undefined ? await WorkspaceDaemon.start() : undefined;
afterAll(() => back?.[Symbol.asyncDispose]());

/** The driver, without what the other side does not serve: rules ask the table of handlers, which has everything here. */
const forwarding = (served: ReadonlySet<string>) =>
  defineDriver({
    ...remoteDriver,
    schemes: ['test+unix'],
    async start(context) {
      await writeFile(path.join(context.directories.etc, 'remote.conf'), 'read_only_clients = 1\n');
      const driver = await remoteDriver.start(context);
      return {
        ...driver,
        async open(request) {
          const opened = await driver.open(request);
          if (opened === declined) return declined;
          const handlers: DriverHandlers = Object.fromEntries(
            Object.entries(opened.handlers).filter(([name]) => served.has(name)),
          );
          return { ...opened, handlers };
        },
      };
    },
  });

const likeTheMock = "libvirt's mock does the same";
const ofForwarding = {
  'connection: the definition is one that daemons take': 'it opens what none of the schemes of this host leads to',
  'connection: a path that there is not is declined, or refused with a VirtError that names it':
    'the URI of that rule leads to no daemon',
  'domain events: a client that leaves takes its subscriptions with it':
    'each connection has a hub of its own, which goes with it',
};
const here = cannotRun === undefined ? {} : { unavailable: cannotRun };

const [ofMock, ofComplete] = [
  await handlersOf(testDriver, 'test:///default'),
  await handlersOf(testDriver, 'test:///default?complete=1'),
];

driverContract(forwarding(ofMock), back?.uri('test:///default') ?? 'test+unix:///default', {
  ...here,
  samples: plainSamples('test'),
  domain: {
    refusals: {
      'create of a running domain': 'INTERNAL_ERROR',
      'create of a paused domain': 'INTERNAL_ERROR',
      'suspend of a paused domain': 'INTERNAL_ERROR',
      'suspend of an inactive domain': 'INTERNAL_ERROR',
      'resume of a running domain': 'INTERNAL_ERROR',
      'resume of an inactive domain': 'INTERNAL_ERROR',
      'shutdown of an inactive domain': 'INTERNAL_ERROR',
    },
  },
  exceptions: {
    ...ofForwarding,
    'domain definition: autostart of a transient domain is refused': likeTheMock,
    'domain lifecycle: undefining a transient domain is refused': likeTheMock,
    'domain saving: a guest that is saved is off, has an image, and goes on from it once': likeTheMock,
    'domain checkpoints: a domain with checkpoints is undefined only by who asks for their end as well': likeTheMock,
    'networks: stopping an inactive network is refused': likeTheMock,
  },
});

driverContract(forwarding(ofComplete), `${back?.uri('test:///default') ?? 'test+unix:///default?'}&complete=1`, {
  ...here,
  samples: {
    ...plainSamples('test'),
    nodeDevice: ({ uuid }) => `<device>
  <parent>pci_0000_00_02_0</parent>
  <capability type='mdev'><type id='i915-GVTg_V5_4'/><uuid>${uuid}</uuid></capability>
</device>`,
  },
  lenientFlags: ['connectListAllNodeDevices'],
  exceptions: ofForwarding,
});
