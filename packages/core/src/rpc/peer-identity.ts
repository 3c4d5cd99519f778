import { logger } from '@tsvirt/util';
import { peerCredentials, type PeerCredentials } from '@tsvirt/util/host';
import type { Identity } from '../contract/index.js';
import type { Channel } from './channel.js';

const log = logger('rpc.identity');

/**
 * Who is at the other end of a channel. The kernel is asked when somebody first wants to know: most calls need no
 * identity, and the native call that gives it takes time to load.
 */
export class PeerIdentity implements Identity {
  readonly #channel: Channel;
  #asked = false;
  #credentials: PeerCredentials | undefined;
  #address: string | undefined;
  /** Set by SASL. */
  saslUserName: string | undefined;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /** The local user's number; undefined over the network. */
  get uid(): number | undefined {
    return this.#ask()?.uid;
  }

  /** The local user's group; undefined over the network. */
  get gid(): number | undefined {
    return this.#ask()?.gid;
  }

  /** The local process; undefined over the network. */
  get pid(): number | undefined {
    return this.#ask()?.pid;
  }

  /** Address and port of a client from the network; undefined for a local one. */
  get address(): string | undefined {
    const remote = this.#channel.remoteAddress;
    if (this.#address === undefined && remote !== undefined) this.#address = `${remote.host};${remote.port}`;
    return this.#address;
  }

  #ask(): PeerCredentials | undefined {
    if (this.#asked || this.#channel.isClosed) return this.#credentials;
    this.#asked = true;
    const { descriptor } = this.#channel;
    if (descriptor === undefined || this.#channel.remoteAddress !== undefined) return undefined;
    try {
      this.#credentials = peerCredentials(descriptor);
    } catch (reason) {
      // Without credentials the client is nobody in particular: access rules that need a user refuse it.
      log.warn('the client stays unknown:', reason);
    }
    return this.#credentials;
  }
}
