/** Ways to a daemon. `libssh` and `libssh2` are in-process ssh clients of libvirt's: here they mean the system's ssh. */
export const transportNames = ['unix', 'tcp', 'tls', 'ssh', 'ext'] as const;
/** The name of a way to a daemon, as a URI has it. */
export type TransportName = (typeof transportNames)[number];
