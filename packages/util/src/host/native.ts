import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { endianness } from 'node:os';
import type koffi from 'koffi';
import { errnoName } from '../errno.js';
import { logger } from '../log.js';
import { VirtError } from '../virt-error.js';

type Koffi = typeof koffi;

const log = logger('native');

/** The C library's functions that node itself does not offer, bound once. Results are those of C: -1 means failed. */
export interface Libc {
  getsockopt(fd: number, level: number, name: number, value: Uint8Array, length: Uint8Array): number;
  sendmsg(fd: number, message: Uint8Array, flags: number): number;
  recvmsg(fd: number, message: Uint8Array, flags: number): number;
  socket(family: number, type: number, protocol: number): number;
  socketpair(family: number, type: number, protocol: number, pair: Uint8Array): number;
  sendto(
    fd: number,
    data: Uint8Array,
    length: number,
    flags: number,
    address: Uint8Array,
    addressLength: number,
  ): number;
  fcntlLock(fd: number, command: number, lock: Uint8Array): number;
  pidfdOpen(pid: number, flags: number): number;
  pidfdSignal(pidfd: number, signal: number): number;
  closeRange(first: number, last: number, flags: number): number;
  close(fd: number): number;
  /** For requests whose argument is a number. */
  ioctl(fd: number, request: number, value: number): number;
  /** For requests whose argument is a structure, which the kernel may fill in. */
  ioctlOn(fd: number, request: number, structure: Uint8Array): number;
  /** The number of the last failed call's error, as a positive number. */
  errno(): number;
  /** A buffer's address, to be written into a structure. The buffer must be kept referenced while it is in use. */
  address(buffer: Uint8Array): bigint;
  /** Calls back each time the descriptor can be read, until closed. Keeps the process alive unless `unref` is called. */
  poll(fd: number, readable: () => void): PollHandle;
}

/** A watched descriptor. */
export interface PollHandle {
  close(): void;
  unref(): void;
}

// Numbers of these two calls are the same on every architecture that Linux added after 2011 and on x86.
const sysPidfdOpen = 434;
const sysPidfdSendSignal = 424;
const sysCloseRange = 436;

let loaded: Libc | undefined;
let failure: unknown;

/** Whether native calls are possible here: Linux, 64 bits, little endian, and the optional package koffi installed. */
export function hasNative(): boolean {
  return tryLoad() !== undefined;
}

/**
 * The native calls, loaded on first use.
 * @param feature what cannot be done without, as the error names it: `peer credentials`
 * @throws OPERATION_UNSUPPORTED when they are not available on this host
 */
export function native(feature: string): Libc {
  const libc = tryLoad();
  if (libc === undefined) {
    const detail = `${feature} needs the optional package 'koffi' on 64-bit Linux, which could not be loaded`;
    throw new VirtError('OPERATION_UNSUPPORTED', 'NONE', detail, { cause: failure });
  }
  return libc;
}

function tryLoad(): Libc | undefined {
  if (loaded !== undefined || failure !== undefined) return loaded;
  const require = createRequire(import.meta.url);
  try {
    if (process.platform !== 'linux' || endianness() !== 'LE' || !/64/.test(process.arch)) {
      throw new Error(`native structures are not described for ${process.platform} ${process.arch}`);
    }
    // Not an import: the package is optional, and costs its time only when something asks for it.
    settleLastStat();
    const module: { default?: Koffi } & Koffi = require('koffi');
    loaded = bind(module.default ?? module);
  } catch (reason) {
    failure = reason;
    const without = 'peer credentials, passed descriptors and taking back guests are done without';
    if (process.platform === 'linux' && isInstalled(require))
      log.warn(`koffi is installed and does not load: ${without}:`, reason);
    else log.info(`${without}:`, reason);
  }
  return loaded;
}

/**
 * Node 20 and 22 leave a symbolic link on the way to a module unresolved when the last file that anybody in the process
 * asked the type of was a socket or a FIFO; koffi then misses the package beside it. A folder is neither. Nothing may come
 * between this and the `require`, which reads its files synchronously as well: both happen once in a process.
 */
function settleLastStat(): void {
  statSync('/');
}

function isInstalled(require: NodeJS.Require): boolean {
  try {
    return require.resolve('koffi') !== '';
  } catch {
    return false;
  }
}

function bind(module: Koffi): Libc {
  const self = module.load(null);
  // koffi types every function as any. Sound: each signature below says in C what the interface says in TypeScript.
  const syscall = self.func('long syscall(long number, ...)') as (
    number: number,
    ...args: (string | number)[]
  ) => number;
  return {
    getsockopt: self.func(
      'int getsockopt(int fd, int level, int name, void *value, void *length)',
    ) as Libc['getsockopt'],
    sendmsg: self.func('long sendmsg(int fd, void *message, int flags)') as Libc['sendmsg'],
    recvmsg: self.func('long recvmsg(int fd, void *message, int flags)') as Libc['recvmsg'],
    socket: self.func('int socket(int family, int type, int protocol)') as Libc['socket'],
    socketpair: self.func('int socketpair(int family, int type, int protocol, void *pair)') as Libc['socketpair'],
    sendto: self.func(
      'long sendto(int fd, void *data, size_t length, int flags, void *address, uint addressLength)',
    ) as Libc['sendto'],
    fcntlLock: bindLock(self.func('int fcntl(int fd, int command, ...)') as FcntlCall),
    pidfdOpen: (pid, flags) => Number(syscall(sysPidfdOpen, 'int', pid, 'uint', flags)),
    pidfdSignal: (pidfd, signal) =>
      Number(syscall(sysPidfdSendSignal, 'int', pidfd, 'int', signal, 'size_t', 0, 'uint', 0)),
    closeRange: (first, last, flags) => Number(syscall(sysCloseRange, 'uint', first, 'uint', last, 'uint', flags)),
    close: self.func('int close(int fd)') as Libc['close'],
    ...bindIoctl(self.func('int ioctl(int fd, ulong request, ...)') as IoctlCall),
    errno: () => module.errno(),
    address: buffer => module.address(buffer),
    poll: (fd, readable) => module.node.poll(fd, { readable: true }, readable),
  };
}

type FcntlCall = (fd: number, command: number, type: string, lock: Uint8Array) => number;

function bindLock(fcntl: FcntlCall): Libc['fcntlLock'] {
  return (fd, command, lock) => fcntl(fd, command, 'void *', lock);
}

type IoctlCall = (fd: number, request: number, type: string, value: number | Uint8Array) => number;

function bindIoctl(ioctl: IoctlCall): Pick<Libc, 'ioctl' | 'ioctlOn'> {
  return {
    ioctl: (fd, request, value) => ioctl(fd, request, 'long', value),
    ioctlOn: (fd, request, structure) => ioctl(fd, request, 'void *', structure),
  };
}

/** The error of the native call that just failed. */
export function nativeError(libc: Libc, detail: string): VirtError {
  return VirtError.system(errnoName(libc.errno()), 'NONE', detail);
}
