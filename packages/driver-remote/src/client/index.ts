/**
 * Connections by unix, tcp, tls, ssh and commands, for programs.
 * @module @tsvirt/driver-remote/client
 */
export { type AuthenticationOptions, authentication } from '../auth/authentication.js';
export type { AskCredential, CredentialKind, CredentialRequest } from '../auth/credentials.js';
export { type ClientConfig, loadClientConfig, type ProxyMode, resolveUri } from '../target/client-config.js';
export type { TransportParameters } from '../target/parameters.js';
export { type RemoteTarget, remoteTarget } from '../target/target.js';
export { type TransportName, transportNames } from '../target/transport-name.js';
export { openRemote, openTransport, type RemoteOptions, type TransportOptions } from './open-remote.js';
export { remoteTransports } from './transports.js';
