import {
  attr,
  attributeOf,
  child,
  childOf,
  type ElementSchema,
  element,
  fault,
  type Finding,
  group,
  hex,
  leaf,
  oneOf,
  only,
  type OptionalField,
  optionalField,
  range,
  onOff,
  type RequiredField,
  scaledKiB,
  str,
  type Text,
  textIn,
  type TypeOf,
  uint,
  uintAnyBase,
  unless,
  variant,
  within,
} from '../kernel/index.js';
import type { XmlElement } from '@tsvirt/util/xml';
import { unsupported, wrong } from './fault-kinds.js';
import { companionInfo, virtioOptions } from './device-info.js';

const largestInt = 0x7fff_ffff;

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
  port: attr('port', hex(1, 0x7fff_ffff)).optional,
  busNr: attr('busNr', uintAnyBase).optional,
  index: attr('index', uintAnyBase).optional,
  hotplug: attr('hotplug', onOff).optional,
  node: leaf('node', uint, wrong).optional,
});
/** What the guest sees of a PCI controller beside its address. */
export interface PciControllerTarget extends TypeOf<typeof pciTargetShape> {}
const pciTarget: ElementSchema<PciControllerTarget> = pciTargetShape;

const pciModelNames: ReadonlySet<string> = new Set([
  'none',
  'pci-bridge',
  'i82801b11-bridge',
  'ioh3420',
  'x3130-upstream',
  'xio3130-downstream',
  'pxb',
  'pxb-pcie',
  'pcie-root-port',
  'spapr-pci-host-bridge',
  'pcie-pci-bridge',
]);
const pciModelName: Text<string> = {
  ...only(str, "the name of a PCI controller's device", text => pciModelNames.has(text)),
  values: [...pciModelNames],
};

/** Controllers of the plain kinds have no models: each word is a wrong one. */
const plain: ReadonlySet<string> = new Set(['fdc', 'sata', 'ccid', 'xenbus', 'isa']);

/** What only a root of PCI buses has, and is not so much as looked at elsewhere. */
function ofRoots<T>({ spec }: RequiredField<T>): OptionalField<T> {
  const roots: readonly (string | undefined)[] = ['pci-root', 'pcie-root'];
  return optionalField<T>({
    ...spec,
    read: (node, reading) => (roots.includes(attributeOf(node, 'model')) ? spec.read(node, reading) : undefined),
  });
}

const kindField = variant(
  'type',
  {
    ide: group({ model: attr('model', oneOf('piix3', 'piix4', 'ich6'), unsupported).optional }),
    fdc: group({}),
    scsi: group({ model: attr('model', scsiModel, unsupported).optional }),
    sata: group({}),
    'virtio-serial': group({
      ports: attr('ports', uint).optional,
      vectors: attr('vectors', uint).optional,
      model: attr('model', oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional'), unsupported).optional,
    }),
    ccid: group({}),
    usb: group({ model: attr('model', usbModel, unsupported).optional, ports: attr('ports', uint).optional }),
    pci: group({
      model: attr('model', pciModel, unsupported).optional,
      /** The hypervisor's name of the device that plays the model. */
      modelName: within('model', attr('name', pciModelName).optional).optional,
      target: child(pciTarget).optional,
      /** Size of the 64-bit window in KiB. */
      pcihole64KiB: ofRoots(scaledKiB('pcihole64')),
    }),
    xenbus: group({
      maxGrantFrames: attr('maxGrantFrames', uint).optional,
      maxEventChannels: attr('maxEventChannels', uint).optional,
    }),
    isa: group({}),
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
  iothread: unless(attr('iothread', uint), iothread => iothread === 0),
  ...virtioOptions,
});
/** How the hypervisor runs a controller. */
export interface ControllerDriver extends TypeOf<typeof driverShape> {}
const driver: ElementSchema<ControllerDriver> = driverShape;

const controllerShape = element('controller', {
  /** Number of the controller among those of its type; absent: the next free one. */
  index: attr('index', range(0, largestInt)).optional,
  kind,
  driver: child(driver).optional,
  ...companionInfo,
});
/** A controller, to which other devices are attached. */
export interface Controller extends TypeOf<typeof controllerShape> {}
export const controller: ElementSchema<Controller> = {
  ...controllerShape,
  read(node, reading) {
    const value = controllerShape.read(node, reading);
    const finding = misplaced(value, node);
    if (finding !== undefined) throw fault(node, reading, finding.what, '', finding.kind);
    return value;
  },
};

/** What is wrong with parts of the element that its value does not keep. */
function misplaced({ kind: { type } }: Controller, node: XmlElement): Finding | undefined {
  const model = attributeOf(node, 'model');
  if (model !== undefined && plain.has(type)) return { what: `Unknown model type '${model}'`, kind: unsupported };
  for (const name of ['model', 'target']) {
    if (node.children.filter(part => part.kind === 'element' && part.name === name).length < 2) continue;
    return { what: `Multiple <${name}> elements in controller definition not allowed`, kind: wrong };
  }
  // Read whatever the type, and kept by few.
  const target = childOf(node, 'target');
  const numaNode = target === undefined ? undefined : childOf(target, 'node');
  if (numaNode !== undefined && uint.read(textIn(numaNode)) === undefined) {
    return { what: 'invalid NUMA node in target', kind: wrong };
  }
  const ports = attributeOf(node, 'ports');
  if (ports === undefined || range(0, largestInt).read(ports) !== undefined) return undefined;
  return { what: `Invalid value for attribute 'ports' in element 'controller': '${ports}'.`, kind: {} };
}
