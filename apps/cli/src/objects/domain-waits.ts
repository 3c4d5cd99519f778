import { setTimeout as delay } from 'node:timers/promises';
import type { CallOptions, Domain } from '@tsvirt/core';
import { VirtError, waitFor } from '@tsvirt/util';

/** How long a wait may take. */
export interface Patience {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/**
 * Asks something of a guest, and waits until it has stopped.
 * @throws VirtError OPERATION_TIMEOUT when it did not in time
 */
export async function untilStopped(
  domain: Domain,
  ask: (limits: CallOptions) => Promise<void>,
  { signal, timeoutMs }: Patience,
): Promise<void> {
  await using steps = await domain.connection.events('domainLifecycle', { domain, signal });
  const stopped = (async () => {
    await ask({ signal, timeoutMs });
    for await (const { event } of steps) if (event === 'stopped' || event === 'crashed') return;
  })();
  await waitFor(stopped, { signal, timeoutMs, domain: 'NONE', what: `the guest of '${domain.name}' to stop` });
}

/** The channel through which guest agents talk. */
const agentChannel = 'org.qemu.guest_agent.0';

/** Waits until the guest's agent talks. @throws VirtError OPERATION_TIMEOUT, CONFIG_UNSUPPORTED without a channel for it */
export async function untilAgent(domain: Domain, { signal, timeoutMs }: Patience): Promise<void> {
  await using steps = await domain.connection.events('domainAgentLifecycle', { domain, signal });
  const { parseDomain } = await import('@tsvirt/conf/domain');
  const { devices } = parseDomain(await domain.getXMLDesc({ signal }));
  const channel = devices.channels.find(({ target }) => 'name' in target && target.name === agentChannel);
  if (channel === undefined) {
    throw new VirtError(
      'CONFIG_UNSUPPORTED',
      'NONE',
      `'${domain.name}' has no channel ${agentChannel} for a guest agent`,
    );
  }
  if ('state' in channel.target && channel.target.state === 'connected') return;
  const connected = (async () => {
    for await (const { state } of steps) if (state === 'connected') return;
  })();
  await waitFor(connected, { signal, timeoutMs, domain: 'NONE', what: `the agent of '${domain.name}'` });
}

const sources = ['lease', 'agent', 'arp'] as const;
/** Nothing tells that a guest has an address: it is asked for so often, in milliseconds. */
const askAgainMs = 1000;

/** Waits until an address of the guest is known. @returns the addresses  @throws VirtError OPERATION_TIMEOUT */
export async function untilAddress(domain: Domain, { signal, timeoutMs }: Patience): Promise<readonly string[]> {
  const limit = AbortSignal.timeout(timeoutMs);
  const either = AbortSignal.any([signal, limit]);
  try {
    for (;;) {
      const interfaces = await addressesOf(domain, either);
      const found = interfaces.flatMap(({ addresses }) => addresses.map(({ address }) => address));
      if (found.length > 0) return found;
      await delay(askAgainMs, undefined, { signal: either });
    }
  } catch (reason) {
    if (!limit.aborted || signal.aborted) throw reason;
    throw new VirtError('OPERATION_TIMEOUT', 'NONE', `no address of '${domain.name}' was seen within ${timeoutMs} ms`);
  }
}

/** Interfaces of a guest with their addresses, from the first source that knows any; those of the loopback are left out. */
export async function addressesOf(domain: Domain, signal: AbortSignal) {
  for (const source of sources) {
    try {
      const interfaces = await domain.interfaceAddresses(source, { signal });
      const outside = interfaces.filter(({ name }) => name !== 'lo');
      if (outside.some(({ addresses }) => addresses.length > 0)) return outside;
    } catch (reason) {
      // Each of the sources may not be there: no agent, no network with leases.
      if (signal.aborted || !VirtError.is(reason) || reason.code === 'RPC') throw reason;
    }
  }
  return [];
}
