import { choices, offered } from '../capabilities/choices.js';
import {
  attr,
  attrKiB,
  child,
  type ElementSchema,
  element,
  leaf,
  many,
  scaledKiB,
  str,
  type TypeOf,
  uint,
  within,
  yesNo,
} from '../kernel/index.js';
import { ability, supported } from '../capabilities/supported.js';

const gicShape = element('gic', { supported, ...offered({ version: choices('version') }) });
/** Versions of ARM's interrupt controller. */
export interface GicChoices extends TypeOf<typeof gicShape> {}

const sevShape = element('sev', {
  supported,
  /** The bit of an address that says whether memory is encrypted. */
  cbitpos: leaf('cbitpos', uint).optional,
  /** How many bits of addresses encryption takes. */
  reducedPhysBits: leaf('reducedPhysBits', uint).optional,
  maxGuests: leaf('maxGuests', uint).optional,
  /** Guests whose registers are encrypted too. */
  maxESGuests: leaf('maxESGuests', uint).optional,
  /** The id of the first CPU, in base64; daemons before 9.9 do not tell. */
  cpu0Id: leaf('cpu0Id', str).optional,
});
/** AMD's encryption of guests' memory. */
export interface SevAbility extends TypeOf<typeof sevShape> {}

const sectionShape = element('section', { node: attr('node', uint), sizeKiB: attrKiB('size') });
/** Enclave memory of one NUMA cell. */
export interface SgxSection extends TypeOf<typeof sectionShape> {}
const section: ElementSchema<SgxSection> = sectionShape;

const sgxShape = element('sgx', {
  supported,
  /** Whether guests choose who may start enclaves. */
  flc: leaf('flc', yesNo).optional,
  sgx1: leaf('sgx1', yesNo).optional,
  sgx2: leaf('sgx2', yesNo).optional,
  /** Memory of enclaves on the whole host. */
  sectionSizeKiB: scaledKiB('section_size').optional,
  sections: within('sections', many(section)).default([]),
});
/** Intel's enclaves. */
export interface SgxAbility extends TypeOf<typeof sgxShape> {}

const hypervShape = element('hyperv', { supported, ...offered({ features: choices('features') }) });
/** Enlightenments for Windows guests. */
export interface HypervChoices extends TypeOf<typeof hypervShape> {}

const launchSecurityShape = element('launchSecurity', { supported, ...offered({ sectype: choices('sectype') }) });
/** Types of `<launchSecurity>`; daemons before 10.5 do not tell. */
export interface LaunchSecurityChoices extends TypeOf<typeof launchSecurityShape> {}

const featuresShape = element('features', {
  gic: child<GicChoices>(gicShape).optional,
  vmcoreinfo: ability('vmcoreinfo'),
  genid: ability('genid'),
  /** Whether a disk's chain of images may be given as `<backingStore>`. */
  backingStoreInput: ability('backingStoreInput'),
  backup: ability('backup'),
  /** Told by daemons since 9.6. */
  asyncTeardown: ability('async-teardown'),
  /** Protected guests on s390. */
  s390Pv: ability('s390-pv'),
  /** Told by daemons since 10.8. */
  ps2: ability('ps2'),
  /** Told by daemons since 11.6. */
  tdx: ability('tdx'),
  sev: child<SevAbility>(sevShape).optional,
  sgx: child<SgxAbility>(sgxShape).optional,
  hyperv: child<HypervChoices>(hypervShape).optional,
  launchSecurity: child<LaunchSecurityChoices>(launchSecurityShape).optional,
});
/** What guests can have besides devices; of what is absent the daemon does not tell. */
export interface FeatureChoices extends TypeOf<typeof featuresShape> {}
export const featureChoices: ElementSchema<FeatureChoices> = featuresShape;
