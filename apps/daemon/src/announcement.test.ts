import { expect, test } from 'vitest';
import { announce } from './announcement.js';

const base = {
  version: '1.2.3',
  sockets: ['/run/x/libvirt-sock'],
  mainSocket: '/run/x/libvirt-sock',
  drivers: [],
  examples: [],
};
const driver = { package: 'driver-a', version: '1.0.0', folder: '/a', kind: 'hypervisor' as const, schemes: ['a'] };

test('names sockets, drivers, why one is not used, and a line to paste', () => {
  const text = announce({
    ...base,
    mainSocket: "/run/it's here/libvirt-sock",
    drivers: [
      { ...driver, state: 'running' },
      { ...driver, package: 'driver-b', state: 'loading', schemes: ['b'] },
      { ...driver, package: 'driver-c', state: 'refused', schemes: [], why: 'probe: no /dev/c' },
    ],
    examples: [{ scheme: 'a', path: '/system' }],
  });
  expect(text.split('\n')).toEqual([
    'tsvirtd 1.2.3 listens on',
    '  /run/x/libvirt-sock',
    'Drivers:',
    '  driver-a 1.0.0 for a',
    '  driver-b 1.0.0 for b (still starting)',
    'Not used:',
    '  driver-c: probe: no /dev/c',
    'Try:',
    "  virsh -c 'a+unix:///system?socket=/run/it%27s%20here/libvirt-sock' list --all",
    '',
  ]);
});

test('says what to do when no driver is installed', () => {
  expect(announce(base)).toContain(
    'No driver is at work.\n  Install a driver package beside the daemon, or name a folder',
  );
});
