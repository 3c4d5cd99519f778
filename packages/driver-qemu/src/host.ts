import { join } from 'node:path';
import type { DriverContext, EventHub } from '@tsvirt/core/contract';
import { EventHub as Hub } from '@tsvirt/core/contract';
import { eventObject, type EventName, type EventPayloads } from '@tsvirt/core/protocol';
import type { Logger } from '@tsvirt/util';
import { DirectoryStore } from '@tsvirt/util/host';
import { CapabilitiesCache } from './capabilities/cache.js';
import {
  type FirmwareDescriptor,
  firmwareFolders,
  readFirmwareDescriptors,
} from './capabilities/firmware-descriptors.js';
import { HostView } from './capabilities/host-view.js';
import { DomainRegistry } from './domain/domain-registry.js';
import { GraphicsPorts } from './domain/ports.js';
import { TapNames } from './network/tap-names.js';
import { type Layout, layoutOf } from './state/layout.js';

/** The driver at work in one daemon: its guests, its files, and where its events come out. */
export class QemuHost {
  readonly context: DriverContext;
  readonly layout: Layout;
  readonly domains = new DomainRegistry();
  readonly events: EventHub;
  readonly capabilities: CapabilitiesCache;
  readonly view: HostView;
  readonly definitions: DirectoryStore;
  readonly statuses: DirectoryStore;
  readonly ports = new GraphicsPorts();
  readonly taps = new TapNames();
  readonly log: Logger;
  /** The daemon is going: guests are let go of, and what they do is the next daemon's to see. */
  stopped = false;

  constructor(context: DriverContext) {
    const layout = layoutOf(context.directories);
    this.context = context;
    this.layout = layout;
    this.log = context.log;
    this.events = new Hub({
      objectOf: ({ payload }) => eventObject(payload),
      onError: reason => this.log.warn(`a subscriber of events failed: ${String(reason)}`),
    });
    this.capabilities = new CapabilitiesCache(join(layout.cache, 'capabilities'), context.log, context.signal);
    this.view = new HostView({
      cache: this.capabilities,
      log: context.log,
      privileged: context.privileged,
      uuid: context.hostUuid,
    });
    this.definitions = new DirectoryStore({
      directory: layout.definitions,
      autostartDirectory: layout.autostart,
      domain: 'QEMU',
    });
    this.statuses = new DirectoryStore({ directory: layout.status, domain: 'QEMU' });
  }

  /** Firmware images of this host, best first, as they are described now. */
  firmware(): Promise<readonly FirmwareDescriptor[]> {
    return readFirmwareDescriptors(firmwareFolders(this.context.privileged), this.log);
  }

  emit<N extends EventName>(name: N, payload: EventPayloads[N]): void {
    this.events.emit(name, payload);
  }
}
