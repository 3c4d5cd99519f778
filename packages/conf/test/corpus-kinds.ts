import type { DocumentName } from '../src/index.js';

/** Folders of the corpus with documents as libvirt wrote them, and which kind these are. */
export const corpusKinds: readonly (readonly [folder: string, kind: DocumentName])[] = [
  ['domain-test', 'domain'],
  ['domain-qemu', 'domain'],
  ['domain-kvm', 'domain'],
  ['domain-lxc', 'domain'],
  ['network', 'network'],
  ['network-test', 'network'],
  ['storagepool', 'storage-pool'],
  ['storagepool-test', 'storage-pool'],
  ['storagevol', 'storage-volume'],
  ['storagevol-test', 'storage-volume'],
  ['interface-test', 'interface'],
  ['nodedev-test', 'node-device'],
  ['nwfilter', 'nwfilter'],
  ['secret', 'secret'],
  ['snapshot', 'domain-snapshot'],
  ['snapshot-test', 'domain-snapshot'],
];
