/** Features that a client asks for by number (`virDrvFeature`); the daemon answers these itself, drivers the others. */
export const DriverFeature = {
  /** Descriptors may travel with packets. */
  fdPassing: 8,
  /** Both sides answer keepalive messages. */
  programKeepalive: 10,
  /** Each event callback has an id of its own. */
  remoteEventCallback: 14,
  /** The client hears when the driver loses its hypervisor. */
  remoteCloseCallback: 15,
} as const;
