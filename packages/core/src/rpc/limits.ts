/** What one server of the daemon allows its clients; names and numbers as in libvirtd.conf. */
export interface ServerLimits {
  /** Clients served at once (`max_clients`). */
  maxClients: number;
  /** Connections that may wait for one of those places (`max_queued_clients`); more are closed at once. */
  maxQueuedClients: number;
  /** Clients at once that are not authenticated yet (`max_anonymous_clients`); 0: as many as `maxClients`. */
  maxAnonymousClients: number;
  /** Calls of one client at work at once (`max_client_requests`); further ones are not read until one ends. */
  maxClientRequests: number;
  /** Seconds without traffic before the server asks whether a client is there (`keepalive_interval`); -1: never. */
  keepaliveInterval: number;
  /** Unanswered questions before the client is given up (`keepalive_count`). */
  keepaliveCount: number;
}

/** libvirtd's defaults. */
export const defaultServerLimits: Readonly<ServerLimits> = {
  maxClients: 5000,
  maxQueuedClients: 1000,
  maxAnonymousClients: 20,
  maxClientRequests: 5,
  keepaliveInterval: 5,
  keepaliveCount: 5,
};

/** What bounds the memory that one client can make the server hold, in bytes unless the name says otherwise. */
export const sessionBounds = {
  /** Outgoing bytes from which on nothing more is read from the client, and stream writers wait. */
  outgoing: 1024 * 1024,
  /** Outgoing bytes at which an event finds a client that has stopped reading: it is disconnected. */
  events: 8 * 1024 * 1024,
  /** Received bytes that a stream holds for its handler before reading from the client stops. */
  streamWindow: 1024 * 1024,
  /** Streams of one client. */
  streams: 256,
  /** Event subscriptions of one client. */
  subscriptions: 4096,
} as const;

/** Milliseconds that a client may stay unauthenticated. libvirt has no such limit, and one idle client can block a place for good. */
export const authenticationLimitMs = 60_000;
