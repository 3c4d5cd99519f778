import {
  completeDomain,
  type Domain,
  type DomainPolicy,
  formatDomain,
  parseDomain,
  validateDomain,
} from '@tsvirt/conf/domain';
import { sameSource } from '@tsvirt/conf/kernel';
import { randomUuid, type Uuid, VirtError } from '@tsvirt/util';
import { checkName } from '../host/object-name.js';
import { policy } from './policy.js';

/** A complete domain definition: what may be left out of a document is filled in. Values are never changed in place. */
export interface Definition extends Domain {
  readonly uuid: Uuid;
}

/** Architectures that libvirt 9.0, whose version the mock reports, does not know. */
const laterArchitectures: readonly string[] = ['loongarch64'];

/** What a document shows. */
export interface DefinitionView {
  /** The running guest's number; -1 leaves it out. */
  readonly id: number;
  readonly inactive: boolean;
  readonly secure: boolean;
  readonly migratable: boolean;
}

/**
 * Reads a domain document, and fills in what it leaves out.
 * @param strict parts that the format does not know are errors
 * @param by what the hypervisor adds and is able to do; as libvirt's mock unless given
 * @throws VirtError
 */
export function readDefinition(xml: string, strict = false, by: DomainPolicy = policy): Definition {
  const parsed = parseDomain(xml, { inactive: true, ...(strict && ({ unknown: 'refuse' } as const)) });
  return completeDefinition(parsed, by);
}

/**
 * The definition that a document's value stands for: checked, and with what it leaves out.
 * @throws VirtError
 */
export function completeDefinition(parsed: Domain, by: DomainPolicy = policy): Definition {
  const definition = describedDefinition(parsed, by);
  validateDomain(definition);
  return definition;
}

/**
 * As `completeDefinition`, of the guest that a snapshot was taken of: it ran, so what goes together is not asked again.
 * @throws VirtError
 */
export function describedDefinition(parsed: Domain, by: DomainPolicy = policy): Definition {
  if (parsed.name === '') throw new VirtError('NO_NAME', 'DOMAIN');
  checkName(parsed.name, 'DOMAIN');
  const arch = parsed.os?.type?.arch;
  if (arch !== undefined && laterArchitectures.includes(arch))
    throw new VirtError('CONFIG_UNSUPPORTED', 'DOMAIN', `Unknown architecture ${arch}`);
  const domain = completeDomain(parsed, by);
  const { id: _id, ...definition } = domain;
  return sameSource(parsed, { ...definition, uuid: domain.uuid ?? randomUuid() });
}

/** A definition as the API shows it. */
export function writeDefinition(definition: Definition, view: DefinitionView): string {
  const { id, inactive, secure, migratable } = view;
  return formatDomain(inactive || id === -1 ? definition : { ...definition, id }, { inactive, secure, migratable });
}

/** The same domain under another name. */
export function renamed(definition: Definition, name: string): Definition {
  return { ...definition, name };
}

/** KiB that the guest may have at most. */
export function maxMemoryKiB({ memory }: Definition): bigint {
  return memory?.sizeKiB ?? 0n;
}

/** KiB that the guest has through its balloon. */
export function currentMemoryKiB(definition: Definition): bigint {
  return definition.currentMemoryKiB ?? maxMemoryKiB(definition);
}

/** The most vCPUs that the guest can have. */
export function maximumVcpus({ vcpu }: Definition): number {
  return vcpu?.count ?? 1;
}

/** The vCPUs that the guest has. */
export function currentVcpus(definition: Definition): number {
  return definition.vcpu?.current ?? maximumVcpus(definition);
}

/** What happens to a guest that powers off. */
export function onPoweroff(definition: Definition): string {
  return definition.onPoweroff ?? 'destroy';
}

/** What happens to a guest that reboots. */
export function onReboot(definition: Definition): string {
  return definition.onReboot ?? 'restart';
}

/** The same definition with that much memory at most; less may stay in the balloon. */
export function withMaxMemory(definition: Definition, sizeKiB: bigint): Definition {
  const current = currentMemoryKiB(definition);
  return {
    ...definition,
    memory: { ...definition.memory, sizeKiB },
    currentMemoryKiB: current > sizeKiB ? sizeKiB : current,
  };
}

/** The same definition with that many vCPUs there from the start: the first ones. */
export function withCurrentVcpus(definition: Definition, current: number): Definition {
  const count = maximumVcpus(definition);
  const states = definition.vcpus?.vcpus.map(state => ({ ...state, enabled: state.id < current }));
  return withVcpus(definition, count, current, states);
}

/** The same definition with room for that many vCPUs. Those that come are not there yet. */
export function withMaximumVcpus(definition: Definition, count: number): Definition {
  const states = definition.vcpus?.vcpus.filter(({ id }) => id < count);
  if (states === undefined) return withVcpus(definition, count, Math.min(currentVcpus(definition), count), states);
  for (let id = maximumVcpus(definition); id < count; id++) states.push({ id, enabled: false });
  return withVcpus(definition, count, states.filter(({ enabled }) => enabled).length, states);
}

type VcpuStates = NonNullable<Definition['vcpus']>['vcpus'];

function withVcpus(definition: Definition, count: number, current: number, states: VcpuStates | undefined): Definition {
  const { current: _current, ...vcpu } = definition.vcpu ?? { count };
  return {
    ...definition,
    vcpu: current === count ? { ...vcpu, count } : { ...vcpu, count, current },
    ...(states === undefined ? {} : { vcpus: { vcpus: states } }),
  };
}
