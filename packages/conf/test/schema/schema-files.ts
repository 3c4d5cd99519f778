import type { DocumentName } from '../../src/index.js';

/** Where Debian installs libvirt's RELAX NG schemas. */
export const schemaFolder = '/usr/share/libvirt/schemas';

/** The schema of each kind of document that has one. */
export const schemaFiles: readonly (readonly [kind: DocumentName, file: string])[] = [
  ['domain', 'domain.rng'],
  ['network', 'network.rng'],
  ['storage-pool', 'storagepool.rng'],
  ['storage-volume', 'storagevol.rng'],
  ['interface', 'interface.rng'],
  ['node-device', 'nodedev.rng'],
  ['secret', 'secret.rng'],
  ['nwfilter', 'nwfilter.rng'],
  ['nwfilter-binding', 'nwfilterbinding.rng'],
  ['domain-snapshot', 'domainsnapshot.rng'],
  ['domain-checkpoint', 'domaincheckpoint.rng'],
  ['domain-backup', 'domainbackup.rng'],
  ['network-port', 'networkport.rng'],
  ['cpu', 'cpu.rng'],
  ['capabilities', 'capability.rng'],
  ['domain-capabilities', 'domaincaps.rng'],
  ['storage-pool-capabilities', 'storagepoolcaps.rng'],
];
