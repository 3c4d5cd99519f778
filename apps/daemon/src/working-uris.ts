import { processIdentity } from '@tsvirt/core/contract';
import type { DriverRegistry } from '@tsvirt/core/registry';

/** A URI that opens here, without the transport. */
export interface WorkingUri {
  readonly scheme: string;
  readonly path: string;
}

/**
 * One URI for each hypervisor that works here, found by trying the paths that hypervisors use: drivers choose them, and
 * the daemon knows none of them by name.
 */
export async function workingUris(registry: DriverRegistry, privileged: boolean): Promise<readonly WorkingUri[]> {
  const found: WorkingUri[] = [];
  for (const { kind, state, schemes } of registry.report()) {
    if (kind !== 'hypervisor' || (state !== 'running' && state !== 'waiting')) continue;
    const first = await firstOf(schemes, privileged, registry);
    if (first !== undefined) found.push(first);
  }
  return found;
}

async function firstOf(
  schemes: readonly string[],
  privileged: boolean,
  registry: DriverRegistry,
): Promise<WorkingUri | undefined> {
  const { signal } = new AbortController();
  for (const scheme of schemes.filter(name => /^[a-z]/.test(name))) {
    for (const path of [privileged ? '/system' : '/session', '/default']) {
      const request = { uri: `${scheme}://${path}`, readOnly: true, flags: 1, identity: processIdentity, signal };
      const opened = await registry.open(request).catch(() => undefined); // Refused: not this path. Its driver says why to who asks.
      if (opened === undefined) continue;
      await opened.close();
      return { scheme, path };
    }
  }
  return undefined;
}
