import { attr, group, type OptionalField, str, type TypeOf, uint, variant, within, yesNo } from '../kernel/index.js';
import { pciNumbers } from '../domain/address.js';

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
        group({ uniqueId: attr('unique_id', uint, storage), address: within('address', group(pciNumbers)) }),
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
export const poolAdapter: OptionalField<PoolAdapter> = within('adapter', adapterField).optional;
