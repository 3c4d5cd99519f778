import { native, nativeError } from './native.js';

const afUnix = 1;
const sockDgram = 2;
const sockCloexec = 0o2000000;
const msgDontwait = 0x40;
const msgNosignal = 0x4000;
const maxPath = 107;

/** Sends datagrams to Unix sockets, which node cannot. Never waits: a receiver that is full or gone loses the message. */
export class UnixDatagramSender implements Disposable {
  readonly #libc = native('sending Unix datagrams');
  readonly #fd: number;
  readonly #address: Buffer;
  #open = true;

  /**
   * @param path the receiver's socket; a leading `@` stands for the abstract namespace
   * @throws OPERATION_UNSUPPORTED without native calls
   */
  constructor(path: string) {
    this.#address = socketAddress(path);
    this.#fd = this.#libc.socket(afUnix, sockDgram | sockCloexec, 0);
    if (this.#fd < 0) throw nativeError(this.#libc, 'cannot make a datagram socket');
  }

  /** Sends one datagram; false when it could not be delivered. */
  send(data: Uint8Array): boolean {
    if (!this.#open) return false;
    const flags = msgDontwait | msgNosignal;
    return this.#libc.sendto(this.#fd, data, data.length, flags, this.#address, this.#address.length) >= 0;
  }

  [Symbol.dispose](): void {
    if (this.#open) this.#libc.close(this.#fd);
    this.#open = false;
  }
}

function socketAddress(path: string): Buffer {
  const name = Buffer.from(path);
  if (name.length === 0 || name.length > maxPath) throw new Error(`'${path}' is no path of a socket`);
  const abstract = name[0] === 0x40;
  if (abstract) name[0] = 0;
  const family = Buffer.alloc(2);
  family.writeUInt16LE(afUnix);
  // A path ends with a zero byte; an abstract name's length is its end.
  return Buffer.concat([family, name, Buffer.alloc(abstract ? 0 : 1)]);
}

/**
 * Tells the service manager about this process (sd_notify): `READY=1`, `RELOADING=1`, `STATUS=...`, lines joined with line feeds.
 * @returns false when no manager listens (no NOTIFY_SOCKET) or it could not be told
 */
export function notifyServiceManager(state: string, env: NodeJS.ProcessEnv = process.env): boolean {
  const path = env.NOTIFY_SOCKET;
  if (path === undefined || path === '') return false;
  using sender = new UnixDatagramSender(path);
  return sender.send(Buffer.from(state));
}
