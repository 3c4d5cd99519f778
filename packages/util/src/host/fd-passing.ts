import { VirtError } from '../virt-error.js';
import { type Libc, native, nativeError } from './native.js';

const eagain = 11;
const solSocket = 1;
const scmRights = 1;
const msgDontwait = 0x40;
const msgNosignal = 0x4000;
const msgCmsgCloexec = 0x4000_0000;

/** One message with one data byte and room for descriptors: `struct msghdr` of 64-bit Linux and what it points to. */
interface Message {
  readonly header: Buffer;
  readonly data: Buffer;
  readonly control: Buffer;
  /** Keeps what the header's pointers lead to alive. */
  readonly vector: Buffer;
}

const controlHeader = 16;

function message(libc: Libc, data: Buffer): Message {
  const control = Buffer.alloc(24);
  const vector = Buffer.alloc(16);
  vector.writeBigUInt64LE(libc.address(data), 0);
  vector.writeBigUInt64LE(BigInt(data.length), 8);
  const header = Buffer.alloc(56);
  header.writeBigUInt64LE(libc.address(vector), 16);
  header.writeBigUInt64LE(1n, 24);
  header.writeBigUInt64LE(libc.address(control), 32);
  header.writeBigUInt64LE(BigInt(control.length), 40);
  return { header, data, control, vector };
}

/**
 * Sends one descriptor over a Unix socket, riding on data (one zero byte unless given). The descriptor stays open here.
 * @returns how many bytes of the data went, or undefined when the socket takes nothing now: try again when it is writable
 */
export function sendFd(socketFd: number, fd: number, data: Uint8Array = new Uint8Array(1)): number | undefined {
  const libc = native('passing descriptors');
  const sent = message(libc, Buffer.from(data));
  sent.control.writeBigUInt64LE(BigInt(controlHeader + 4), 0);
  sent.control.writeInt32LE(solSocket, 8);
  sent.control.writeInt32LE(scmRights, 12);
  sent.control.writeInt32LE(fd, controlHeader);
  const result = Number(libc.sendmsg(socketFd, sent.header, msgDontwait | msgNosignal));
  if (result >= 0) return result;
  if (libc.errno() === eagain) return undefined;
  throw nativeError(libc, `cannot pass descriptor ${fd}`);
}

/**
 * Takes one byte and the one descriptor that rides on it. The descriptor is close-on-exec and belongs to the caller.
 * @returns undefined when nothing has arrived yet
 * @throws RPC error when the connection ended, or the byte carried no descriptor or more than one
 */
export function receiveFd(socketFd: number): number | undefined {
  const libc = native('receiving descriptors');
  const taken = message(libc, Buffer.alloc(1));
  const result = Number(libc.recvmsg(socketFd, taken.header, msgDontwait | msgCmsgCloexec));
  if (result < 0) {
    if (libc.errno() === eagain) return undefined;
    throw nativeError(libc, `cannot receive a descriptor`);
  }
  const fds = receivedFds(taken);
  const [fd] = fds;
  if (result === 1 && fd !== undefined && fds.length === 1) return fd;
  for (const extra of fds) libc.close(extra);
  const found = result === 0 ? 'the connection ended' : `the byte carried ${fds.length} descriptors`;
  throw new VirtError('RPC', 'RPC', `expected one byte with one descriptor, but ${found}`);
}

function receivedFds({ header, control }: Message): number[] {
  if (header.readBigUInt64LE(40) < BigInt(controlHeader)) return [];
  if (control.readInt32LE(8) !== solSocket || control.readInt32LE(12) !== scmRights) return [];
  const length = Math.min(Number(control.readBigUInt64LE(0)), control.length);
  const fds: number[] = [];
  for (let at = controlHeader; at + 4 <= length; at += 4) fds.push(control.readInt32LE(at));
  return fds;
}
