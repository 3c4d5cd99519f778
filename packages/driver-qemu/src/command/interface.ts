import type { Interface } from '../definition.js';
import { VirtError } from '@tsvirt/util';
import { addressProperties } from './address.js';
import type { Properties } from './arguments.js';
import { type CommandContext, type TapFds, virtioDevice } from './context.js';
import { virtioProperties } from './virtio.js';

/** QEMU's names where libvirt's model is another. */
const models: Readonly<Record<string, string>> = {
  virtio: 'virtio-net-pci',
  'virtio-transitional': 'virtio-net-pci-transitional',
  'virtio-non-transitional': 'virtio-net-pci-non-transitional',
};

/** The network interfaces: what they are to the host, then what they are to the guest. */
export function interfaces(context: CommandContext, bootIndex: ReadonlyMap<unknown, number>): void {
  const { domain, args, nics } = context;
  for (const [index, nic] of domain.devices.interfaces.entries()) {
    if (nic.source.type === 'hostdev') continue;
    const id = `host${nic.alias ?? `net${index}`}`;
    args.netdev(backend(nic, id, nics.tap(index)));
    args.device({
      ...frontend(nic, id, bootIndex.get(nic)),
      ...addressProperties(domain, nic.address),
      rombar: nic.rom?.bar === undefined ? undefined : nic.rom.bar ? 1 : 0,
      romfile: nic.rom?.enabled === false ? '' : nic.rom?.file,
    });
  }
}

function backend(nic: Interface, id: string, tap: TapFds | undefined): Properties {
  const { source } = nic;
  if (tap !== undefined) return { ...tapProperties(tap), id, sndbuf: nic.sendBuffer };
  switch (source.type) {
    case 'user': {
      const [ipv4, ipv6] = ['ipv4', 'ipv6'].map(family => nic.ips?.find(ip => (ip.family ?? 'ipv4') === family));
      return {
        type: 'user',
        net: ipv4 === undefined ? undefined : `${ipv4.address}/${ipv4.prefix ?? 24}`,
        'ipv6-prefix': ipv6?.address,
        'ipv6-prefixlen': ipv6?.prefix,
        id,
      };
    }
    case 'client':
      return { type: 'socket', connect: `${source.address ?? ''}:${source.port ?? 0}`, id };
    case 'server':
      return { type: 'socket', listen: `${source.address ?? ''}:${source.port ?? 0}`, id };
    case 'mcast':
      return { type: 'socket', mcast: `${source.address ?? ''}:${source.port ?? 0}`, id };
    case 'udp': {
      const { local } = source;
      const localAddress = local === undefined ? undefined : `${local.address ?? ''}:${local.port ?? 0}`;
      return { type: 'socket', udp: `${source.address ?? ''}:${source.port ?? 0}`, localaddr: localAddress, id };
    }
    default:
      throw new VirtError(
        'CONFIG_UNSUPPORTED',
        'QEMU',
        `network interfaces of type '${source.type}' are not supported`,
      );
  }
}

function tapProperties({ fds, vhostFds }: TapFds): Properties {
  const vhost = vhostFds.length === 0 ? undefined : true;
  if (fds.length === 1) return { type: 'tap', fd: fds[0], vhost, vhostfd: vhostFds[0] };
  return { type: 'tap', fds: fds.join(':'), vhost, vhostfds: vhost && vhostFds.join(':') };
}

function frontend(nic: Interface, netdev: string, bootIndex: number | undefined): Properties {
  const model = nic.model ?? 'rtl8139';
  const driver = models[model] ?? model;
  const isVirtio = model.startsWith('virtio');
  const { driver: options } = nic;
  const offloads = isVirtio && options !== undefined ? offloadProperties(options) : {};
  return {
    driver: isVirtio ? virtioDevice('virtio-net-pci', model === 'virtio' ? undefined : model) : driver,
    ...(isVirtio ? virtioProperties(options) : {}),
    ...(isVirtio ? queueProperties(options?.queues) : {}),
    ...offloads,
    netdev,
    id: nic.alias,
    mac: nic.mac?.address,
    bootindex: bootIndex,
    host_mtu: isVirtio ? nic.mtu : undefined,
  };
}

/** Each queue takes two interrupts, and the device two for itself. */
function queueProperties(queues: number | undefined): Properties {
  return queues === undefined || queues < 2 ? {} : { mq: true, vectors: 2 * queues + 2 };
}

function offloadProperties(options: NonNullable<Interface['driver']>): Properties {
  const { host, guest } = options;
  const tx = options.txmode === 'iothread' ? 'bh' : options.txmode;
  return {
    tx,
    ioeventfd: options.ioeventfd,
    event_idx: options.eventIdx,
    rss: options.rss,
    hash: options.rssHashReport,
    csum: host?.csum,
    gso: host?.gso,
    host_tso4: host?.tso4,
    host_tso6: host?.tso6,
    host_ecn: host?.ecn,
    host_ufo: host?.ufo,
    mrg_rxbuf: host?.mrgRxbuf,
    guest_csum: guest?.csum,
    guest_tso4: guest?.tso4,
    guest_tso6: guest?.tso6,
    guest_ecn: guest?.ecn,
    guest_ufo: guest?.ufo,
    rx_queue_size: options.rxQueueSize,
    tx_queue_size: options.txQueueSize,
  };
}
