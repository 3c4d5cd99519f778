import {
  attr,
  child,
  type ElementSchema,
  element,
  group,
  hex,
  leaf,
  oneOf,
  onOff,
  type RequiredField,
  scaledKiB,
  str,
  type TypeOf,
  uint,
  uintAnyBase,
  variant,
  within,
} from '../kernel/index.js';
import { unsupported } from './fault-kinds.js';
import { companionInfo, virtioOptions } from './device-info.js';

const scsiModel = oneOf(
  'auto',
  'buslogic',
  'lsilogic',
  'lsisas1068',
  'vmpvscsi',
  'ibmvscsi',
  'virtio-scsi',
  'lsisas1078',
  'virtio-transitional',
  'virtio-non-transitional',
  'ncr53c90',
  'dc390',
  'am53c974',
);
const usbModel = oneOf(
  'piix3-uhci',
  'piix4-uhci',
  'ehci',
  'ich9-ehci1',
  'ich9-uhci1',
  'ich9-uhci2',
  'ich9-uhci3',
  'vt82c686b-uhci',
  'pci-ohci',
  'nec-xhci',
  'qusb1',
  'qusb2',
  'qemu-xhci',
  'none',
);
const pciModel = oneOf(
  'pci-root',
  'pcie-root',
  'pci-bridge',
  'dmi-to-pci-bridge',
  'pcie-to-pci-bridge',
  'pcie-root-port',
  'pcie-switch-upstream-port',
  'pcie-switch-downstream-port',
  'pci-expander-bus',
  'pcie-expander-bus',
);

const pciTargetShape = element('target', {
  chassisNr: attr('chassisNr', uintAnyBase).optional,
  chassis: attr('chassis', uintAnyBase).optional,
  port: attr('port', hex(1, 0xff)).optional,
  busNr: attr('busNr', uintAnyBase).optional,
  index: attr('index', uintAnyBase).optional,
  hotplug: attr('hotplug', onOff).optional,
  node: leaf('node', uint).optional,
});
/** What the guest sees of a PCI controller beside its address. */
export interface PciControllerTarget extends TypeOf<typeof pciTargetShape> {}
const pciTarget: ElementSchema<PciControllerTarget> = pciTargetShape;

const kindField = variant(
  'type',
  {
    ide: group({ model: attr('model', oneOf('piix3', 'piix4', 'ich6'), unsupported).optional }),
    fdc: group({ model: attr('model', str).optional }),
    scsi: group({ model: attr('model', scsiModel, unsupported).optional }),
    sata: group({ model: attr('model', str).optional }),
    'virtio-serial': group({
      ports: attr('ports', uint).optional,
      vectors: attr('vectors', uint).optional,
      model: attr('model', oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional'), unsupported).optional,
    }),
    ccid: group({ model: attr('model', str).optional }),
    usb: group({ model: attr('model', usbModel, unsupported).optional, ports: attr('ports', uint).optional }),
    pci: group({
      model: attr('model', pciModel, unsupported).optional,
      /** The hypervisor's name of the device that plays the model. */
      modelName: within('model', attr('name', str)).optional,
      target: child(pciTarget).optional,
      /** Size of the 64-bit window in KiB. */
      pcihole64KiB: scaledKiB('pcihole64').optional,
    }),
    xenbus: group({
      maxGrantFrames: attr('maxGrantFrames', uint).optional,
      maxEventChannels: attr('maxEventChannels', uint).optional,
    }),
    isa: group({ model: attr('model', str).optional }),
  },
  { absent: 'ide' },
);
/** What a controller controls, with what only this kind has. */
export type ControllerKind = TypeOf<typeof kindField>;
const kind: RequiredField<ControllerKind> = kindField;

const driverShape = element('driver', {
  queues: attr('queues', uint).optional,
  cmdPerLun: attr('cmd_per_lun', uint).optional,
  maxSectors: attr('max_sectors', uint).optional,
  ioeventfd: attr('ioeventfd', onOff).optional,
  iothread: attr('iothread', uint).optional,
  ...virtioOptions,
});
/** How the hypervisor runs a controller. */
export interface ControllerDriver extends TypeOf<typeof driverShape> {}
const driver: ElementSchema<ControllerDriver> = driverShape;

const controllerShape = element('controller', {
  /** Number of the controller among those of its type; absent: the next free one. */
  index: attr('index', uint).optional,
  kind,
  driver: child(driver).optional,
  ...companionInfo,
});
/** A controller, to which other devices are attached. */
export interface Controller extends TypeOf<typeof controllerShape> {}
export const controller: ElementSchema<Controller> = controllerShape;
