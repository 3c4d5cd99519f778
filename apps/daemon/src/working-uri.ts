import { processIdentity } from '@tsvirt/core/contract';
import type { DriverRegistry } from '@tsvirt/core/registry';

/**
 * A hypervisor's URI that works here, by trying the paths that hypervisors use: drivers choose them, and the daemon knows
 * none of them by name.
 * @returns `scheme` and `path` of the first that opens; undefined when none does
 */
export async function workingUri(
  registry: DriverRegistry,
  privileged: boolean,
): Promise<{ readonly scheme: string; readonly path: string } | undefined> {
  const { signal } = new AbortController();
  for (const { kind, state, schemes } of registry.report()) {
    if (kind !== 'hypervisor' || state !== 'running') continue;
    for (const scheme of schemes) {
      for (const path of [privileged ? '/system' : '/session', '/default']) {
        const request = { uri: `${scheme}://${path}`, readOnly: true, flags: 1, identity: processIdentity, signal };
        const opened = await registry.open(request).catch(() => undefined); // Refused: not this path. Its driver says why to who asks.
        if (opened === undefined) continue;
        await opened.close();
        return { scheme, path };
      }
    }
  }
  return undefined;
}
