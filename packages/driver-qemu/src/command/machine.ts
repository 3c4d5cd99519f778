import { isQ35 } from '@tsvirt/conf/domain';
import { type CommandContext, onOff } from './context.js';
import { firmwareMachineParts } from './firmware.js';
import { usesNumaBackends } from './memory.js';

/** The machine with its switches, and the accelerator. */
export function machine({ domain, args, capabilities }: CommandContext): void {
  const { features, os } = domain;
  const type = capabilities.machine(os.type.machine);
  const ram = usesNumaBackends(domain) ? undefined : type?.defaultRamId;
  args.option(
    'machine',
    os.type.machine,
    'usb=off',
    features?.vmport !== undefined && `vmport=${onOff(features.vmport) ?? ''}`,
    features?.smm !== undefined && `smm=${onOff(features.smm.state) ?? ''}`,
    features?.ioapic !== undefined && `kernel_irqchip=${features.ioapic === 'qemu' ? 'split' : 'on'}`,
    `dump-guest-core=${domain.memory.dumpCore === true ? 'on' : 'off'}`,
    domain.memoryBacking?.nosharepages === true && 'mem-merge=off',
    domain.devices.memories.some(({ model }) => model === 'nvdimm') && 'nvdimm=on',
    ram !== undefined && `memory-backend=${ram}`,
    ...firmwareMachineParts(domain),
    os.bios?.useserial === true && 'graphics=off',
  );
  const tb = features?.tcgTbCacheKiB;
  args.option('accel', domain.type === 'kvm' ? 'kvm' : 'tcg', tb !== undefined && `tb-size=${tb / 1024n}`);
}

/** Sleep states, the PIT's policy and the like: global properties of the machine's own devices. */
export function powerManagement({ domain, args }: CommandContext): void {
  const bridge = isQ35(domain.os.type.machine) ? 'ICH9-LPC' : 'PIIX4_PM';
  const { suspendToMem, suspendToDisk } = domain.pm ?? {};
  if (suspendToMem !== undefined) args.option('global', `${bridge}.disable_s3=${suspendToMem ? 0 : 1}`);
  if (suspendToDisk !== undefined) args.option('global', `${bridge}.disable_s4=${suspendToDisk ? 0 : 1}`);
}

/** The size of the window for large PCI resources. */
export function pciHole({ domain, args }: CommandContext): void {
  for (const { kind } of domain.devices.controllers) {
    if (kind.type !== 'pci' || kind.pcihole64KiB === undefined) continue;
    const host = kind.model === 'pcie-root' ? 'q35-pcihost' : 'i440FX-pcihost';
    args.option('global', `${host}.pci-hole64-size=${kind.pcihole64KiB}K`);
  }
}

/** What the guest's sockets, dies, cores and threads are. */
export function topology({ domain, args }: CommandContext): void {
  const { count, current } = domain.vcpu;
  const states = domain.vcpus?.vcpus;
  const wanted = domain.cpu?.topology;
  // CPUs that can be unplugged are plugged in when QEMU runs.
  const first =
    states === undefined
      ? (current ?? count)
      : states.filter(({ enabled, hotpluggable }) => enabled && hotpluggable !== true).length;
  args.option(
    'smp',
    String(first),
    first !== count && `maxcpus=${count}`,
    `sockets=${wanted?.sockets ?? count}`,
    wanted !== undefined && `dies=${wanted.dies}`,
    `cores=${wanted?.cores ?? 1}`,
    `threads=${wanted?.threads ?? 1}`,
  );
}
