import type { Guest } from '../definition.js';
import { VirtError } from '@tsvirt/util';
import type { CommandContext } from './context.js';

/** The CPU model with all that is added to it and taken from it. */
export function cpu({ domain, args, capabilities }: CommandContext): void {
  args.option(
    'cpu',
    ...model(domain, capabilities.machine(domain.os.type.machine)?.defaultCpuType),
    ...timers(domain),
    domain.features?.apic?.eoi !== undefined && flag('kvm-pv-eoi', domain.features.apic.eoi),
    domain.features?.pvspinlock !== undefined && flag('kvm-pv-unhalt', domain.features.pvspinlock),
    ...hyperv(domain),
    ...kvm(domain),
    ...cacheAndWidth(domain),
  );
}

function flag(name: string, on: boolean): string {
  return `${name}=${on ? 'on' : 'off'}`;
}

/** QEMU spells with dashes what libvirt spells with underscores. */
function featureName(name: string): string {
  return name.replaceAll('_', '-');
}

function model({ cpu: wanted, os }: Guest, defaultType: string | undefined): readonly string[] {
  const features = (wanted?.features ?? []).map(({ name, policy }) =>
    flag(featureName(name), policy !== 'disable' && policy !== 'forbid'),
  );
  switch (wanted?.mode) {
    case 'maximum':
      return ['max', ...features];
    case 'host-passthrough': {
      const migratable = wanted.migratable === undefined ? [] : [flag('migratable', wanted.migratable)];
      return ['host', ...migratable, ...features];
    }
    case 'host-model':
      throw new VirtError('INTERNAL_ERROR', 'QEMU', 'CPU mode host-model was not expanded');
    default: {
      const fallback =
        defaultType?.replace(/-(?:x86_64|i386)-cpu$/, '') ?? (os.type.arch === 'i686' ? 'qemu32' : 'qemu64');
      const name = wanted?.model?.name ?? fallback;
      const vendor = wanted?.model?.vendorId;
      return [name, ...(vendor === undefined ? [] : [`vendor=${vendor}`]), ...features];
    }
  }
}

function timers({ clock }: Guest): readonly string[] {
  return (clock.timers ?? []).flatMap(({ name, present, frequency }) => {
    if (name === 'kvmclock' && present !== undefined) return [flag('kvmclock', present)];
    if (name === 'hypervclock' && present === true) return ['hv-time=on'];
    if (name === 'tsc' && frequency !== undefined) return [`tsc-frequency=${frequency}`];
    return [];
  });
}

function hyperv({ features, devices }: Guest): readonly (string | false)[] {
  const hv = features?.hyperv;
  const crash = devices.panics.some(({ model: kind }) => kind === 'hyperv') && 'hv-crash';
  if (hv === undefined) return [crash];
  if (hv.mode === 'passthrough') return ['hv-passthrough=on', crash];
  return [
    hv.relaxed === true && 'hv-relaxed=on',
    hv.vapic === true && 'hv-vapic=on',
    hv.spinlocks?.state === true && `hv-spinlocks=0x${(hv.spinlocks.retries ?? 0).toString(16)}`,
    hv.vpindex === true && 'hv-vpindex=on',
    hv.runtime === true && 'hv-runtime=on',
    hv.synic === true && 'hv-synic=on',
    hv.stimer?.state === true && 'hv-stimer=on',
    hv.stimer?.direct === true && 'hv-stimer-direct=on',
    hv.reset === true && 'hv-reset=on',
    hv.vendorId?.state === true && `hv-vendor-id=${hv.vendorId.value ?? ''}`,
    hv.frequencies === true && 'hv-frequencies=on',
    hv.reenlightenment === true && 'hv-reenlightenment=on',
    hv.tlbflush === true && 'hv-tlbflush=on',
    hv.ipi === true && 'hv-ipi=on',
    hv.evmcs === true && 'hv-evmcs=on',
    hv.avic === true && 'hv-avic=on',
    crash,
  ];
}

function kvm({ features }: Guest): readonly (string | false)[] {
  const wanted = features?.kvm;
  return [
    wanted?.hidden === true && 'kvm=off',
    wanted?.hintDedicated === true && 'kvm-hint-dedicated=on',
    wanted?.pollControl === true && 'kvm-poll-control=on',
    features?.pmu !== undefined && flag('pmu', features.pmu),
  ];
}

function cacheAndWidth({ cpu: wanted }: Guest): readonly (string | false)[] {
  const { cache, addressWidth } = wanted ?? {};
  const passthrough = wanted?.mode === 'host-passthrough' || wanted?.mode === 'maximum';
  const caches: Readonly<Record<string, readonly string[]>> = {
    emulate: passthrough ? ['l3-cache=on', 'host-cache-info=off'] : ['l3-cache=on'],
    passthrough: ['host-cache-info=on', 'l3-cache=off'],
    disable: passthrough ? ['host-cache-info=off', 'l3-cache=off'] : ['l3-cache=off'],
  };
  return [
    ...(cache === undefined ? [] : (caches[cache.mode] ?? [])),
    addressWidth?.mode === 'passthrough' && 'host-phys-bits=on',
    addressWidth?.mode === 'emulate' && `phys-bits=${addressWidth.bits ?? 0}`,
  ];
}
