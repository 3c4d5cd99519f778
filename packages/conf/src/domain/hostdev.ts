import {
  attr,
  child,
  type ElementSchema,
  element,
  flag,
  group,
  hex,
  leaf,
  many,
  oneOf,
  onOff,
  type RequiredField,
  str,
  type TypeOf,
  uint,
  ulong,
  unless,
  uuid,
  variant,
  within,
  yesNo,
} from '../kernel/index.js';
import { unsupported, wrong } from './fault-kinds.js';
import { withMissing } from '../missing.js';
import { storageAuth } from '../storage/auth.js';
import { storageHost } from '../storage/source.js';
import { hostPciAddress } from './address.js';
import { romInfo } from './device-info.js';
import { teaming } from './interface.js';
import { ip, route } from './ip-config.js';

const startupPolicy = attr('startupPolicy', oneOf('mandatory', 'requisite', 'optional')).optional;

const usbAddressShape = element('address', {
  bus: attr('bus', uint).optional,
  device: attr('device', uint).optional,
  port: attr('port', str).optional,
});
/** A USB device by bus and number, or by bus and port. */
export interface HostUsbAddress extends TypeOf<typeof usbAddressShape> {}
const usbAddress: ElementSchema<HostUsbAddress> = usbAddressShape;

const scsiAddressShape = element('address', {
  bus: attr('bus', uint),
  target: attr('target', uint),
  unit: attr('unit', ulong),
});
/** A SCSI device of a host adapter. */
export interface HostScsiAddress extends TypeOf<typeof scsiAddressShape> {}
const scsiAddress: ElementSchema<HostScsiAddress> = scsiAddressShape;

const none = <T>(list: readonly T[]) => list.length === 0;

const subsystemField = withMissing(
  variant(
    'type',
    {
      usb: group({
        source: within(
          'source',
          group({
            startupPolicy,
            guestReset: attr('guestReset', oneOf('on', 'off', 'uninitialized')).optional,
            vendor: within('vendor', attr('id', hex(4, 0xffff))).optional,
            product: within('product', attr('id', hex(4, 0xffff))).optional,
            address: child(usbAddress).optional,
          }),
        ),
      }),
      pci: group({
        driver: within('driver', attr('name', oneOf('kvm', 'vfio', 'xen')).optional).optional,
        source: within(
          'source',
          group({
            writeFiltering: attr('writeFiltering', yesNo).optional,
            address: within('address', hostPciAddress).optional,
          }),
        ),
      }),
      scsi: group({
        sgio: attr('sgio', oneOf('filtered', 'unfiltered')).optional,
        rawio: attr('rawio', yesNo).optional,
        source: within(
          'source',
          group({
            protocol: attr('protocol', oneOf('adapter', 'iscsi')).implied('adapter'),
            name: attr('name', str).optional,
            hosts: unless(many(storageHost), none),
            auth: child(storageAuth).optional,
            initiator: within('initiator', within('iqn', attr('name', str))).optional,
            adapter: within('adapter', attr('name', str)).optional,
            address: child(scsiAddress).optional,
          }),
        ),
        readonly: flag('readonly'),
        shareable: flag('shareable'),
      }),
      scsi_host: group({
        model: attr('model', oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional')).optional,
        source: within('source', group({ protocol: attr('protocol', oneOf('vhost')), wwpn: attr('wwpn', str) })),
      }),
      mdev: group({
        model: attr('model', oneOf('vfio-pci', 'vfio-ccw', 'vfio-ap')).optional,
        display: attr('display', onOff).optional,
        ramfb: attr('ramfb', onOff).optional,
        source: within(
          'source',
          group({
            uuid: within('address', attr('uuid', uuid, { code: 'CONFIG_UNSUPPORTED', domain: 'DOMAIN' })).optional,
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
      storage: group({ block: within('source', leaf('block', str)) }),
      misc: group({ char: within('source', leaf('char', str)) }),
      net: group({
        interface: within('source', leaf('interface', str)),
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
  { absent: 'subsystem' },
);
/** Which of the host's devices a hostdev is. */
export type HostdevMode = TypeOf<typeof modeField>;
const mode: RequiredField<HostdevMode> = modeField;

const hostdevShape = element('hostdev', {
  managed: attr('managed', yesNo).optional,
  hostdev: mode,
  teaming: child(teaming).optional,
  ...romInfo,
});
/** A device of the host's that the guest gets. */
export interface Hostdev extends TypeOf<typeof hostdevShape> {}
export const hostdev: ElementSchema<Hostdev> = hostdevShape;
