import { NodeDeviceEventLifecycleType as Lifecycle } from '@tsvirt/core/protocol';
import type { TestHost } from '../host/test-host.js';
import { plugAdapter, unplugAdapter } from '../node-device/virtual-adapter.js';
import type { TestPool } from './test-pool.js';

/**
 * Where libvirt's mock is the model, makes the virtual adapter of a pool that is created, if it has one.
 * @throws VirtError INTERNAL_ERROR on a host that cannot have any
 */
export function plugAdapterOf(host: TestHost, { definition }: TestPool): void {
  if (host.isComplete) return;
  const { adapter } = definition.source;
  if (adapter?.type !== 'fc_host') return;
  const { wwnn = '', wwpn = '' } = adapter;
  emit(host, plugAdapter(host.nodeDevices, { wwnn, wwpn }).name, Lifecycle.created);
}

/**
 * Takes it away again.
 * @throws VirtError NO_NODE_DEVICE when it is gone, or never was: a pool that was defined and started has none
 */
export function unplugAdapterOf(host: TestHost, { definition }: TestPool): void {
  if (host.isComplete || definition.source.adapter?.type !== 'fc_host') return;
  emit(host, unplugAdapter(host.nodeDevices).name, Lifecycle.deleted);
}

function emit({ events }: TestHost, name: string, event: number): void {
  events.emit('nodeDeviceLifecycle', { dev: { name }, event, detail: 0 });
}
