import {
  attr,
  type ElementSchema,
  element,
  group,
  oneOf,
  range,
  str,
  type TypeOf,
  uuid,
  within,
  uintAnyBase,
} from '../kernel/index.js';

const virtualportShape = element('virtualport', {
  type: attr('type', oneOf('802.1Qbg', '802.1Qbh', 'openvswitch', 'midonet')).optional,
  parameters: within(
    'parameters',
    group({
      managerId: attr('managerid', range(0, 255)).optional,
      typeId: attr('typeid', uintAnyBase).optional,
      typeIdVersion: attr('typeidversion', range(0, 255)).optional,
      instanceId: attr('instanceid', uuid).optional,
      interfaceId: attr('interfaceid', uuid).optional,
      profileId: attr('profileid', str).optional,
    }),
  ).optional,
});
/** The switch port that an interface is plugged into. */
export interface Virtualport extends TypeOf<typeof virtualportShape> {}
export const virtualport: ElementSchema<Virtualport> = virtualportShape;
