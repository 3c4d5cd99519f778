import type { Domain } from '@tsvirt/conf';
import { assignPciAddresses } from './pci-addresses.js';
import { assignUsbAddresses } from './usb-addresses.js';
import { assignVirtioSerialPorts } from './virtio-serial-addresses.js';

/** Gives every device that needs one its address. Controllers that one kind adds need addresses of the next. */
export function assignAddresses(domain: Domain): Domain {
  return assignUsbAddresses(assignPciAddresses(assignVirtioSerialPorts(domain)));
}
