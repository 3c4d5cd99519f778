import { assignUsbAddresses, assignVirtioSerialPorts, type Domain } from '@tsvirt/conf/domain';
import { completeController } from './device-defaults.js';
import { assignMemorySlots } from './memory-slots.js';
import { assignSpaprVio } from './spapr-vio.js';
import { assignPciAddresses } from './pci-addresses.js';

/** Gives every device that needs one its address. Controllers that one kind adds need addresses of the next. */
export function assignAddresses(domain: Domain): Domain {
  const { devices } = domain;
  const controllers = devices.controllers.map(controller => completeController(controller, domain));
  const complete = { ...domain, devices: { ...devices, controllers } };
  return assignUsbAddresses(assignPciAddresses(assignSpaprVio(assignVirtioSerialPorts(assignMemorySlots(complete)))));
}
