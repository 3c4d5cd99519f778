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

const typeField = variant('type', {
  sev: group({
    kernelHashes: attr('kernelHashes', yesNo).optional,
    cbitpos: leaf('cbitpos', uint).optional,
    reducedPhysBits: leaf('reducedPhysBits', uint).optional,
    policy: leaf('policy', bareHex(4, 0xffff_ffff)),
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
