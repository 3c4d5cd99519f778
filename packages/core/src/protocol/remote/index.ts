import { program, type Program } from '../procedure.js';
import { auth } from './auth.js';
import { connect } from './connect.js';
import { domainBlock } from './domain-block.js';
import { domainCheckpoint } from './domain-checkpoint.js';
import { domainConsole } from './domain-console.js';
import { domainDevices } from './domain-devices.js';
import { domainGuest } from './domain-guest.js';
import { domainInfo } from './domain-info.js';
import { domainLifecycle } from './domain-lifecycle.js';
import { domainLookup } from './domain-lookup.js';
import { domainMigration } from './domain-migration.js';
import { domainSave } from './domain-save.js';
import { domainSnapshot } from './domain-snapshot.js';
import { domainStats } from './domain-stats.js';
import { domainTuning } from './domain-tuning.js';
import { domainVcpu } from './domain-vcpu.js';
import { eventRegistration } from './event-registration.js';
import { domainEvents } from './events-domain.js';
import { domainEventsLegacy } from './events-domain-legacy.js';
import { otherEvents } from './events-other.js';
import { interfaces } from './interface.js';
import { network } from './network.js';
import { networkPort } from './network-port.js';
import { node } from './node.js';
import { nodeDevice } from './node-device.js';
import { nwfilter } from './nwfilter.js';
import { secret } from './secret.js';
import { storagePool } from './storage-pool.js';
import { storageVol } from './storage-vol.js';

const procedureTable = {
  ...connect,
  ...auth,
  ...eventRegistration,
  ...node,
  ...domainLookup,
  ...domainSnapshot,
  ...domainCheckpoint,
  ...domainMigration,
  ...domainSave,
  ...domainBlock,
  ...domainStats,
  ...domainTuning,
  ...domainVcpu,
  ...domainGuest,
  ...domainConsole,
  ...domainDevices,
  ...domainInfo,
  ...domainLifecycle,
  ...networkPort,
  ...network,
  ...interfaces,
  ...storageVol,
  ...storagePool,
  ...nodeDevice,
  ...secret,
  ...nwfilter,
};
type InferredProcedures = typeof procedureTable;
/** Every procedure of the remote program, by name. */
export interface RemoteProcedures extends InferredProcedures {}

const eventTable = { ...domainEvents, ...domainEventsLegacy, ...otherEvents };
type InferredEvents = typeof eventTable;
/** Every event message of the remote program, by name. */
export interface RemoteEvents extends InferredEvents {}

/** The program that carries the public API: connections, and all objects that are reached through them. */
export const remote: Program<RemoteProcedures, RemoteEvents> = program(
  'remote',
  0x2000_8086,
  1,
  procedureTable,
  eventTable,
);
