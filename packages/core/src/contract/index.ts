/**
 * What authors of drivers import: {@link defineDriver}, {@link DriverHandlers}, {@link EventHub}.
 * @module @tsvirt/core/contract
 */
export { type AccessObject, type AccessPolicy, allowAll, type Permission } from './access.js';
export type { Call } from './call.js';
export { type CallerConnection, ConnectionTies } from './caller-connection.js';
export {
  CONTRACT,
  declined,
  defineDriver,
  type Directories,
  type DriverConnection,
  type DriverContext,
  type DriverDefinition,
  type DriverKind,
  type OpenRequest,
  type RunningDriver,
  type SecondaryKind,
  type SiblingConnection,
  secondaryKinds,
} from './driver.js';
export { EventHub, type EventSupply, type Occurrence, type Subscription } from './event-hub.js';
export type { Awaitable, CallOptions, Client, DriverHandlers, Handlers, ProcedureName } from './handlers.js';
export { type Identity, processIdentity } from './identity.js';
export type { StreamChunk, StreamEnd, StreamOffer } from './stream.js';
