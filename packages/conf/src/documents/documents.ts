import { completeDomain, type Domain, formatDomain, validateDomain } from '../domain/index.js';
import { type Capabilities, capabilities, formatCapabilities } from '../capabilities/capabilities.js';
import { type StandaloneCpu, standaloneCpu } from '../cpu/standalone-cpu.js';
import { type DomainCapabilities, domainCapabilities } from '../domain-capabilities/domain-capabilities.js';
import { domain } from '../domain/domain.js';
import { type HostInterface, hostInterface, validateHostInterface } from '../interface/index.js';
import { completeNetwork, type Network, networkSchema, validateNetwork } from '../network/index.js';
import { type NodeDevice, nodeDevice, validateNodeDevice } from '../node-device/index.js';
import {
  completeNwfilter,
  type Nwfilter,
  type NwfilterBinding,
  nwfilter,
  nwfilterBinding,
  validateNwfilter,
  validateNwfilterBinding,
} from '../nwfilter/index.js';
import { completeSecret, type Secret, secretDefinition, validateSecret } from '../secret/index.js';
import {
  completeStoragePool,
  type StoragePool,
  type StorageVolume,
  storagePool,
  storageVolume,
  validateStoragePool,
  validateStorageVolume,
} from '../storage/index.js';
import {
  type DomainBackup,
  type DomainCheckpoint,
  type DomainSnapshot,
  domainBackup,
  domainCheckpoint,
  domainSnapshot,
  validateDomainBackup,
  validateDomainCheckpoint,
  validateDomainSnapshot,
} from '../snapshot/index.js';
import { completeNetworkPort } from '../network/complete-network-port.js';
import { type NetworkPort, networkPort } from '../network/network-port.js';
import { validateNetworkPort } from '../network/validate-network-port.js';
import { type SaveCookie, saveCookie } from '../status/save-cookie.js';
import { formatStatus, type StatusDocument, statusDocument, validateStatus } from '../status/status-document.js';
import {
  type StoragePoolCapabilities,
  storagePoolCapabilities,
} from '../storage-capabilities/storage-pool-capabilities.js';
import { type DocumentType, documentType } from './document-type.js';
import { neutralPolicy } from './neutral-policy.js';

/** The value of each kind of document, by the kind's name. */
export interface Documents {
  readonly domain: Domain;
  readonly network: Network;
  readonly 'storage-pool': StoragePool;
  readonly 'storage-volume': StorageVolume;
  readonly interface: HostInterface;
  readonly 'node-device': NodeDevice;
  readonly secret: Secret;
  readonly nwfilter: Nwfilter;
  readonly 'nwfilter-binding': NwfilterBinding;
  readonly 'domain-snapshot': DomainSnapshot;
  readonly 'domain-checkpoint': DomainCheckpoint;
  readonly 'domain-backup': DomainBackup;
  readonly 'network-port': NetworkPort;
  readonly cpu: StandaloneCpu;
  readonly capabilities: Capabilities;
  readonly 'domain-capabilities': DomainCapabilities;
  readonly 'storage-pool-capabilities': StoragePoolCapabilities;
  readonly 'domain-status': StatusDocument;
  readonly 'save-cookie': SaveCookie;
}

/** Kinds of documents that conf knows. */
export type DocumentName = keyof Documents;

/** Every kind of document by name; parsing by root element, JSON, schemas and differences all go through this table. */
export const documents: { readonly [K in DocumentName]: DocumentType<Documents[K]> } = {
  domain: documentType(domain, 'DOMAIN', '(domain_definition)', {
    format: formatDomain,
    complete: value => completeDomain(value, neutralPolicy, { newDefinition: true }),
    validate: value => validateDomain(completeDomain(value, neutralPolicy, { newDefinition: true })),
  }),
  network: documentType(networkSchema, 'NETWORK', '(network_definition)', {
    validate: validateNetwork,
    complete: completeNetwork,
  }),
  'storage-pool': documentType(storagePool, 'STORAGE', '(storage_pool_definition)', {
    validate: validateStoragePool,
    complete: completeStoragePool,
  }),
  'storage-volume': documentType(storageVolume, 'STORAGE', '(storage_volume_definition)', {
    validate: validateStorageVolume,
  }),
  interface: documentType(hostInterface, 'INTERFACE', '(interface_definition)', {
    validate: value => validateHostInterface(value),
  }),
  'node-device': documentType(nodeDevice, 'NODEDEV', '(node_device_definition)', {
    validate: validateNodeDevice,
  }),
  secret: documentType(secretDefinition, 'SECRET', '(definition_of_secret)', {
    validate: validateSecret,
    complete: completeSecret,
  }),
  nwfilter: documentType(nwfilter, 'NWFILTER', '(nwfilter_definition)', {
    validate: validateNwfilter,
    complete: completeNwfilter,
  }),
  'nwfilter-binding': documentType(nwfilterBinding, 'NWFILTER', '(nwfilterbinding_definition)', {
    validate: validateNwfilterBinding,
  }),
  'domain-snapshot': documentType(domainSnapshot, 'DOMAIN_SNAPSHOT', '(domain_snapshot)', {
    validate: validateDomainSnapshot,
  }),
  'domain-checkpoint': documentType(domainCheckpoint, 'DOMAIN_CHECKPOINT', '(domain_checkpoint)', {
    validate: validateDomainCheckpoint,
  }),
  'domain-backup': documentType(domainBackup, 'DOMAIN', '(domain_backup)', { validate: validateDomainBackup }),
  'network-port': documentType(networkPort, 'NETWORK', '(networkport_definition)', {
    validate: validateNetworkPort,
    complete: completeNetworkPort,
  }),
  cpu: documentType(standaloneCpu, 'CPU', '(CPU_definition)'),
  capabilities: documentType(capabilities, 'NONE', '(capabilities)', { format: formatCapabilities }),
  'domain-capabilities': documentType(domainCapabilities, 'NONE', '(domain_capabilities)'),
  'storage-pool-capabilities': documentType(storagePoolCapabilities, 'STORAGE', '(storage_pool_capabilities)'),
  'domain-status': documentType(statusDocument, 'DOMAIN', '(domain_status)', {
    format: formatStatus,
    validate: value => validateStatus(value),
  }),
  'save-cookie': documentType(saveCookie, 'QEMU', '(save_cookie)'),
};

const byRoot = new Map<string, DocumentName>();
for (const name of documentNames()) if (!byRoot.has(documents[name].root)) byRoot.set(documents[name].root, name);

/** Names of all kinds. */
export function documentNames(): DocumentName[] {
  return Object.keys(documents).filter(isDocumentName);
}

/** Whether there is a kind of document of that name. */
export function isDocumentName(name: string): name is DocumentName {
  return Object.hasOwn(documents, name);
}

/** The kind whose documents have this root element; undefined when there is none. */
export function documentOfRoot(root: string): DocumentName | undefined {
  return byRoot.get(root);
}
