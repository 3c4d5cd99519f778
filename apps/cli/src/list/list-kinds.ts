import { domains } from './domains.js';
import { bindings, devices, filters, interfaces, secrets } from './host-objects.js';
import type { ListKind } from './list-kind.js';
import { networks } from './networks.js';
import { pools } from './pools.js';
import { snapshots } from './snapshots.js';
import { volumes } from './volumes.js';

/** What can be listed, by the word for it. */
export const listKinds = {
  domains,
  networks,
  pools,
  volumes,
  secrets,
  devices,
  interfaces,
  filters,
  bindings,
  snapshots,
} as const satisfies { readonly [name: string]: ListKind };

/** Words for what can be listed. */
export const listNames: readonly string[] = Object.keys(listKinds);

/** The kind that a word names, in the singular as well; undefined when there is none. */
export function listKindOf(word: string): ListKind | undefined {
  const entry = Object.entries(listKinds).find(([name]) => name === word || name === `${word}s`);
  return entry?.[1];
}
