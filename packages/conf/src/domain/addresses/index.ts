export { assignPci, PciPlaces, type PciPlug, type PciPolicy } from './assign-pci.js';
export { assignCcwNumbers, CcwNumbers } from './ccw-numbers.js';
export { driveBuses, type DriveBusSize, DriveUnits, driveUnitsOf } from './drive-units.js';
export { type PciBusRules, pciBusRules, type PciConnection, type PciModel } from './pci-bus-rules.js';
export { pciAddress, PciBuses } from './pci-buses.js';
export { type Addressed, type Placed, placedAt, withAddresses } from './placed.js';
export { assignUsbAddresses } from './usb-addresses.js';
export { UsbBus, usbPortsOf } from './usb-bus.js';
export { assignVirtioSerialPorts } from './virtio-serial-ports.js';
