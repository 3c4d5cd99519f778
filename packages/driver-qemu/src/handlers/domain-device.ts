import { type Device, findByAlias } from '@tsvirt/conf/domain';
import type { Call, DriverHandlers } from '@tsvirt/core/contract';
import { DomainDeviceModifyFlags, type NonnullDomain } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import type { Guest } from '../definition.js';
import { changeDomain } from '../domain/definition-change.js';
import { monitorOf } from '../domain/monitor-of.js';
import type { QemuHost } from '../host.js';
import { plugDevice, unplugAlias, unplugDevice } from '../hotplug/live-device.js';
import { updateLiveDevice } from '../hotplug/live-update.js';
import { type DeviceChange, readDevice, withDevice } from '../policy/device-changes.js';
import { checkFlags } from './flags.js';

const { live: liveFlag, config: configFlag, force } = DomainDeviceModifyFlags;

/** Devices come, go and change, one by one: in the running guest, in its definition, or both. */
export function domainDeviceHandlers(host: QemuHost): DriverHandlers {
  const changed = async (config: Guest, device: Device, what: DeviceChange) => {
    const capabilities = await host.capabilities.of(config.devices.emulator);
    return withDevice(config, device, what, capabilities, host.layout.nvram).definition;
  };
  const change = (what: DeviceChange, dom: NonnullDomain, xml: string, flags: number, { signal }: Call) =>
    changeDomain(
      host,
      dom,
      flags,
      { signal },
      {
        config: config => changed(config, readDevice(config, xml), what),
        async live(domain) {
          const monitor = monitorOf(domain);
          const device = readDevice(domain.live.definition, xml);
          if (what === 'attach') await plugDevice(host, domain, monitor, device, signal);
          else if (what === 'detach') await unplugDevice(domain, monitor, device, signal);
          else await updateLiveDevice(host, domain, monitor, device, { force: (flags & force) !== 0, signal });
        },
      },
    );
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
      await changeDomain(host, dom, flags, call, {
        config(config) {
          const device = findByAlias(config, alias);
          if (device === undefined)
            throw new VirtError('DEVICE_MISSING', 'QEMU', `no device found with alias ${alias}`);
          return changed(config, device, 'detach');
        },
        live: domain => unplugAlias(domain, monitorOf(domain), alias, call.signal, { wait: false }),
      });
    },
  };
}
