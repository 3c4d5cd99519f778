import { type FileHandle, open } from 'node:fs/promises';
import { errnoName } from '../errno.js';
import type { ErrorDomain } from '../error-domains.js';
import { VirtError } from '../virt-error.js';
import { native } from './native.js';
import { deviceNameIn, deviceRequest } from './network-device.js';

const tunSetInterface = 0x4004_54ca;
const flagTap = 0x0002;
const flagNoPacketInfo = 0x1000;
const flagVnetHeader = 0x4000;
const flagMultiQueue = 0x0100;
const flagsAt = 16;

/** What kind of tap device is wanted. */
export interface TapRequest {
  /** Its name; `%d` in it stands for a number that the kernel finds. */
  readonly name: string;
  /** Frames carry the header by which virtio devices pass offloads on. */
  readonly vnetHeader?: boolean;
  /** As many descriptors, one for each queue; one unless given. */
  readonly queues?: number;
  /** The file of the tap driver; `/dev/net/tun` unless given. */
  readonly file?: string;
  readonly domain: ErrorDomain;
}

/** A tap device: the host's end of a guest's cable. It is there as long as anybody holds one of its descriptors. */
export interface TapDevice extends AsyncDisposable {
  /** As the kernel gave it. */
  readonly name: string;
  /** One for each queue. They are close-on-exec. */
  readonly fds: readonly number[];
}

/**
 * Makes a tap device, or attaches to the one that is there under that name. Disposing closes the descriptors of this
 * process; one that a guest has inherited keeps the device.
 * @throws SYSTEM_ERROR naming the device; OPERATION_UNSUPPORTED without native calls
 */
export async function openTap({ name, vnetHeader, queues = 1, file, domain }: TapRequest): Promise<TapDevice> {
  const libc = native('tap devices');
  const path = file ?? '/dev/net/tun';
  const flags =
    flagTap | flagNoPacketInfo | (vnetHeader === true ? flagVnetHeader : 0) | (queues > 1 ? flagMultiQueue : 0);
  const handles: FileHandle[] = [];
  const close = async () => {
    await Promise.all(handles.splice(0).map(handle => handle.close()));
  };
  let given = name;
  try {
    while (handles.length < queues) {
      const handle = await opened(path, domain);
      handles.push(handle);
      const request = deviceRequest(given, domain);
      request.writeUInt16LE(flags, flagsAt);
      if (libc.ioctlOn(handle.fd, tunSetInterface, request) < 0)
        throw VirtError.system(errnoName(libc.errno()), domain, `cannot create tap device '${given}'`);
      given = deviceNameIn(request);
    }
  } catch (reason) {
    await close();
    throw reason;
  }
  return { name: given, fds: handles.map(({ fd }) => fd), [Symbol.asyncDispose]: close };
}

async function opened(path: string, domain: ErrorDomain): Promise<FileHandle> {
  try {
    return await open(path, 'r+');
  } catch (reason) {
    throw VirtError.system(reason, domain, `cannot open '${path}'`);
  }
}
