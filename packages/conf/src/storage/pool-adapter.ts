import {
  attr,
  attributeOf,
  childOf,
  fault,
  field,
  group,
  type OptionalField,
  type RequiredField,
  str,
  type TypeOf,
  range,
  variant,
  within,
  yesNo,
} from '../kernel/index.js';
import { hostPciPlace } from '../domain/host-pci-place.js';
import { present } from '../missing.js';

const storage = { domain: 'STORAGE' } as const;

const adapterField = variant(
  'type',
  {
    scsi_host: group({
      /** Name of the host adapter, such as `host5`. */
      name: attr('name', str).optional,
      /** The adapter by its device's place and its own number, which survive a reboot. */
      parentAddress: within(
        'parentaddr',
        group({
          uniqueId: attr('unique_id', range(0, 0xffff_fffe), storage),
          address: present(within('address', hostPciPlace), storage),
        }),
      ).optional,
    }),
    fc_host: group({
      parent: attr('parent', str).optional,
      parentWwnn: attr('parent_wwnn', str).optional,
      parentWwpn: attr('parent_wwpn', str).optional,
      parentFabricWwn: attr('parent_fabric_wwn', str).optional,
      managed: attr('managed', yesNo).optional,
      wwnn: attr('wwnn', str).optional,
      wwpn: attr('wwpn', str).optional,
    }),
  },
  { absent: 'scsi_host' },
);
/** A host's SCSI adapter: one it has, or a virtual one on a Fibre Channel port. */
export type PoolAdapter = TypeOf<typeof adapterField>;
export const poolAdapter: OptionalField<PoolAdapter> = within('adapter', typed(adapterField)).optional;

/** Only a plain name goes without a type. */
function typed({ spec }: RequiredField<PoolAdapter>): RequiredField<PoolAdapter> {
  return field<PoolAdapter>({
    ...spec,
    read(node, reading) {
      const untyped = attributeOf(node, 'type') === undefined;
      const needsType =
        childOf(node, 'parentaddr') !== undefined ||
        ['wwnn', 'wwpn', 'parent'].some(name => attributeOf(node, name) !== undefined);
      if (untyped && needsType) throw fault(node, reading, 'adapter without a type', '', storage);
      return spec.read(node, reading);
    },
  });
}
