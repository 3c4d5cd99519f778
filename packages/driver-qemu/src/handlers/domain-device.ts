import { allDevices } from '@tsvirt/conf/domain';
import { impactOf } from '@tsvirt/conf/store';
import type { Call, DriverHandlers } from '@tsvirt/core/contract';
import { DomainDeviceModifyFlags } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { saveDefinition } from '../domain/definitions.js';
import { requireActive } from '../domain/domain-registry.js';
import type { QemuHost } from '../host.js';
import { plugDevice, unplugAlias, unplugDevice } from '../hotplug/live-device.js';
import { updateLiveDevice } from '../hotplug/live-update.js';
import { type DeviceChange, readDevice, withDevice } from '../policy/device-changes.js';
import { monitorOf } from './domain-lifecycle.js';
import { checkFlags } from './flags.js';

const { live: liveFlag, config: configFlag, force } = DomainDeviceModifyFlags;

type Reference = Parameters<NonNullable<DriverHandlers['domainAttachDevice']>>[0]['dom'];

/** Devices come, go and change, one by one: in the running guest, in its definition, or both. */
export function domainDeviceHandlers(host: QemuHost): DriverHandlers {
  const change = async (what: DeviceChange, dom: Reference, xml: string, flags: number, call: Call) => {
    const domain = host.domains.find(dom);
    await using _job = await domain.jobs.begin('modify', call.signal);
    const impact = impactOf(flags, domain, 'domain', 'QEMU');
    const { config } = domain;
    let definition: typeof config;
    if (impact.config && config !== undefined) {
      const capabilities = await host.capabilities.of(config.devices.emulator);
      ({ definition } = withDevice(config, readDevice(config, xml), what, capabilities, host.layout.nvram));
    }
    if (impact.live) {
      requireActive(domain);
      const monitor = monitorOf(domain);
      const device = readDevice(domain.live.definition, xml);
      if (what === 'attach') await plugDevice(host, domain, monitor, device, call.signal);
      else if (what === 'detach') await unplugDevice(domain, monitor, device, call.signal);
      else await updateLiveDevice(host, domain, monitor, device, { force: (flags & force) !== 0, signal: call.signal });
    }
    if (definition !== undefined) {
      await saveDefinition(host, definition);
      domain.config = definition;
    }
  };
  return {
    async domainAttachDevice({ dom, xml }, call) {
      await change('attach', dom, xml, liveFlag, call);
    },
    async domainAttachDeviceFlags({ dom, xml, flags }, call) {
      checkFlags(flags, liveFlag | configFlag, 'virDomainAttachDeviceFlags');
      await change('attach', dom, xml, flags, call);
    },
    async domainDetachDevice({ dom, xml }, call) {
      await change('detach', dom, xml, liveFlag, call);
    },
    async domainDetachDeviceFlags({ dom, xml, flags }, call) {
      checkFlags(flags, liveFlag | configFlag, 'virDomainDetachDeviceFlags');
      await change('detach', dom, xml, flags, call);
    },
    async domainUpdateDeviceFlags({ dom, xml, flags }, call) {
      checkFlags(flags, liveFlag | configFlag | force, 'virDomainUpdateDeviceFlags');
      await change('update', dom, xml, flags, call);
    },
    async domainDetachDeviceAlias({ dom, alias, flags }, call) {
      checkFlags(flags, liveFlag | configFlag, 'virDomainDetachDeviceAlias');
      const domain = host.domains.find(dom);
      await using _job = await domain.jobs.begin('modify', call.signal);
      const impact = impactOf(flags, domain, 'domain', 'QEMU');
      if (impact.config && domain.config !== undefined) {
        const device = [...allDevices(domain.config.devices)].find(
          ({ device: one }) => 'alias' in one && one.alias === alias,
        );
        if (device === undefined) throw new VirtError('DEVICE_MISSING', 'QEMU', `no device found with alias ${alias}`);
        const capabilities = await host.capabilities.of(domain.config.devices.emulator);
        const { definition } = withDevice(domain.config, device, 'detach', capabilities, host.layout.nvram);
        await saveDefinition(host, definition);
        domain.config = definition;
      }
      if (impact.live) {
        requireActive(domain);
        await unplugAlias(domain, monitorOf(domain), alias, call.signal, { wait: false });
      }
    },
  };
}
