/**
 * What daemons and tools on the wire import: server, client, sessions, streams, keepalive, the admin program.
 * @module @tsvirt/core/rpc
 */
export type { Administration } from './admin/administration.js';
export { adminPrograms } from './admin/programs.js';
export {
  type Authenticator,
  type AuthType,
  authenticationFailed,
  noAuthentication,
  type SaslExchange,
  type SaslStep,
} from './authenticator.js';
export { type ClientCallOptions, type FullReply, RpcClient, type RpcClientOptions } from './client.js';
export type { ClientStream } from './client-stream.js';
export type { ConnectionOpener, ConnectionRequest, OpenedConnection } from './connection-opener.js';
export { defaultServerLimits, type ServerLimits } from './limits.js';
export type { Endpoint, Listener } from './listener.js';
export type { ConnectionServices } from './remote/connection-procedures.js';
export { connectionPrograms } from './remote/programs.js';
export { type OwnHandlers, type ServedProgram, servedProgram } from './served-program.js';
export { RpcServer, type RpcServerOptions, type WorkerNumbers } from './server.js';
export type { ServerCall } from './server-call.js';
export type { ServiceOptions } from './service.js';
export type { Session } from './session.js';
