import type { Domain } from '@tsvirt/conf/domain';

type Devices = Domain['devices'];
type Placed = { readonly address?: Devices['interfaces'][number]['address'] };

/** Where the registers of each kind begin on a pSeries' bus; each further device is a step behind. */
const firstRegister = { nic: 0x1000n, scsi: 0x2000n, nvram: 0x3000n, serial: 0x3000_0000n } as const;
const step = 0x1000n;

/** Gives devices on a pSeries' own bus, which are told by their models, their registers. */
export function assignSpaprVio(domain: Domain): Domain {
  const { devices } = domain;
  const { interfaces, controllers, serials, nvram } = devices;
  const taken = new Set<bigint>();
  for (const { address } of [...interfaces, ...controllers, ...serials, ...(nvram === undefined ? [] : [nvram])]) {
    if (address?.type === 'spapr-vio' && address.reg !== undefined) taken.add(address.reg);
  }
  const place = <T extends Placed>(device: T, first: bigint): T => {
    const { address } = device;
    if (address !== undefined && (address.type !== 'spapr-vio' || address.reg !== undefined)) return device;
    let reg = first;
    while (taken.has(reg)) reg += step;
    taken.add(reg);
    return { ...device, address: { type: 'spapr-vio', reg } };
  };
  return {
    ...domain,
    devices: {
      ...devices,
      interfaces: interfaces.map(nic => (nic.model === 'spapr-vlan' ? place(nic, firstRegister.nic) : nic)),
      controllers: controllers.map(controller =>
        controller.kind.type === 'scsi' && controller.kind.model === 'ibmvscsi'
          ? place(controller, firstRegister.scsi)
          : controller,
      ),
      serials: serials.map(serial =>
        serial.target?.type === 'spapr-vio-serial' ? place(serial, firstRegister.serial) : serial,
      ),
      ...(nvram !== undefined && { nvram: place(nvram, firstRegister.nvram) }),
    },
  };
}
