import { formatNetworkPort, type NetworkPlug, parseNetworkPort } from '@tsvirt/conf/network';
import type { DriverContext, SiblingConnection } from '@tsvirt/core/contract';
import { randomUuid, Undo, VirtError } from '@tsvirt/util';
import type { Guest, Interface } from '../definition.js';

/** Where a virtual network plugged an interface in. */
export interface PluggedPort {
  /** The port's uuid, for removing it. Absent: the network keeps no ports. */
  readonly portId: string | undefined;
  readonly plug: NetworkPlug;
}

type NetworkSource = Extract<Interface['source'], { type: 'network' }>;

/**
 * Has a virtual network plug an interface in.
 * @throws NO_CONNECT where no network driver is installed; NO_NETWORK; OPERATION_INVALID for a network that isn't active
 */
export async function plugIn(
  context: DriverContext,
  guest: Guest,
  nic: Interface,
  source: NetworkSource,
  signal: AbortSignal,
): Promise<PluggedPort> {
  await using networks = await connectNetworks(context, signal);
  const { net } = await networks.call.networkLookupByName({ name: source.network ?? '' }, { signal });
  const xml = formatNetworkPort({
    uuid: randomUuid(),
    owner: { name: guest.name, uuid: guest.uuid },
    mac: nic.mac?.address ?? '',
    group: source.portgroup,
    virtualport: nic.virtualport,
    bandwidth: nic.bandwidth,
    vlan: nic.vlan,
    isolated: nic.isolated,
    trustGuestRxFilters: nic.trustGuestRxFilters,
  });
  try {
    const { port } = await networks.call.networkPortCreateXML({ network: net, xml, flags: 0 }, { signal });
    await using undo = new Undo(reason =>
      context.log.warn(`port ${port.uuid} of network '${net.name}': ${String(reason)}`),
    );
    // Also for a caller who has left meanwhile.
    undo.add(() => networks.call.networkPortDelete({ port, flags: 0 }, { signal: context.signal }));
    const reply = await networks.call.networkPortGetXMLDesc({ port, flags: 0 }, { signal });
    const { plug } = parseNetworkPort(reply.xml);
    if (plug === undefined)
      throw new VirtError('INTERNAL_ERROR', 'QEMU', `network '${net.name}' plugs nothing into port ${port.uuid}`);
    undo.keep();
    return { portId: port.uuid, plug };
  } catch (reason) {
    if (!VirtError.is(reason) || reason.code !== 'NO_SUPPORT') throw reason;
  }
  // A network driver without ports has bridges nevertheless.
  const { active } = await networks.call.networkIsActive({ net }, { signal });
  if (active === 0) throw new VirtError('OPERATION_INVALID', 'QEMU', `network '${net.name}' is not active`);
  const { name } = await networks.call.networkGetBridgeName({ net }, { signal });
  return { portId: undefined, plug: { type: 'network', bridge: name } };
}

/** Gives a port back. A network or port that is gone already is fine. */
export async function unplug(context: DriverContext, { network, portId }: NetworkSource): Promise<void> {
  if (network === undefined || portId === undefined) return;
  const { signal } = context;
  await using networks = await connectNetworks(context, signal);
  try {
    const { net } = await networks.call.networkLookupByName({ name: network }, { signal });
    const { port } = await networks.call.networkPortLookupByUUID({ network: net, uuid: portId }, { signal });
    await networks.call.networkPortDelete({ port, flags: 0 }, { signal });
  } catch (reason) {
    if (VirtError.is(reason) && (reason.code === 'NO_NETWORK' || reason.code === 'NO_NETWORK_PORT')) return;
    throw reason;
  }
}

async function connectNetworks(context: DriverContext, signal: AbortSignal): Promise<SiblingConnection> {
  const uri = context.privileged ? 'network:///system' : 'network:///session';
  try {
    return await context.openConnection(uri, { signal });
  } catch (reason) {
    if (!VirtError.is(reason) || reason.code !== 'NO_CONNECT') throw reason;
    const what = 'interfaces of type network need a driver of virtual networks, and none is installed';
    throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', what, { cause: reason });
  }
}
