import {
  attr,
  type ElementSchema,
  element,
  group,
  oneOf,
  only,
  str,
  type TypeOf,
  uuid,
  within,
  uintAnyBase,
} from '../kernel/index.js';
import { filled } from '../filled-attribute.js';

const unsupported = { code: 'CONFIG_UNSUPPORTED', domain: 'NONE' } as const;
const wrong = { domain: 'NONE' } as const;

const upTo = (max: number) => only(uintAnyBase, `a number up to ${max}`, value => value <= max);

const virtualportShape = element('virtualport', {
  type: attr('type', oneOf('802.1Qbg', '802.1Qbh', 'openvswitch', 'midonet'), unsupported).optional,
  parameters: within(
    'parameters',
    group({
      managerId: filled('managerid', upTo(0xff), wrong).optional,
      typeId: filled('typeid', upTo(0xff_ffff), wrong).optional,
      typeIdVersion: filled('typeidversion', upTo(0xff), wrong).optional,
      instanceId: filled('instanceid', uuid, wrong).optional,
      interfaceId: filled('interfaceid', uuid, wrong).optional,
      profileId: filled('profileid', str).optional,
    }),
  ).optional,
});
/** The switch port that an interface is plugged into. */
export interface Virtualport extends TypeOf<typeof virtualportShape> {}
export const virtualport: ElementSchema<Virtualport> = virtualportShape;
