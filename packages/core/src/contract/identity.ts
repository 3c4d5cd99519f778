/** Who is behind a connection, as far as the transport and the authentication told. */
export interface Identity {
  /** Numeric user of a local client; absent for remote ones. */
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  readonly pid?: number | undefined;
  /** Start time of the process in clock ticks since boot, with which a pid names one process for good. */
  readonly processStartTime?: bigint | undefined;
  readonly userName?: string | undefined;
  readonly groupName?: string | undefined;
  readonly saslUserName?: string | undefined;
  /** The client certificate's distinguished name. */
  readonly x509DistinguishedName?: string | undefined;
  /** The peer's address as `host;port`, for network clients. */
  readonly address?: string | undefined;
}

/** The identity of the daemon itself and of programs that open connections in their own process. */
export const processIdentity: Identity = { pid: process.pid, ...ownIds() };

function ownIds(): Identity {
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  return { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
}
