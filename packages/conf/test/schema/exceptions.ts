import type { DocumentName } from '../../src/index.js';

const sharedPci = 'the schema has one PCI address for guest and host; libvirt reads no such attribute of a host device';
const sharedCharacter = 'the schema has one target for all character devices; libvirt reads it of others only';
const sharedAdapter = 'the schema has the adapter of storage pools here; libvirt reads its name only';
const statusOnly = 'only in the status files of a running daemon, not in what the API takes or gives';

/** Protocols above IP whose sets the schema allows; libvirt reads them of `all` only. */
const withoutSets = ['ah', 'esp', 'icmp', 'igmp', 'sctp', 'tcp', 'udp', 'udplite'];
const noSets = 'libvirt neither reads nor writes it: a rule with a set has to be for all protocols';

/** Names in libvirt's schemas that conf does not know, each with the reason. The list only shrinks. */
export const exceptions: { readonly [K in DocumentName]?: { readonly [path: string]: string } } = {
  domain: {
    '/domain/devices/console/target/model': sharedCharacter,
    '/domain/devices/disk/privateData': statusOnly,
    '/domain/devices/hostdev/source/adapter/@managed': sharedAdapter,
    '/domain/devices/hostdev/source/adapter/@parent': sharedAdapter,
    '/domain/devices/hostdev/source/adapter/@parent_fabric_wwn': sharedAdapter,
    '/domain/devices/hostdev/source/adapter/@parent_wwnn': sharedAdapter,
    '/domain/devices/hostdev/source/adapter/@parent_wwpn': sharedAdapter,
    '/domain/devices/hostdev/source/adapter/@type': sharedAdapter,
    '/domain/devices/hostdev/source/adapter/@wwnn': sharedAdapter,
    '/domain/devices/hostdev/source/adapter/@wwpn': sharedAdapter,
    '/domain/devices/hostdev/source/adapter/parentaddr': sharedAdapter,
    '/domain/devices/hostdev/source/address/@multifunction': sharedPci,
    '/domain/devices/interface/bandwidth/outbound/@floor': 'libvirt refuses it: a floor is for inbound traffic',
    '/domain/devices/interface/source/@macTableManager': statusOnly,
    '/domain/devices/interface/source/@missing': 'libvirt neither reads nor writes it',
    '/domain/devices/interface/source/address/@multifunction': sharedPci,
    '/domain/devices/parallel/@tty': 'libvirt reads and writes it of consoles only',
    '/domain/devices/parallel/target/@type': sharedCharacter,
    '/domain/devices/parallel/target/model': sharedCharacter,
    '/domain/devices/serial/@tty': 'libvirt reads and writes it of consoles only',
    '/domain/devices/smartcard/target': sharedCharacter,
    '/domain/launchSecurity/handle': 'libvirt neither reads nor writes it',
    '/domain/os/nvram/source/address/@multifunction': sharedPci,
    '/domain/os/nvram/source/privateData': statusOnly,
    '/domain/os/nvram/source/reservations/source/reconnect':
      'the schema has one Unix socket for all; libvirt reads no reconnection of a reservation helper',
  },
  network: {
    '/network/forward/address/@multifunction': sharedPci,
    '/network/portgroup/bandwidth/outbound/@floor': 'libvirt refuses it: a floor is for inbound traffic',
  },
  nwfilter: {
    ...Object.fromEntries(
      withoutSets.flatMap(name => ['ipset', 'ipsetflags'].map(set => [`/filter/rule/${name}/@${set}`, noSets])),
    ),
    '/filter/rule/tcp-ipv6/@flags': 'libvirt neither reads nor writes it',
  },
  'domain-snapshot': {
    '/domainsnapshot/disks/disk/source/privateData': statusOnly,
  },
  'network-port': {
    '/networkport/bandwidth/outbound/@floor': 'libvirt refuses it: a floor is for inbound traffic',
    '/networkport/plug/address/@multifunction': sharedPci,
  },
  'storage-pool': {
    '/pool/source/adapter/parentaddr/address/@multifunction': sharedPci,
    '/pool/source/format/product': 'a slip of the schema: the element belongs beside the format',
    '/pool/source/format/vendor': 'a slip of the schema: the element belongs beside the format',
  },
};
