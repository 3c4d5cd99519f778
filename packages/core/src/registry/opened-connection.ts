import { logger } from '@tsvirt/util';
import {
  type Awaitable,
  type DriverConnection,
  type DriverHandlers,
  type EventHub,
  secondaryKinds,
} from '../contract/index.js';
import type { EventObject } from '../protocol/index.js';
import type { OpenedConnection } from '../rpc/connection-opener.js';
import { causeOf } from './driver-slot.js';
import { mergeHandlers } from './merged-handlers.js';
import { kindOfEvents, objectKinds } from './object-kinds.js';
import type { SecondaryLink } from './secondary-link.js';

const log = logger('registry');

/** Who serves this procedure has a monitor whose events can be heard. */
const monitorMarker = 'domainMonitorCommand';

/** One connection made of a hypervisor's (or a secondary driver's own) and the secondary drivers that complete it. */
export class CompositeConnection implements OpenedConnection {
  readonly uri: string;
  readonly driverName: string;
  readonly handlers: DriverHandlers;
  readonly #main: DriverConnection;
  readonly #links: readonly SecondaryLink[];
  #closed = false;

  constructor(uri: string, driverName: string, main: DriverConnection, links: readonly SecondaryLink[]) {
    this.uri = main.uri ?? uri;
    this.driverName = driverName;
    this.#main = main;
    this.#links = links;
    const direct = links.filter(link => link.isDirect);
    const shared = mergeHandlers(main.handlers, direct);
    const waiting = links.filter(link => !link.isDirect);
    this.handlers =
      waiting.length === 0 ? shared : { ...Object.assign({}, ...waiting.map(link => link.handlers)), ...shared };
  }

  hubFor(object: EventObject): Awaitable<EventHub | undefined> {
    const kind = kindOfEvents(object);
    const link = this.#links.find(candidate => candidate.kind === kind);
    if (link !== undefined) return link.events();
    // Events of what nobody serves could be asked for and would never come: the caller is told that there are none.
    const marker = object === 'monitor' ? monitorMarker : kind === undefined ? undefined : objectKinds[kind].marker;
    return marker === undefined || this.#main.handlers[marker] !== undefined ? this.#main.events : undefined;
  }

  onLost(listener: (reason: number) => void): () => void {
    return this.#main.onLost?.(listener) ?? (() => {});
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    try {
      await this.#main.close?.();
    } catch (reason) {
      log.warn(`closing ${this.uri}: ${causeOf(reason)}`);
    }
    await Promise.all(this.#links.map(link => link.close()));
  }
}

/** The object kinds that a connection does not serve itself. */
export function missingKinds(handlers: DriverHandlers): (typeof secondaryKinds)[number][] {
  return secondaryKinds.filter(kind => handlers[objectKinds[kind].marker] === undefined);
}
