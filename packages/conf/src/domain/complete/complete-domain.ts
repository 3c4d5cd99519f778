import { placed, sameSource, uuid } from '../../kernel/index.js';
import type { Devices } from '../devices.js';
import type { Domain } from '../domain.js';
import { contradiction } from '../validate/unsupported.js';
import { checkAbilities, withAbilities } from './abilities.js';
import { completeBoot } from './boot.js';
import { numberCharacterPorts, pairConsole } from './character-ports.js';
import { addImpliedControllers, arrangeControllers, completeController, numberControllers } from './controllers.js';
import { completeClock } from './clock.js';
import { completeCpu } from './cpu.js';
import { mapDevices } from './devices.js';
import { arrangeDisks, completeDisk, placeDisk } from './disks.js';
import { completeGraphics } from './graphics.js';
import { completeHostdevs } from './hostdevs.js';
import { completeInput } from './inputs.js';
import { completeInterface } from './interfaces.js';
import { completeMemory } from './memory.js';
import { completeMetadata } from './metadata.js';
import { completeOs } from './os.js';
import type { CompleteOptions, DomainPolicy } from './policy.js';
import { completeSeclabels } from './seclabels.js';
import { sharingEmptyLists } from './shared-lists.js';
import { completeRedirfilter, completeRng, completeVsock, placeSmartcards } from './small-devices.js';
import { completeTuning } from './tuning.js';
import { addImpliedVideo, arrangeVideos, completeVideo } from './videos.js';

/**
 * Fills in everything that a document may leave out: defaults of the format, devices that others imply, numbers and
 * places, with the driver's own part in between. What comes out reads and formats to the same again.
 * @throws XML_ERROR, CONFIG_UNSUPPORTED, INTERNAL_ERROR for documents that cannot be completed; with their place, where
 * `valueFault` says which part of the domain that the step was given is wrong
 */
export function completeDomain(parsed: Domain, policy: DomainPolicy, options: CompleteOptions = {}): Domain {
  const { abilities } = policy;
  const steps: readonly (((domain: Domain) => Domain) | undefined)[] = [
    domain => completeIdentity(domain, policy),
    policy.first,
    completeGeneral,
    policy.domain,
    domain => withDevices(pairConsole(withDevices(domain, numberCharacterPorts)), addImpliedVideo),
    domain => mapDevices(domain, policy.devices ?? {}),
    domain =>
      mapDevices(domain, {
        disks: disk => placeDisk(disk, abilities.wideScsi === true),
        inputs: completeInput,
        videos: completeVideo,
      }),
    completeBoot,
    domain => completeHostdevs(completeMemory(domain, options.newDefinition === true)),
    domain => withDevices(domain, arrangeOtherDevices),
    domain => withDevices(domain, addImpliedControllers),
    domain => {
      checkAbilities(domain, abilities);
      return withAbilities(domain, abilities);
    },
    policy.assignAddresses,
    policy.last,
    domain => withDevices(domain, sharingEmptyLists),
  ];
  let domain = parsed;
  for (const step of steps) {
    const given = domain;
    if (step !== undefined) domain = placed(given, () => step(given), parsed);
  }
  return sameSource(parsed, domain);
}

function arrangeOtherDevices(devices: Devices): Devices {
  if (devices.videos.length === 0 && devices.smartcards.length === 0) return devices;
  return {
    ...devices,
    videos: arrangeVideos(devices.videos),
    smartcards: placeSmartcards(devices.smartcards),
  };
}

function withDevices(domain: Domain, change: (devices: Devices) => Devices): Domain {
  const devices = change(domain.devices);
  return devices === domain.devices ? domain : { ...domain, devices };
}

/** The UUID that the guest is told, where the document names no other. */
function sysinfoUuid({ sysinfos }: Domain): string | undefined {
  for (const { kind } of sysinfos ?? []) {
    const told = kind.type === 'smbios' ? kind.system?.find(({ name }) => name === 'uuid')?.value : undefined;
    const read = told === undefined ? undefined : uuid.read(told);
    if (read !== undefined) return read;
  }
  return undefined;
}

function completeIdentity(parsed: Domain, policy: DomainPolicy): Domain {
  const { qemu, lxc, xen, bhyve, vmware } = parsed;
  const isForeign = [qemu, lxc, xen, bhyve, vmware].some(part => part !== undefined);
  const domain = isForeign ? withoutNamespaces(completeMetadata(parsed)) : completeMetadata(parsed);
  const typeName = domain.os?.type?.type ?? (domain.bootloader === undefined ? policy.defaultOsType : 'xen');
  if (typeName === undefined) throw contradiction('an os <type> must be specified', parsed, 'os');
  const arch = domain.os?.type?.arch ?? policy.defaultArch(parsed);
  const namespaces = policy.namespaces ?? [];
  return {
    ...domain,
    uuid: domain.uuid ?? sysinfoUuid(domain) ?? policy.makeUuid(),
    ...(domain.genid === 'generate' && { genid: policy.makeUuid() }),
    os: { ...domain.os, type: { ...domain.os?.type, arch, type: typeName } },
    devices: mapDevices(domain, { interfaces: nic => completeInterface(nic, policy) }).devices,
    ...(qemu !== undefined && namespaces.includes('qemu') && { qemu }),
    ...(lxc !== undefined && namespaces.includes('lxc') && { lxc }),
    ...(vmware !== undefined && namespaces.includes('vmware') && { vmware }),
    ...(xen !== undefined && namespaces.includes('xen') && { xen }),
    ...(bhyve !== undefined && namespaces.includes('bhyve') && { bhyve }),
  };
}

function withoutNamespaces(domain: Domain): Domain {
  const { qemu: _qemu, lxc: _lxc, xen: _xen, bhyve: _bhyve, vmware: _vmware, ...rest } = domain;
  return rest;
}

function completeGeneral(given: Domain): Domain {
  // Disks are put in order by what the document says of their buses, before anything is filled in.
  const inOrder = withDevices(given, devices =>
    devices.disks.length < 2 ? devices : { ...devices, disks: arrangeDisks(devices.disks) },
  );
  const domain = mapDevices(completeTuning(completeOs(inOrder)), {
    disks: completeDisk,
    controllers: completeController,
    graphics: completeGraphics,
    redirfilter: completeRedirfilter,
    rngs: completeRng,
    vsock: completeVsock,
  });
  return {
    ...domain,
    clock: completeClock(domain.clock),
    ...(domain.cpu !== undefined && { cpu: completeCpu(domain.cpu) }),
    ...(domain.seclabels !== undefined && { seclabels: completeSeclabels(domain.seclabels) }),
    devices: {
      ...domain.devices,
      controllers: numberControllers(arrangeControllers(domain.devices.controllers)),
    },
  };
}
