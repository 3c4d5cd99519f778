import type { XmlElement } from '@tsvirt/util/xml';
import {
  attr,
  attributeOf,
  child,
  childOf,
  type ElementSchema,
  type Finding,
  element,
  fault,
  flag,
  group,
  hex,
  leaf,
  lenient,
  many,
  oneOf,
  only,
  onOff,
  refined,
  type RequiredField,
  str,
  type TypeOf,
  uintAnyBase,
  ulongAnyBase,
  unless,
  uuid,
  variant,
  within,
  yesNo,
} from '../kernel/index.js';
import { checkedField, settled } from '../checked.js';
import { depending } from '../depending.js';
import { filled } from '../filled-attribute.js';
import { isSecretType } from '../storage/auth.js';
import { present, withMissing } from '../missing.js';
import { internal, unsupported, wrong } from './fault-kinds.js';
import { hostPciPlace } from './host-pci-place.js';
import { storageAuth } from '../storage/auth.js';
import { storageHost } from '../storage/network-source.js';
import { romInfo } from './device-info.js';
import { teaming } from './interface.js';
import { ip, route } from './ip-config.js';

const startupPolicy = attr('startupPolicy', oneOf('mandatory', 'requisite', 'optional')).optional;

const usbAddressShape = element('address', {
  bus: attr('bus', uintAnyBase),
  device: attr('device', uintAnyBase),
  port: attr('port', str).optional,
});
/** A USB device by bus and number, or by bus and port. */
export interface HostUsbAddress extends TypeOf<typeof usbAddressShape> {}
const usbAddress: ElementSchema<HostUsbAddress> = usbAddressShape;

const scsiAddressShape = element('address', {
  bus: attr('bus', uintAnyBase),
  target: attr('target', uintAnyBase),
  unit: attr('unit', ulongAnyBase),
});
/** A SCSI device of a host adapter. */
export interface HostScsiAddress extends TypeOf<typeof scsiAddressShape> {}
const scsiAddress: ElementSchema<HostScsiAddress> = scsiAddressShape;

const none = <T>(list: readonly T[]) => list.length === 0;

/** A hostdev has to say which device of the host's it is. */
function source<T>(inner: RequiredField<T>): RequiredField<T> {
  return present(within('source', inner), wrong);
}

/** Adapters are what no protocol means. */
const ofAdapters = ['', 'adapter'];

/** The name of a port in the form that the kernel's target has. */
const wwpn = only(str, "'naa.' and 16 hexadecimal digits", text => /^naa\.[0-9a-fA-F]{16}$/.test(text));

/** Vendors and products have numbers above 0. */
const usbId = only(hex(4, 0xffff), 'a number from 0x1 to 0xffff', id => id > 0);

interface UsbSource {
  readonly vendor?: number | undefined;
  readonly product?: number | undefined;
  readonly address?: HostUsbAddress | undefined;
}

/** A vendor goes with a product; bus 0 and device 0 are no place. */
function usbSource<T extends UsbSource>(inner: RequiredField<T>): RequiredField<T> {
  const whole = checkedField(inner, ({ vendor, product }) =>
    (vendor === undefined) === (product === undefined)
      ? undefined
      : { what: `missing ${vendor === undefined ? 'vendor' : 'product'}`, kind: internal },
  );
  return refined(whole, value => {
    const { address } = value;
    return address?.bus === 0 && address.device === 0 ? { ...value, address: undefined } : value;
  });
}

interface ScsiSource {
  readonly protocol: 'adapter' | 'iscsi';
  readonly name?: string | undefined;
  readonly hosts?: readonly unknown[] | undefined;
  readonly auth?: { readonly secret: { readonly type?: string | undefined } } | undefined;
  readonly adapter?: string | undefined;
  readonly address?: HostScsiAddress | undefined;
}

function checkScsiSource({ protocol, name, hosts, auth, adapter, address }: ScsiSource): Finding | undefined {
  if (protocol === 'iscsi') {
    if (name === undefined) return { what: 'missing iSCSI hostdev source path name', kind: wrong };
    if ((hosts?.length ?? 0) === 0) return { what: 'missing the host address for the iSCSI hostdev', kind: wrong };
    if ((hosts?.length ?? 0) > 1) {
      return { what: 'only one source host address may be specified for the iSCSI hostdev', kind: wrong };
    }
    if (auth === undefined) return undefined;
    const { type } = auth.secret;
    if (type === undefined || !isSecretType(type)) {
      return { what: `invalid secret type ${type ?? ''}`, kind: unsupported };
    }
    return type === 'iscsi' ? undefined : { what: `hostdev invalid secret type '${type}'`, kind: internal };
  }
  const missing = address === undefined ? 'address' : adapter === undefined ? 'adapter' : undefined;
  return missing === undefined
    ? undefined
    : { what: `'${missing}' must be specified for scsi hostdev source`, kind: wrong };
}

const subsystemField = withMissing(
  variant(
    'type',
    {
      usb: group({
        source: source(
          usbSource(
            group({
              startupPolicy,
              guestReset: attr('guestReset', oneOf('on', 'off', 'uninitialized')).optional,
              vendor: within('vendor', attr('id', usbId)).optional,
              product: within('product', attr('id', usbId)).optional,
              address: child(usbAddress).optional,
            }),
          ),
        ),
      }),
      pci: group({
        driver: within('driver', attr('name', oneOf('kvm', 'vfio', 'xen')).optional).optional,
        source: source(
          group({
            writeFiltering: attr('writeFiltering', yesNo).optional,
            address: within('address', hostPciPlace),
          }),
        ),
      }),
      scsi: group({
        sgio: attr('sgio', oneOf('filtered', 'unfiltered')).optional,
        rawio: attr('rawio', yesNo).optional,
        source: source(
          checkedField(
            group({
              protocol: attr('protocol', oneOf('adapter', 'iscsi'), unsupported).implied('adapter'),
              name: attr('name', str).optional,
              hosts: unless(many(storageHost), none),
              auth: child(storageAuth).optional,
              initiator: within('initiator', within('iqn', filled('name', str).optional).optional).optional,
              adapter: depending('protocol', ofAdapters, within('adapter', filled('name', str, wrong).optional)),
              address: depending('protocol', ofAdapters, child(scsiAddress)),
            }),
            checkScsiSource,
          ),
        ),
        readonly: flag('readonly'),
        shareable: flag('shareable'),
      }),
      scsi_host: group({
        model: attr('model', oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional')).optional,
        source: source(
          group({ protocol: attr('protocol', oneOf('vhost'), unsupported, wrong), wwpn: attr('wwpn', wwpn, wrong) }),
        ),
      }),
      mdev: group({
        model: attr('model', oneOf('vfio-pci', 'vfio-ccw', 'vfio-ap')),
        display: attr('display', onOff).optional,
        ramfb: attr('ramfb', onOff).optional,
        source: source(
          group({
            uuid: present(within('address', attr('uuid', uuid, internal, unsupported)), unsupported),
          }),
        ),
      }),
    },
    unsupported,
  ),
  wrong,
);
/** A device of the host's, by kind. */
export type HostdevSubsystem = TypeOf<typeof subsystemField>;

const capabilitiesField = withMissing(
  variant(
    'type',
    {
      storage: group({ block: source(leaf('block', str, wrong)) }),
      misc: group({ char: source(leaf('char', str, wrong)) }),
      net: group({
        interface: source(leaf('interface', str, wrong)),
        ips: unless(many(ip), none),
        routes: unless(many(route), none),
      }),
    },
    unsupported,
  ),
  wrong,
);
/** Something of the host's that a container may use, by kind. */
export type HostdevCapabilities = TypeOf<typeof capabilitiesField>;

const modeField = variant(
  'mode',
  { subsystem: group({ device: subsystemField }), capabilities: group({ device: capabilitiesField }) },
  { ...unsupported, absent: 'subsystem' },
);
/** Which of the host's devices a hostdev is. */
export type HostdevMode = TypeOf<typeof modeField>;
const mode: RequiredField<HostdevMode> = modeField;

const hostdevShape = element(
  'hostdev',
  {
    /** Any word but yes means no. */
    managed: attr('managed', lenient(yesNo)).optional,
    hostdev: mode,
    teaming: child(teaming).optional,
    ...romInfo,
  },
  { empty: 'body' },
);
/** A device of the host's that the guest gets. */
export interface Hostdev extends TypeOf<typeof hostdevShape> {}
export const hostdev: ElementSchema<Hostdev> = settled<Hostdev>(
  {
    ...hostdevShape,
    read(node, reading) {
      const misplacedPart = (attributeOf(node, 'mode') ?? 'subsystem') === 'subsystem' ? misplaced(node) : undefined;
      if (misplacedPart !== undefined) throw fault(node, reading, misplacedPart.what, '', misplacedPart.kind);
      return hostdevShape.read(node, reading);
    },
  },
  // A container's devices stay with their drivers.
  given => (given.hostdev.mode === 'capabilities' ? { ...given, managed: undefined } : given),
);

/** Attributes of other kinds of devices; looked for before anything else. */
function misplaced(node: XmlElement): Finding | undefined {
  const type = attributeOf(node, 'type');
  const from = childOf(node, 'source');
  if (type === undefined || !kinds.has(type)) return undefined;
  if (from === undefined) return { what: 'Missing <source> element in hostdev device', kind: wrong };
  if (type !== 'usb' && attributeOf(from, 'startupPolicy') !== undefined) {
    return { what: 'Setting startupPolicy is only allowed for USB devices', kind: unsupported };
  }
  for (const name of ['sgio', 'rawio']) {
    if (type !== 'scsi' && attributeOf(node, name) !== undefined) {
      return { what: `${name} is only supported for scsi host device`, kind: wrong };
    }
  }
  if (type !== 'mdev' && type !== 'scsi_host' && attributeOf(node, 'model') !== undefined) {
    return { what: "'model' attribute in <hostdev> is only supported when type='mdev' or 'scsi_host'", kind: wrong };
  }
  return undefined;
}

const kinds: ReadonlySet<string> = new Set(['usb', 'pci', 'scsi', 'scsi_host', 'mdev']);
