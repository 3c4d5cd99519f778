import { errnoName } from '../errno.js';
import type { ErrorDomain } from '../error-domains.js';
import { VirtError } from '../virt-error.js';
import { type Libc, native, nativeError } from './native.js';

/** Requests of Linux' netdevice(7); each takes a `struct ifreq`. */
const requests = {
  getFlags: 0x8913,
  setFlags: 0x8914,
  getMtu: 0x8921,
  setMtu: 0x8922,
  setMac: 0x8924,
  getIndex: 0x8933,
  addToBridge: 0x89a2,
  removeFromBridge: 0x89a3,
} as const;

const afInet = 2;
const sockDgramCloexec = 2 | 0o2000000;
const arphrdEther = 1;
const flagUp = 1;

/** Bytes of a device's name with the zero after it. */
const nameSize = 16;
const valueAt = nameSize;
const requestSize = 40;

/** Whether a text can be the name of a network device on Linux. */
export function isDeviceName(name: string): boolean {
  return (
    name.length > 0 && Buffer.byteLength(name) < nameSize && !/[/\s\0:]/.test(name) && name !== '.' && name !== '..'
  );
}

/** A `struct ifreq` about the device. @throws INVALID_ARG for what can't be a device's name */
export function deviceRequest(name: string, domain: ErrorDomain): Buffer {
  if (!isDeviceName(name.replace('%d', '0')))
    throw new VirtError('INVALID_ARG', domain, `'${name}' is no name for a network device`);
  const request = Buffer.alloc(requestSize);
  request.write(name, 0);
  return request;
}

/** The name that the kernel put into a request. */
export function deviceNameIn(request: Buffer): string {
  const end = request.indexOf(0);
  return request.toString('utf8', 0, end < 0 ? nameSize : Math.min(end, nameSize));
}

/**
 * Network devices of this process's network namespace, by name. Each call is a system call that does not wait.
 * @throws SYSTEM_ERROR naming the device; ENODEV for one that is not there
 */
export class NetworkDevices implements Disposable {
  readonly #libc: Libc;
  readonly #socket: number;
  readonly #domain: ErrorDomain;

  /** @param domain who speaks in errors @throws OPERATION_UNSUPPORTED without native calls */
  constructor(domain: ErrorDomain) {
    this.#libc = native('changing network devices');
    this.#domain = domain;
    this.#socket = this.#libc.socket(afInet, sockDgramCloexec, 0);
    if (this.#socket < 0) throw nativeError(this.#libc, 'cannot open a socket for network devices');
  }

  /** Whether there is a device of that name. */
  exists(name: string): boolean {
    const request = deviceRequest(name, this.#domain);
    if (this.#libc.ioctlOn(this.#socket, requests.getIndex, request) === 0) return true;
    if (errnoName(this.#libc.errno()) === 'ENODEV') return false;
    throw this.#failure(`cannot look for network device '${name}'`);
  }

  /** Sets a device's MAC address. @param mac the address as text, with colons */
  setMac(name: string, mac: string): void {
    const request = deviceRequest(name, this.#domain);
    request.writeUInt16LE(arphrdEther, valueAt);
    for (const [index, byte] of mac.split(':').entries())
      request.writeUInt8(Number.parseInt(byte, 16), valueAt + 2 + index);
    this.#ask('setMac', request, `cannot set the MAC address of '${name}' to ${mac}`);
  }

  /** A device's MTU in bytes. */
  mtu(name: string): number {
    const request = deviceRequest(name, this.#domain);
    this.#ask('getMtu', request, `cannot read the MTU of '${name}'`);
    return request.readInt32LE(valueAt);
  }

  /** Sets a device's MTU in bytes. */
  setMtu(name: string, mtu: number): void {
    const request = deviceRequest(name, this.#domain);
    request.writeInt32LE(mtu, valueAt);
    this.#ask('setMtu', request, `cannot set the MTU of '${name}' to ${mtu}`);
  }

  /** Takes a device up or down. */
  setUp(name: string, up: boolean): void {
    const request = deviceRequest(name, this.#domain);
    this.#ask('getFlags', request, `cannot read the flags of '${name}'`);
    const flags = request.readUInt16LE(valueAt);
    const wanted = up ? flags | flagUp : flags & ~flagUp;
    if (wanted === flags) return;
    request.writeUInt16LE(wanted, valueAt);
    this.#ask('setFlags', request, `cannot set '${name}' ${up ? 'up' : 'down'}`);
  }

  /** Makes a device a port of a bridge. */
  addToBridge(bridge: string, name: string): void {
    this.#bridge('addToBridge', bridge, name, `cannot add '${name}' to bridge '${bridge}'`);
  }

  /** Takes a device off a bridge. */
  removeFromBridge(bridge: string, name: string): void {
    this.#bridge('removeFromBridge', bridge, name, `cannot remove '${name}' from bridge '${bridge}'`);
  }

  [Symbol.dispose](): void {
    this.#libc.close(this.#socket);
  }

  #bridge(what: 'addToBridge' | 'removeFromBridge', bridge: string, name: string, failing: string): void {
    const member = deviceRequest(name, this.#domain);
    this.#ask('getIndex', member, `cannot find network device '${name}'`);
    const request = deviceRequest(bridge, this.#domain);
    request.writeInt32LE(member.readInt32LE(valueAt), valueAt);
    this.#ask(what, request, failing);
  }

  #ask(what: keyof typeof requests, request: Buffer, failing: string): void {
    if (this.#libc.ioctlOn(this.#socket, requests[what], request) < 0) throw this.#failure(failing);
  }

  #failure(detail: string): VirtError {
    return VirtError.system(errnoName(this.#libc.errno()), this.#domain, detail);
  }
}
