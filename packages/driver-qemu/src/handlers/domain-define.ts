import { formatDomain, parseDomain } from '@tsvirt/conf/domain';
import type { Call, DriverHandlers } from '@tsvirt/core/contract';
import { DomainDefineFlags, DomainUndefineFlagsValues, DomainXMLFlags } from '@tsvirt/core/protocol';
import { rm } from 'node:fs/promises';
import { VirtError } from '@tsvirt/util';
import { nvramPath } from '../command/firmware.js';
import type { Guest } from '../definition.js';
import { isThere } from '../domain/nvram.js';
import { define, undefine } from '../domain/definitions.js';
import type { QemuDomain } from '../domain/qemu-domain.js';
import type { QemuHost } from '../host.js';
import { completeGuest } from '../policy/complete-guest.js';
import { defaultNvramPath } from '../policy/firmware.js';
import { checkFlags } from './flags.js';

/** Definitions: making, reading, forgetting them. */
export function domainDefineHandlers(host: QemuHost): DriverHandlers {
  const defineXml = async (xml: string, call: Call) => {
    const definition = await readDefinition(host, xml);
    const { reference } = await define(host, definition, call.signal);
    return { dom: reference };
  };
  return {
    domainDefineXML: ({ xml }, call) => defineXml(xml, call),
    domainDefineXMLFlags({ xml, flags }, call) {
      checkFlags(flags, DomainDefineFlags.validate, 'virDomainDefineXMLFlags');
      return defineXml(xml, call);
    },
    domainUndefine: ({ dom }, call) => undefineWith(host, host.domains.find(dom), 0, call.signal),
    domainUndefineFlags: ({ dom, flags }, call) => undefineWith(host, host.domains.find(dom), flags, call.signal),
    domainGetXMLDesc({ dom, flags }) {
      const { secure, inactive, updateCpu, migratable } = DomainXMLFlags;
      checkFlags(flags, secure | inactive | updateCpu | migratable, 'virDomainGetXMLDesc');
      const domain = host.domains.find(dom);
      const asInactive = (flags & (inactive | migratable)) !== 0;
      const definition = asInactive ? domain.inactive : domain.current;
      const formatAsLive = domain.isActive && !asInactive;
      return {
        xml: formatDomain(formatAsLive ? withMemory(domain, definition) : definition, {
          secure: (flags & secure) !== 0,
          inactive: !formatAsLive,
          migratable: (flags & migratable) !== 0,
        }),
      };
    },
    domainIsPersistent: ({ dom }) => ({ persistent: host.domains.find(dom).isPersistent ? 1 : 0 }),
    // Definitions are on disk before a call that changes them is answered.
    domainIsUpdated({ dom }) {
      host.domains.find(dom);
      return { updated: 0 };
    },
    domainGetAutostart: ({ dom }) => ({ autostart: host.domains.find(dom).autostart ? 1 : 0 }),
    async domainSetAutostart({ dom, autostart }, call) {
      const domain = host.domains.find(dom);
      await using _job = await domain.jobs.begin('modify', call.signal);
      if (!domain.isPersistent)
        throw new VirtError('OPERATION_INVALID', 'QEMU', 'cannot set autostart for transient domain');
      await host.definitions.setAutostart(domain.name, autostart !== 0);
      domain.autostart = autostart !== 0;
    },
    async connectDomainXMLToNative({ nativeFormat, domainXml }) {
      const { nativeCommand } = await import('./native-command.js');
      return { nativeConfig: await nativeCommand(host, nativeFormat, domainXml) };
    },
  };
}

/** Reads and completes a document. @throws XML_ERROR, CONFIG_UNSUPPORTED and others */
export async function readDefinition(host: QemuHost, xml: string): Promise<Guest> {
  return completeGuest(parseDomain(xml, { inactive: true }), host);
}

async function undefineWith(host: QemuHost, domain: QemuDomain, flags: number, signal: AbortSignal): Promise<void> {
  const known = DomainUndefineFlagsValues;
  checkFlags(
    flags,
    known.managedSave |
      known.snapshotsMetadata |
      known.nvram |
      known.keepNvram |
      known.checkpointsMetadata |
      known.tpm |
      known.keepTpm,
    'virDomainUndefineFlags',
  );
  await using _job = await domain.jobs.begin('modify', signal);
  if (domain.config === undefined) throw new VirtError('OPERATION_INVALID', 'QEMU', 'cannot undefine transient domain');
  const { os, name } = domain.config;
  const path = os.firmwareKind === 'efi' ? defaultNvramPath(host.layout.nvram, name) : nvramPath(domain.config);
  if (path !== undefined && (flags & known.nvram) !== 0) await rm(path, { force: true });
  else if (path !== undefined && (flags & known.keepNvram) === 0 && (await isThere(path)))
    throw new VirtError('OPERATION_INVALID', 'QEMU', 'cannot undefine domain with nvram');
  await undefine(host, domain);
}

/** The live definition with what the balloon says the guest has. */
export function withMemory(domain: QemuDomain, definition: Guest): Guest {
  const balloon = domain.live?.balloonKiB;
  return balloon === undefined ? definition : { ...definition, currentMemoryKiB: balloon };
}
