import { badArguments } from './bad-arguments.js';
import { clientTies } from './client-ties.js';
import { connection } from './connection.js';
import { domainCancellation } from './domain-cancellation.js';
import { domainCheckpoints } from './domain-checkpoints.js';
import { domainConcurrency } from './domain-concurrency.js';
import { domainConsoles } from './domain-consoles.js';
import { domainDefinition } from './domain-definition.js';
import { domainDevices } from './domain-devices.js';
import { domainEvents } from './domain-events.js';
import { domainJobs } from './domain-jobs.js';
import { domainLifecycle } from './domain-lifecycle.js';
import { domainLists } from './domain-lists.js';
import { domainMetadata } from './domain-metadata.js';
import { domainMigration } from './domain-migration.js';
import { domainSaving } from './domain-saving.js';
import { domainSnapshots } from './domain-snapshots.js';
import { guestAgent } from './guest-agent.js';
import { interfaces } from './interface.js';
import { networkPorts } from './network-port.js';
import { networks } from './network.js';
import { nodeDevices } from './node-device.js';
import { nwfilterBindings } from './nwfilter-binding.js';
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
  domainDevices,
  domainSaving,
  domainSnapshots,
  domainCheckpoints,
  domainJobs,
  domainMigration,
  domainConsoles,
  guestAgent,
  domainConcurrency,
  domainCancellation,
  clientTies,
  networks,
  networkPorts,
  storage,
  secrets,
  interfaces,
  nodeDevices,
  nwfilters,
  nwfilterBindings,
  badArguments,
  restart,
];
