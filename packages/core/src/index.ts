export { type ConnectOptions, Connection, connect } from './client/connection.js';
export type { EventFeed } from './client/event-feed.js';
export type { EventSubject } from './client/event-router.js';
export type { CallOptions, Client, StreamChunk, StreamEnd } from './contract/index.js';
export type { EventName, EventPayloads } from './protocol/event-catalogue.js';
export type { ArgsOf, RetOf } from './protocol/procedure.js';
export type { RemoteProcedures } from './protocol/remote/index.js';
export type { ClientCallOptions, FullReply } from './rpc/client.js';
export type { ClientStream } from './rpc/client-stream.js';
