import {
  attr,
  child,
  element,
  type ElementSchema,
  flag,
  group,
  oneOf,
  type RequiredField,
  str,
  type TypeOf,
  unless,
  uuid,
  variant,
  within,
  yesNo,
} from '../kernel/index.js';
import { deviceInfo } from './device-info.js';
import { filled } from '../filled-attribute.js';
import { atMost, checkedField } from '../checked.js';
import { internal, wrong } from './fault-kinds.js';
import { present } from '../missing.js';

const pcrBanksShape = element('active_pcr_banks', {
  sha1: flag('sha1'),
  sha256: flag('sha256'),
  sha384: flag('sha384'),
  sha512: flag('sha512'),
});
/** The PCR banks that are on when the TPM is made. */
export interface TpmPcrBanks extends TypeOf<typeof pcrBanksShape> {}
const pcrBanks: ElementSchema<TpmPcrBanks> = pcrBanksShape;

/** The socket of a TPM that someone else runs. */
const externalSource = within(
  'source',
  group({
    type: attr('type', oneOf('unix'), wrong),
    /** The only mode that there is. */
    mode: attr('mode', oneOf('connect'), wrong).default('connect'),
    path: attr('path', str, wrong),
  }),
);

const hostTpm = '/dev/tpm0';

const oneBackend = within(
  'backend',
  variant('type', {
    passthrough: group({ device: within('device', filled('path', str).default(hostTpm)).default(hostTpm) }),
    emulator: checkedField(
      group({
        version: attr('version', oneOf('1.2', '2.0')).optional,
        persistentState: unless(attr('persistent_state', yesNo, internal), persistent => !persistent),
        encryption: within('encryption', attr('secret', uuid, internal).optional).optional,
        activePcrBanks: child(pcrBanks).optional,
      }),
      ({ version, activePcrBanks: banks }) =>
        version !== '2.0' && banks !== undefined && Object.values(banks).includes(true)
          ? { what: "<active_pcr_banks/> requires TPM version '2.0'", kind: wrong }
          : undefined,
    ),
    external: group({ source: present(externalSource, wrong) }),
  }),
);
const backendField = present(atMost(1, 'backend', oneBackend, 'only one TPM backend is supported', wrong), wrong);
/** What does the TPM's work on the host. */
export type TpmBackend = TypeOf<typeof backendField>;
const backend: RequiredField<TpmBackend> = backendField;

const tpmShape = element('tpm', {
  model: attr('model', oneOf('tpm-tis', 'tpm-crb', 'tpm-spapr', 'spapr-tpm-proxy')).optional,
  backend,
  ...deviceInfo,
});
/** A trusted platform module. */
export interface Tpm extends TypeOf<typeof tpmShape> {}
export const tpm: ElementSchema<Tpm> = tpmShape;
