import { badArguments } from './bad-arguments.js';
import { connection } from './connection.js';
import { domainCancellation } from './domain-cancellation.js';
import { domainConcurrency } from './domain-concurrency.js';
import { domainDefinition } from './domain-definition.js';
import { domainEvents } from './domain-events.js';
import { domainLifecycle } from './domain-lifecycle.js';
import { domainLists } from './domain-lists.js';
import { domainMetadata } from './domain-metadata.js';
import { domainSnapshots } from './domain-snapshots.js';
import { interfaces } from './interface.js';
import { networks } from './network.js';
import { nodeDevices } from './node-device.js';
import { nwfilters } from './nwfilter.js';
import { restart } from './restart.js';
import type { RuleGroup } from './rule.js';
import { secrets } from './secret.js';
import { storage } from './storage.js';

/** Everything that a driver is held to, in the order in which it is tried. */
export const contractRules: readonly RuleGroup[] = [
  connection,
  domainLists,
  domainDefinition,
  domainLifecycle,
  domainEvents,
  domainMetadata,
  domainSnapshots,
  domainConcurrency,
  domainCancellation,
  networks,
  storage,
  secrets,
  interfaces,
  nodeDevices,
  nwfilters,
  badArguments,
  restart,
];
