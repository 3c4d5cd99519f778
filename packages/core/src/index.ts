/**
 * What programs that drive virtual machines import: {@link open}, {@link Connection}, {@link Domain} and the other objects.
 * @module @tsvirt/core
 */
export { type ErrorCode, type ErrorDomain, type ErrorLevel, VirtError } from '@tsvirt/util';
export * from './api/index.js';
export { type Authenticate, type ConnectOptions, connect, RpcConnection } from './client/connection.js';
export { isTransportParameter, type TransportParameterName, transportParameterNames } from './client/target.js';
export type { EventFeed } from './client/event-feed.js';
export type { EventSink, EventSubject } from './client/event-router.js';
export type { CallOptions, Client, StreamChunk, StreamEnd } from './contract/index.js';
export * from './protocol/enums/index.js';
export type { EventName, EventPayloads } from './protocol/event-catalogue.js';
export type { ArgsOf, RetOf } from './protocol/procedure.js';
export type { RemoteProcedures } from './protocol/remote/index.js';
export type { ClientCallOptions, FullReply } from './rpc/client.js';
export type { ClientStream } from './rpc/client-stream.js';
