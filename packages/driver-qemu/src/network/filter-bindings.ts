import { formatNwfilterBinding } from '@tsvirt/conf/nwfilter';
import type { DriverContext } from '@tsvirt/core/contract';
import { VirtError } from '@tsvirt/util';
import type { Guest, Interface } from '../definition.js';

/**
 * Puts an interface's filter to work on its tap, before the guest can send a frame.
 * @throws CONFIG_UNSUPPORTED where no driver of filters is installed: a guest that should be filtered does not run without
 */
export async function bindFilter(
  context: DriverContext,
  guest: Guest,
  nic: Interface,
  portdev: string,
  signal: AbortSignal,
): Promise<void> {
  const { filterref, mac } = nic;
  if (filterref === undefined || mac?.address === undefined) return;
  await using filters = await connectFilters(context, signal);
  const owner = { name: guest.name, uuid: guest.uuid };
  const xml = formatNwfilterBinding({
    owner,
    portdev,
    mac: mac.address,
    filter: { filter: filterref.filter, parameters: filterref.parameters ?? [] },
  });
  await filters.call.nWFilterBindingCreateXML({ xml, flags: 0 }, { signal });
}

/** Takes the filter away from a tap that is gone, or going. */
export async function unbindFilter(context: DriverContext, portdev: string): Promise<void> {
  const { signal } = context;
  await using filters = await connectFilters(context, signal);
  try {
    const { nwfilter } = await filters.call.nWFilterBindingLookupByPortDev({ name: portdev }, { signal });
    await filters.call.nWFilterBindingDelete({ nwfilter }, { signal });
  } catch (reason) {
    if (!VirtError.is(reason) || reason.code !== 'NO_NWFILTER_BINDING') throw reason;
  }
}

async function connectFilters(context: DriverContext, signal: AbortSignal) {
  try {
    return await context.openConnection(context.privileged ? 'nwfilter:///system' : 'nwfilter:///session', { signal });
  } catch (reason) {
    if (!VirtError.is(reason) || reason.code !== 'NO_CONNECT') throw reason;
    const what = 'interfaces with a filter need a driver of network filters, and none is installed';
    throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', what, { cause: reason });
  }
}
