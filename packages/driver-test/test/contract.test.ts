import { driverContract, plainSamples } from '@tsvirt/driver-testkit';
import driver from '../src/index.js';

const likeTheMock = "libvirt's mock does the same";

const samples = plainSamples('test');

driverContract(driver, 'test:///default', {
  samples,
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
    'domain definition: autostart of a transient domain is refused': likeTheMock,
    'domain lifecycle: undefining a transient domain is refused': likeTheMock,
    'domain saving: a guest that is saved is off, has an image, and goes on from it once': likeTheMock,
    'domain checkpoints: a domain with checkpoints is undefined only by who asks for their end as well': likeTheMock,
    'networks: stopping an inactive network is refused': likeTheMock,
  },
});

// A complete host is a hypervisor like others, so that little of it is exceptional: each of the 32 bits is a flag of the
// list of node devices.
driverContract(driver, 'test:///default?complete=1', {
  samples: {
    ...samples,
    nodeDevice: ({ uuid }) => `<device>
  <parent>pci_0000_00_02_0</parent>
  <capability type='mdev'><type id='i915-GVTg_V5_4'/><uuid>${uuid}</uuid></capability>
</device>`,
  },
  lenientFlags: ['connectListAllNodeDevices'],
});
