import type { DriverHandlers } from '@tsvirt/core/contract';
import { VirtError } from '@tsvirt/util';
import { readHostname } from '@tsvirt/util/host';
import { findEmulators } from '../capabilities/emulators.js';
import type { QemuHost } from '../host.js';

/** What libvirt has always answered for guests without KVM; the machine type's own limit decides later. */
const maxEmulatedVcpus = 16;
/** KVM's recommended number where the kernel tells no other. */
const maxKvmVcpus = 288;

/** What the connection is, and what is behind it. */
export function connectionHandlers(host: QemuHost): DriverHandlers {
  return {
    connectGetType: () => ({ type: 'QEMU' }),
    async connectGetVersion() {
      const [emulator] = await nativeEmulators();
      if (emulator === undefined) throw new VirtError('INTERNAL_ERROR', 'QEMU', 'no QEMU emulator is installed');
      const { version } = await host.capabilities.of(emulator.binary);
      return { hvVer: BigInt(version) };
    },
    connectGetHostname: async () => ({ hostname: await readHostname() }),
    connectGetMaxVcpus({ type }) {
      const wanted = type?.toLowerCase();
      if (wanted === undefined || wanted === 'qemu') return { maxVcpus: maxEmulatedVcpus };
      if (wanted === 'kvm') return { maxVcpus: maxKvmVcpus };
      if (wanted === 'kqemu') return { maxVcpus: 1 };
      throw new VirtError('INVALID_ARG', 'QEMU', `unknown type '${type ?? ''}'`);
    },
    connectIsSecure: () => ({ secure: 1 }),
    connectSupportsFeature: () => ({ supported: 0 }),
  };
}

/** Emulators of this host's own architecture first. */
async function nativeEmulators() {
  const own = process.arch === 'x64' ? 'x86_64' : process.arch === 'arm64' ? 'aarch64' : process.arch;
  return (await findEmulators()).toSorted((a, b) => Number(b.arch === own) - Number(a.arch === own));
}
