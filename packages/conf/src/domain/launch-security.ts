import {
  attr,
  bareHex,
  element,
  type ElementSchema,
  group,
  leaf,
  type RequiredField,
  str,
  type TypeOf,
  uint,
  variant,
  yesNo,
} from '../kernel/index.js';
import { wrong } from './fault-kinds.js';

const typeField = variant('type', {
  sev: group({
    kernelHashes: attr('kernelHashes', yesNo).optional,
    cbitpos: leaf('cbitpos', uint, wrong).optional,
    reducedPhysBits: leaf('reducedPhysBits', uint, wrong).optional,
    policy: leaf('policy', bareHex(4, 0xffff_ffff), wrong),
    dhCert: leaf('dhCert', str).optional,
    session: leaf('session', str).optional,
  }),
  's390-pv': group({}),
});
/** The technique with its settings. */
export type LaunchSecurityKind = TypeOf<typeof typeField>;
const kind: RequiredField<LaunchSecurityKind> = typeField;

const launchSecurityShape = element('launchSecurity', { kind });
/** Protection of the guest's memory from the host. */
export interface LaunchSecurity extends TypeOf<typeof launchSecurityShape> {}
export const launchSecurity: ElementSchema<LaunchSecurity> = launchSecurityShape;
