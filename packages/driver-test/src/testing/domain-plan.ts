import { formatMac, normalizeUuid, VirtError } from '@tsvirt/util';
import { type Definition, readDefinition } from '../domain/definition.js';
import { findDisk } from '../domain/device-lookup.js';
import { foundReasons, type GuestState } from '../domain/lifecycle.js';
import { readComplete } from '../domain/complete-document.js';
import type { TestHost } from '../host/test-host.js';

/** A domain that a test wants to find on its host. What is left out is chosen, the same each time. */
export interface DomainPlan {
  /** `domain-1`, `domain-2`, ... unless given. */
  readonly name?: string | undefined;
  readonly uuid?: string | undefined;
  /** `running` unless given. */
  readonly state?: GuestState | undefined;
  /** Whether it stays when it stops; true unless given. */
  readonly persistent?: boolean | undefined;
  readonly autostart?: boolean | undefined;
  /** 1,048,576 (1 GiB) unless given. */
  readonly memoryKiB?: bigint | undefined;
  /** 1 unless given. */
  readonly vcpus?: number | undefined;
  /** Sizes of its disks in bytes, by target (`vda`); 1 TiB unless given. */
  readonly disks?: Readonly<Record<string, bigint>> | undefined;
  /** Its document, instead of name, uuid, memory and vCPUs; the parts that it leaves out are libvirt's to choose. */
  readonly xml?: string | undefined;
}

/** Domains that a test wants: so many, or one for each plan, or so many by a plan for each number from 0. */
export type DomainPlans =
  | number
  | readonly DomainPlan[]
  | { readonly count: number; readonly plan: (index: number) => DomainPlan };

/** The most domains at once: more do not fit into the lists of the protocol. */
const maxDomains = 1_000_000;

let pattern: Definition | undefined;

/**
 * Puts planned domains on a host. Only documents are parsed: domains without one share most of their definition, so that
 * tens of thousands are there in a moment.
 * @throws VirtError INVALID_ARG, and what a definition can be wrong with
 */
export function placeDomains(host: TestHost, plans: DomainPlans): void {
  for (const plan of expanded(plans)) placeDomain(host, plan, host.domains.size);
}

function* expanded(plans: DomainPlans): Generator<DomainPlan> {
  if (typeof plans === 'object' && !('count' in plans)) {
    yield* plans;
    return;
  }
  const count = typeof plans === 'number' ? plans : plans.count;
  if (!Number.isInteger(count) || count < 0 || count > maxDomains)
    throw new VirtError('INVALID_ARG', 'TEST', `${count} domains: expected a number from 0 to ${maxDomains}`);
  for (let index = 0; index < count; index++) yield typeof plans === 'number' ? {} : plans.plan(index);
}

function placeDomain(host: TestHost, plan: DomainPlan, index: number): void {
  const { state = 'running', persistent = true, autostart = false } = plan;
  if (state === 'shutoff' && !persistent)
    throw new VirtError('INVALID_ARG', 'TEST', 'a domain that is neither running nor persistent does not exist');
  const read = host.isComplete ? readComplete : readDefinition;
  const definition = plan.xml === undefined ? planned(plan, index) : read(plan.xml);
  const { domain } = host.domains.define(definition);
  domain.persistent = persistent;
  domain.autostart = autostart;
  for (const [target, bytes] of Object.entries(plan.disks ?? {})) {
    if (findDisk(definition, target) === undefined)
      throw new VirtError('INVALID_ARG', 'TEST', `domain '${definition.name}' has no disk '${target}'`);
    domain.runtime.capacities.set(target, bytes);
  }
  if (state === 'shutoff') return;
  host.domains.activate(domain);
  domain.enter(state, foundReasons[state], host.clock.nowMs);
}

function planned(plan: DomainPlan, index: number): Definition {
  pattern ??= readDefinition(document);
  const { name = `domain-${index + 1}`, memoryKiB = 1_048_576n, vcpus = 1 } = plan;
  const uuid = plan.uuid === undefined ? uuidOf(index) : normalizeUuid(plan.uuid);
  if (uuid === undefined) throw new VirtError('INVALID_ARG', 'TEST', `malformed uuid '${plan.uuid}'`);
  const { devices } = pattern;
  return {
    ...pattern,
    name,
    uuid,
    memory: { sizeKiB: memoryKiB },
    currentMemoryKiB: memoryKiB,
    vcpu: { ...pattern.vcpu, count: vcpus },
    devices: {
      ...devices,
      disks: devices.disks.map(disk => ({ ...disk, source: { ...disk.source, type: 'file', file: `/guest/${name}` } })),
      interfaces: devices.interfaces.map(nic => ({ ...nic, mac: { ...nic.mac, address: macOf(index) } })),
    },
  };
}

function uuidOf(index: number): string {
  return `00000000-0000-4000-8000-${(index + 1).toString(16).padStart(12, '0')}`;
}

function macOf(index: number): string {
  const number = index + 1;
  return formatMac(Uint8Array.of(0x52, 0x54, 0, number >> 16, number >> 8, number));
}

const document = `<domain type='test'>
  <name>pattern</name>
  <memory>1048576</memory>
  <os><type>hvm</type></os>
  <devices>
    <disk type='file'>
      <source file='/guest/pattern'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <interface type='network'>
      <mac address='52:54:00:00:00:01'/>
      <source network='default'/>
      <target dev='testnet0'/>
    </interface>
  </devices>
</domain>`;
