import { text } from './text.js';
import { hyper, struct, type TypeOf, uhyper, uint, type Xdr } from './xdr.js';

const nonnullServerShape = struct({ name: text });
/** A server of the daemon: `libvirtd` or `admin`. */
export interface NonnullServer extends TypeOf<typeof nonnullServerShape> {}
export const nonnullServer: Xdr<NonnullServer> = nonnullServerShape;

const nonnullClientShape = struct({ srv: nonnullServer, id: uhyper, timestamp: hyper, transport: uint });
/** A client of a server. `timestamp` is when it connected, in seconds since 1970; `transport` a `ClientTransport`. */
export interface NonnullClient extends TypeOf<typeof nonnullClientShape> {}
export const nonnullClient: Xdr<NonnullClient> = nonnullClientShape;
