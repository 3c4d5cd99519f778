import { aliasOf, type Device, deviceOf, devicesOfKind, findByAlias } from '@tsvirt/conf/domain';
import type { DriverHandlers } from '@tsvirt/core/contract';
import { DomainDeviceModifyFlags, DomainEventTrayChangeReason, type NonnullDomain } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import type { Definition } from '../../domain/definition.js';
import {
  asLive,
  attached,
  attachedLive,
  detached,
  liveDefinition,
  liveUpdate,
  readDevice,
  requireHotPlug,
  updated,
} from '../../domain/device/live-devices.js';
import { diskPath } from '../../domain/device-lookup.js';
import { react } from '../../domain/guest-reaction.js';
import { impactOf } from '../../domain/impact.js';
import type { TestDomain } from '../../domain/test-domain.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';

const { live: liveFlag, config: configFlag, force } = DomainDeviceModifyFlags;
const whichFlags = liveFlag | configFlag;

/** What a call does to both definitions; neither is in place until both are known to be possible. */
interface Change {
  readonly config?: Definition;
  readonly live?: Definition;
  /** What the guest and those who listen notice. */
  readonly after?: () => void;
}

/** Devices come, go and change one by one: in the running guest, in its configuration, or both. */
export function domainDeviceHandlers(host: TestHost): DriverHandlers {
  const change = (
    dom: NonnullDomain,
    flags: number,
    config: (definition: Definition) => Definition,
    live: (definition: Definition, domain: TestDomain) => Change,
  ): void => {
    const domain = host.domains.find(dom);
    const impact = impactOf(domain, flags);
    const next = impact.config ? config(domain.persistentDefinition) : undefined;
    const step = impact.live ? live(liveDefinition(domain), domain) : undefined;
    if (step?.live !== undefined) domain.definition = step.live;
    if (next !== undefined && domain.isActive) domain.nextDefinition = next;
    else if (next !== undefined) domain.definition = next;
    step?.after?.();
  };

  const attach = (dom: NonnullDomain, xml: string, flags: number): void =>
    change(
      dom,
      flags,
      definition => attached(definition, readDevice(definition, xml)),
      (definition, domain) => {
        const device = readDevice(definition, xml);
        requireHotPlug('attach', device);
        const live = attachedLive(definition, device);
        return { live, after: () => announceNew(host, domain, device, definition, live) };
      },
    );

  const takeOut = (domain: TestDomain, definition: Definition, device: Device): Change => {
    requireHotPlug('detach', device);
    const loss = detached(definition, device);
    const devAlias = aliasOf(loss.removed) ?? '';
    const { unplug } = domain.runtime.behaviour;
    if (unplug === 'ignores') return {};
    if (unplug === 'refuses') {
      host.events.emit('domainDeviceRemovalFailed', { dom: domain.reference, devAlias });
      throw new VirtError('OPERATION_FAILED', 'TEST', `unplug of device '${devAlias}' was rejected by the guest`);
    }
    const tell = () => host.events.emit('domainDeviceRemoved', { dom: domain.reference, devAlias });
    if (unplug === 'agrees') return { live: loss.definition, after: tell };
    const leave = (): void => {
      const now = liveDefinition(domain);
      const leaving = findByAlias(now, devAlias);
      // Asked twice, it goes once.
      if (leaving === undefined) return;
      domain.definition = detached(now, leaving).definition;
      tell();
    };
    return { after: () => react(host, domain, unplug, leave) };
  };

  const detach = (dom: NonnullDomain, xml: string, flags: number): void =>
    change(
      dom,
      flags,
      definition => detached(definition, readDevice(definition, xml)).definition,
      (definition, domain) => takeOut(domain, definition, readDevice(definition, xml)),
    );

  return {
    domainAttachDevice: ({ dom, xml }) => attach(dom, xml, liveFlag),
    domainAttachDeviceFlags({ dom, xml, flags }) {
      checkFlags(flags, whichFlags, 'domainAttachDeviceFlags');
      attach(dom, xml, flags);
    },
    domainDetachDevice: ({ dom, xml }) => detach(dom, xml, liveFlag),
    domainDetachDeviceFlags({ dom, xml, flags }) {
      checkFlags(flags, whichFlags, 'domainDetachDeviceFlags');
      detach(dom, xml, flags);
    },

    domainDetachDeviceAlias({ dom, alias, flags }) {
      checkFlags(flags, whichFlags, 'domainDetachDeviceAlias');
      const named = (definition: Definition): Device => {
        const device = findByAlias(definition, alias);
        if (device === undefined)
          throw new VirtError('INTERNAL_ERROR', 'DOMAIN', `no device found with alias ${alias}`);
        return device;
      };
      change(
        dom,
        flags,
        definition => detached(definition, named(definition)).definition,
        (definition, domain) => takeOut(domain, definition, named(definition)),
      );
    },

    domainUpdateDeviceFlags({ dom, xml, flags }) {
      checkFlags(flags, whichFlags | force, 'domainUpdateDeviceFlags');
      change(
        dom,
        flags,
        definition => updated(definition, readDevice(definition, xml)),
        (definition, domain) => {
          const device = liveUpdate(definition, readDevice(definition, xml));
          const live = asLive(updated(definition, device));
          return { live, after: () => announceUpdate(host, domain, definition, device) };
        },
      );
    },
  };
}

/** Tells of the device that was not there before. Controllers that came along with it are no news. */
function announceNew(
  host: TestHost,
  domain: TestDomain,
  { kind }: Device,
  before: Definition,
  after: Definition,
): void {
  const known = new Set(devicesOfKind(before.devices, kind).map(device => aliasOf(deviceOf(kind, device))));
  for (const device of devicesOfKind(after.devices, kind)) {
    const devAlias = aliasOf(deviceOf(kind, device));
    if (devAlias === undefined || known.has(devAlias)) continue;
    host.events.emit('domainDeviceAdded', { dom: domain.reference, devAlias });
  }
}

function announceUpdate(host: TestHost, domain: TestDomain, before: Definition, changed: Device): void {
  const dom = domain.reference;
  if (changed.kind === 'memories') {
    const { alias = '', target } = changed.device;
    const size = target.requestedKiB ?? 0n;
    host.events.emit('domainMemoryDeviceSizeChange', { dom, alias, size });
    return;
  }
  if (changed.kind !== 'disks') return;
  const { alias: devAlias = '', target } = changed.device;
  const old = before.devices.disks.find(disk => disk.target.dev === target.dev);
  if (old === undefined || diskPath(old) === diskPath(changed.device)) return;
  host.events.emit('domainTrayChange', { dom, devAlias, reason: DomainEventTrayChangeReason.open });
  if (target.tray === 'open') return;
  host.events.emit('domainTrayChange', { dom, devAlias, reason: DomainEventTrayChangeReason.close });
}
