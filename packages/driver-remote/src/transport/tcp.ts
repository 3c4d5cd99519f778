import { type Dial, dialSocket } from './dial.js';

/** libvirt's registered port for connections without TLS. */
const defaultPort = 16_509;

/** A daemon that listens on TCP, with nothing that keeps others from reading along. */
export const dialTcp: Dial = ({ host, port = defaultPort }, { signal }) =>
  dialSocket({ host, port, noDelay: true }, `cannot connect to ${host}:${port}`, signal);
