import type { Duplex } from 'node:stream';
import type { RemoteTarget } from '../target/target.js';
import type { TransportName } from '../target/transport-name.js';
import type { Dial, DialOptions } from './dial.js';
import { dialExt } from './ext.js';
import { dialSsh } from './ssh.js';
import { dialTcp } from './tcp.js';
import { dialTls } from './tls.js';
import { dialUnix } from './unix.js';

/** Every way to a daemon. */
const dials: { readonly [T in TransportName]: Dial } = {
  unix: dialUnix,
  tcp: dialTcp,
  tls: dialTls,
  ssh: dialSsh,
  ext: dialExt,
};

/** Connects to a target's daemon. @throws VirtError what is against it */
export async function dialTarget(target: RemoteTarget, options: DialOptions): Promise<Duplex> {
  return dials[target.transport](target, options);
}
