import { choices, offered, valueText } from '../capabilities/choices.js';
import { documentKind } from '../document.js';
import {
  attr,
  child,
  type ElementSchema,
  element,
  type FormatFlags,
  leaf,
  many,
  type ReadOptions,
  str,
  type TypeOf,
  uint,
  within,
} from '../kernel/index.js';
import { type CpuModes, cpuModes } from './cpu-modes.js';
import { type DeviceChoices, deviceChoices } from './devices.js';
import { type FeatureChoices, featureChoices } from './features.js';
import { ability, supported } from '../capabilities/supported.js';

const loaderShape = element('loader', {
  supported,
  /** Images of firmware on the host. */
  paths: many(valueText),
  ...offered({ type: choices('type'), readonly: choices('readonly'), secure: choices('secure') }),
});
/** Values of `<loader>` and its attributes. */
export interface LoaderChoices extends TypeOf<typeof loaderShape> {}

const osShape = element('os', {
  supported,
  ...offered({ firmware: choices('firmware') }),
  loader: child<LoaderChoices>(loaderShape).optional,
});
/** How guests can be started. */
export interface OsChoices extends TypeOf<typeof osShape> {}

const memoryBackingShape = element('memoryBacking', { supported, ...offered({ sourceType: choices('sourceType') }) });
/** What guests' memory can be made of. */
export interface MemoryBackingChoices extends TypeOf<typeof memoryBackingShape> {}

const capabilitiesShape = element('domainCapabilities', {
  /** The emulator. */
  emulator: leaf('path', str).optional,
  /** The type of domain: `kvm`, `qemu`. */
  virtType: leaf('domain', str),
  machine: leaf('machine', str).optional,
  arch: leaf('arch', str),
  maxVcpus: within('vcpu', attr('max', uint)).optional,
  iothreads: ability('iothreads'),
  os: child<OsChoices>(osShape).optional,
  cpu: child<CpuModes>(cpuModes).optional,
  memoryBacking: child<MemoryBackingChoices>(memoryBackingShape).optional,
  devices: child<DeviceChoices>(deviceChoices).optional,
  features: child<FeatureChoices>(featureChoices).optional,
});
/**
 * What guests of one emulator, type, architecture and machine may have, as virConnectGetDomainCapabilities tells it. An
 * absent part is one that the daemon does not tell about.
 */
export interface DomainCapabilities extends TypeOf<typeof capabilitiesShape> {}
export const domainCapabilities: ElementSchema<DomainCapabilities> = capabilitiesShape;

const document = documentKind(domainCapabilities, { domain: 'NONE', name: '(domain_capabilities)' });

/**
 * Reads what guests may have.
 * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not such a document
 */
export function parseDomainCapabilities(xml: string | Uint8Array, options?: ReadOptions): DomainCapabilities {
  return document.parse(xml, options);
}

/** Writes what guests may have. */
export function formatDomainCapabilities(value: DomainCapabilities, flags?: FormatFlags): string {
  return document.format(value, flags);
}
