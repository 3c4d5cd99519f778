import { VirtError } from '@tsvirt/util';
import type { Identity } from '../contract/index.js';

/** What a client has to do before it may call. */
export type AuthType = 'none' | 'sasl' | 'polkit';

/** What a step of SASL leads to. */
export interface SaslStep {
  /** Bytes for the client; undefined: none at all, which is not the same as no bytes. */
  readonly data: Uint8Array | undefined;
  /** The exchange ended well: who the client is. */
  readonly identity?: Identity | undefined;
}

/** One client's exchange; ends with the client. */
export interface SaslExchange {
  start(mechanism: string, data: Uint8Array | undefined): Promise<SaslStep>;
  step(data: Uint8Array | undefined): Promise<SaslStep>;
  dispose(): void;
}

/** How clients of a service prove who they are. */
export interface Authenticator {
  /** What this client must do. `none` lets it in as soon as it asks. */
  typeFor(identity: Identity): AuthType;
  /** @throws VirtError AUTH_FAILED; returns when polkit agreed. Only for `polkit`. */
  polkit?(identity: Identity, signal: AbortSignal): Promise<void>;
  /** Mechanisms offered, and the exchange itself. Only for `sasl`. */
  readonly sasl?: { readonly mechanisms: readonly string[]; begin(identity: Identity): SaslExchange } | undefined;
}

/** Lets everybody in who may open the socket. */
export const noAuthentication: Authenticator = { typeFor: () => 'none' };

/** The answer to every failed proof: says nothing about why. */
export function authenticationFailed(cause?: unknown): VirtError {
  return new VirtError('AUTH_FAILED', 'RPC', 'authentication failed', { cause });
}
