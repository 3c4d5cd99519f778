import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPerl, hasPython, python, script } from './clients/programs.js';
import { run } from './process.js';
import { cannotRun } from './tsvirtd.js';
import { hasQemu, WorkspaceDaemon } from './workspace-daemon.js';

const qemu = hasQemu && process.getuid?.() === 0;

/** What differs between the two hypervisors. All expected values are what libvirtd 9.0.0 gave to the same scripts. */
const drivers = [
  { uri: 'test:///default', type: 'test', api: 'TEST', there: true, noDomain: [42, 12], stop: [] },
  { uri: 'qemu:///system', type: 'qemu', api: 'QEMU', there: qemu, noDomain: [42, 10], stop: [[6, 2]] },
];

describe.skipIf(cannotRun !== undefined)(`other clients (${cannotRun ?? 'all there'})`, () => {
  let daemon: WorkspaceDaemon;

  beforeAll(async () => {
    daemon = await WorkspaceDaemon.start();
  });
  afterAll(() => daemon[Symbol.asyncDispose]());

  describe.each(drivers)('$uri', ({ uri, type, api, there: driverThere, noDomain, stop }) => {
    test.skipIf(!hasPython || !driverThere)('python-libvirt (needs python3-libvirt and the hypervisor)', async () => {
      expect(JSON.parse(await python('lifecycle', daemon.uri(uri), type))).toEqual({
        type: api,
        active: [0, 1],
        state: [
          [3, 1],
          [1, 5],
          [5, 2],
        ],
        found: ['py', 'py'],
        vcpus: 2,
        metadata: '<a>kept</a>',
        stats: ['state.reason', 'state.state'],
        events: [[0, 0], [2, 0], [3, 0], [4, 0], ...stop, [5, 1], [1, 0]],
        error: noDomain,
        bad: 21,
      });
    });

    test.skipIf(!hasPerl || !driverThere)('Sys::Virt (needs libsys-virt-perl and the hypervisor)', async () => {
      const { stdout } = await run('/usr/bin/perl', [script('lifecycle.pl'), daemon.uri(uri), type]);
      expect(stdout.trim().split('\n')).toEqual([
        `type ${api}`,
        'name pl',
        'paused 3 1',
        'running 1 5',
        'listed 1',
        'stopped 5 2',
        'error 42',
      ]);
    });
  });
});
