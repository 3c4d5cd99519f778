import {
  completeDomain,
  type Domain,
  type DomainAbilities,
  type DomainPolicy,
  validateDomain,
} from '@tsvirt/conf/domain';
import { sameSource } from '@tsvirt/conf/kernel';
import { randomBytes } from 'node:crypto';
import { isArchitecture, randomUuid, VirtError } from '@tsvirt/util';
import type { EmulatorCapabilities } from '../capabilities/emulator-capabilities.js';
import { findEmulators } from '../capabilities/emulators.js';
import { asGuest, type Guest } from '../definition.js';
import type { QemuHost } from '../host.js';
import { withAllCpusInCells } from './numa-cells.js';
import { assignAddresses } from './addresses.js';
import { addDefaultDevices } from './default-devices.js';
import { deviceSteps } from './device-defaults.js';
import { withDefaultCpu } from './default-cpu.js';
import { withNvramPath } from './firmware.js';
import { validateGuest } from './validate.js';

/** Domain types that this driver runs. */
const types: ReadonlySet<string> = new Set(['qemu', 'kvm']);

/**
 * Makes a whole guest of a document: all that QEMU's machines imply, devices that every guest has, an address for each.
 * @throws CONFIG_UNSUPPORTED, XML_ERROR and others for what cannot become a guest here
 */
export async function completeGuest(parsed: Domain, host: Pick<QemuHost, 'capabilities' | 'layout'>): Promise<Guest> {
  if (!types.has(parsed.type)) {
    const what = `could not find capabilities for domaintype=${parsed.type}`;
    throw new VirtError('CONFIG_UNSUPPORTED', 'NONE', what);
  }
  const emulator = parsed.devices.emulator ?? (await defaultEmulator(parsed));
  const capabilities = await host.capabilities.of(emulator);
  return completeWith(parsed, capabilities, host.layout.nvram);
}

/** As `completeGuest`, for an emulator whose abilities are known. @param nvramFolder where files of firmware's variables are */
export function completeWith(parsed: Domain, capabilities: EmulatorCapabilities, nvramFolder: string): Guest {
  return checked(completeDomain(parsed, policyFor(capabilities), { newDefinition: true }), capabilities, nvramFolder);
}

/** As `completeWith`, for a definition that was completed before and has changed since. */
export function completeStored(changed: Domain, capabilities: EmulatorCapabilities, nvramFolder: string): Guest {
  return checked(completeDomain(changed, policyFor(capabilities)), capabilities, nvramFolder);
}

function checked(completed: Domain, capabilities: EmulatorCapabilities, nvramFolder: string): Guest {
  const guest = sameSource(completed, withNvramPath(asGuest(completed), nvramFolder));
  validateDomain(guest, abilities);
  validateGuest(guest, capabilities);
  return guest;
}

async function defaultEmulator({ os }: Domain): Promise<string> {
  const arch = os?.type?.arch ?? 'x86_64';
  const found = (await findEmulators()).find(emulator => emulator.arch === arch);
  if (found === undefined) throw new VirtError('INVALID_ARG', 'QEMU', `no emulator found for architecture '${arch}'`);
  return found.binary;
}

/** What documents for this driver may hold. */
const abilities: DomainAbilities = {
  wideScsi: true,
  userAlias: true,
  memoryHotplug: true,
  offlineVcpuPin: true,
  individualVcpus: true,
  firmwareAutoselect: true,
  netModelString: true,
  diskFiles: true,
};

/** QEMU's part of completing a document. */
function policyFor(capabilities: EmulatorCapabilities): DomainPolicy {
  return {
    defaultArch: () => (isArchitecture(capabilities.arch) ? capabilities.arch : undefined),
    abilities,
    makeMac: () => `52:54:00:${[...randomBytes(3)].map(byte => byte.toString(16).padStart(2, '0')).join(':')}`,
    makeUuid: randomUuid,
    namespaces: ['qemu'],
    first: domain => withMachine(domain, capabilities),
    domain: domain => addDefaultDevices(withAllCpusInCells(withDefaultCpu(domain, capabilities))),
    devices: deviceSteps,
    assignAddresses,
  };
}

function withMachine(domain: Domain, capabilities: EmulatorCapabilities): Domain {
  const { os, devices } = domain;
  const wanted = os?.type?.machine;
  // One that the emulator does not have is refused when all else is known of the guest.
  const name =
    wanted === undefined ? capabilities.defaultMachine?.name : (capabilities.machine(wanted)?.name ?? wanted);
  return {
    ...domain,
    os: { ...os, type: { ...os?.type, type: os?.type?.type ?? 'hvm', machine: name } },
    devices: { ...devices, emulator: devices.emulator ?? capabilities.binary },
  };
}
