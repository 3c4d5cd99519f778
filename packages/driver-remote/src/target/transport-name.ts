/** Ways to a daemon. `libssh` and `libssh2` are in-process ssh clients of libvirt's: here they mean the system's ssh. */
export const transportNames = ['unix', 'tcp', 'tls', 'ssh', 'ext'] as const;
export type TransportName = (typeof transportNames)[number];
