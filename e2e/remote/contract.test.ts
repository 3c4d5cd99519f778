import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { declined, defineDriver, type DriverHandlers } from '@tsvirt/core/contract';
import remoteDriver from '@tsvirt/driver-remote';
import { driverContract } from '@tsvirt/driver-testkit';
import { afterAll } from 'vitest';
import { cannotRun } from '../tsvirtd.js';
import { WorkspaceDaemon } from '../workspace-daemon.js';

// The mock hypervisor of a daemon, through the driver that forwards to it: what holds there must hold here.
const back = cannotRun === undefined ? await WorkspaceDaemon.start() : undefined;
afterAll(() => back?.[Symbol.asyncDispose]());

/** What the mock does not serve: the rules ask the table of handlers, and that of the forwarding driver has everything. */
const notServed = /secret|nwfilter/i;

const forwarding = defineDriver({
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
        const served = Object.entries(opened.handlers).filter(([name]) => !notServed.test(name));
        const handlers: DriverHandlers = Object.fromEntries(served);
        return { ...opened, handlers };
      },
    };
  },
});

const likeTheMock = "libvirt's mock does the same";

driverContract(forwarding, back?.uri('test:///default') ?? 'test+unix:///default', {
  ...(cannotRun === undefined ? {} : { unavailable: cannotRun }),
  samples: {
    domain: ({ name, uuid }) => `<domain type='test'>
  <name>${name}</name>
  <uuid>${uuid}</uuid>
  <memory unit='KiB'>8192</memory>
  <vcpu>1</vcpu>
  <os><type>hvm</type></os>
</domain>`,
    network: ({ name, uuid }) =>
      `<network><name>${name}</name><uuid>${uuid}</uuid><ip address='10.9.8.1' prefix='24'/></network>`,
    storagePool: ({ name, uuid, folder }) => `<pool type='dir'>
  <name>${name}</name>
  <uuid>${uuid}</uuid>
  <target><path>${folder}</path></target>
</pool>`,
    storageVol: ({ name }) => `<volume><name>${name}</name><capacity unit='MiB'>1</capacity></volume>`,
    interface: ({ name }) => `<interface type='ethernet' name='${name}'><start mode='onboot'/></interface>`,
  },
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
  lenientFlags: ['domainReboot'],
  exceptions: {
    'connection: the definition is one that daemons take': 'it opens what none of the schemes of this host leads to',
    'connection: a path that there is not is declined, or refused with a VirtError that names it':
      'the URI of that rule leads to no daemon',
    'domain definition: autostart of a transient domain is refused': likeTheMock,
    'domain lifecycle: undefining a transient domain is refused': likeTheMock,
    'networks: stopping an inactive network is refused': likeTheMock,
    'domain events: a client that leaves takes its subscriptions with it':
      'each connection has a hub of its own, which goes with it',
  },
});
