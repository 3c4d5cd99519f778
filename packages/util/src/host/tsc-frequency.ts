import { open } from 'node:fs/promises';
import { isErrno } from '../errno.js';
import { hasNative, native } from './native.js';

/** The time stamp counter as guests under KVM see it. */
export interface TscFrequency {
  readonly hz: bigint;
  /** Whether a guest can be given another frequency. */
  readonly scaling: boolean;
}

// Numbers of <linux/kvm.h>.
const createVm = 0xae01;
const checkExtension = 0xae03;
const createVcpu = 0xae41;
const getTscKhz = 0xaea3;
const canControlTsc = 60;
const canGetTscKhz = 61;

/** Asks KVM, which tells it of a virtual CPU only; undefined where there is no KVM, no permission, or it does not know. */
export async function readTscFrequency(device = '/dev/kvm'): Promise<TscFrequency | undefined> {
  if (!hasNative()) return undefined;
  const libc = native('the frequency of the time stamp counter');
  try {
    await using kvm = await open(device, 'r+');
    if (libc.ioctl(kvm.fd, checkExtension, canGetTscKhz) <= 0) return undefined;
    const scaling = libc.ioctl(kvm.fd, checkExtension, canControlTsc) > 0;
    const vm = libc.ioctl(kvm.fd, createVm, 0);
    if (vm < 0) return undefined;
    const vcpu = libc.ioctl(vm, createVcpu, 0);
    const khz = vcpu < 0 ? -1 : libc.ioctl(vcpu, getTscKhz, 0);
    if (vcpu >= 0) libc.close(vcpu);
    libc.close(vm);
    return khz <= 0 ? undefined : { hz: BigInt(khz) * 1000n, scaling };
  } catch (reason) {
    if (isErrno(reason, 'ENOENT', 'EACCES', 'EPERM', 'ENODEV', 'ENXIO')) return undefined;
    throw reason;
  }
}
