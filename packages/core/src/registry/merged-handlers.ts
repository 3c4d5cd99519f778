import type { DriverHandlers, SecondaryKind } from '../contract/index.js';
import { objectKinds } from './object-kinds.js';

/** A secondary driver's handlers, to be merged into a hypervisor's for one object kind. */
export interface Contribution {
  readonly kind: SecondaryKind;
  readonly handlers: DriverHandlers;
}

interface Merge {
  handlers?: DriverHandlers;
  readonly next: WeakMap<DriverHandlers, Merge>;
}

const merges = new WeakMap<DriverHandlers, Merge>();

/**
 * One table of handlers out of a hypervisor's and those of the secondary drivers that complete it. A driver that
 * returns the same table for each connection pays for the merge once, and calls pay nothing.
 * @param contributions in a fixed order of kinds, each of a kind that the hypervisor does not serve
 */
export function mergeHandlers(hypervisor: DriverHandlers, contributions: readonly Contribution[]): DriverHandlers {
  if (contributions.length === 0) return hypervisor;
  let node = nodeIn(merges, hypervisor);
  for (const { handlers } of contributions) node = nodeIn(node.next, handlers);
  node.handlers ??= merge(hypervisor, contributions);
  return node.handlers;
}

function nodeIn(map: WeakMap<DriverHandlers, Merge>, key: DriverHandlers): Merge {
  let node = map.get(key);
  if (node === undefined) map.set(key, (node = { next: new WeakMap() }));
  return node;
}

function merge(hypervisor: DriverHandlers, contributions: readonly Contribution[]): DriverHandlers {
  const served = new Map<string, unknown>();
  for (const { kind, handlers } of contributions) {
    // Only what is about the kind: a secondary driver's own connectGetVersion is no answer for the hypervisor.
    const { procedures } = objectKinds[kind];
    for (const [name, handler] of Object.entries(handlers)) if (procedures.test(name)) served.set(name, handler);
  }
  for (const [name, handler] of Object.entries(hypervisor)) if (handler !== undefined) served.set(name, handler);
  // Each handler keeps the name that it had in a DriverHandlers, so the whole is one too.
  return Object.fromEntries(served) as DriverHandlers;
}
