import { driverContract } from '@tsvirt/driver-testkit';
import driver from '../src/index.js';

// Guests without disks: the firmware finds nothing to boot and idles.
driverContract(driver, 'qemu:///session', {
  samples: {
    domain: ({ name, uuid }) => `<domain type='qemu'>
  <name>${name}</name>
  <uuid>${uuid}</uuid>
  <memory unit='MiB'>16</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64'>hvm</type></os>
  <features><acpi/></features>
  <devices><console type='pty'/></devices>
</domain>`,
    device: ({ name }) => `<rng model='virtio'>
  <backend model='random'>/dev/urandom</backend>
  <alias name='ua-${name}'/>
</rng>`,
  },
  domain: {
    // QEMU is started stopped and then told to run, which libvirt's subscribers hear of first.
    bootEvents: ['resumed unpaused', 'started booted'],
    // It is ended with a signal, which it says before it goes.
    destroyEvents: ['shutdown host', 'stopped destroyed'],
    shutdown: 'asks',
    // Firmware without a system lets no device go.
    detach: 'asks',
    refusals: { 'suspend of a paused domain': 'ignored' },
    guests: 3,
  },
  persists: true,
  guestsOutlive: true,
  limitMs: 30_000,
});
