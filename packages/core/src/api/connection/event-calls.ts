import { logger, onAbort, VirtError } from '@tsvirt/util';
import type { EventSubject } from '../../client/event-router.js';
import { ConnectDomainQemuMonitorEventRegisterFlags } from '../../protocol/enums/index.js';
import { type EventObject, eventCatalogue, type EventName } from '../../protocol/event-catalogue.js';
import type { ConnectDomainQemuMonitorEventRegisterOptions } from '../call-flags.js';
import type { Domain } from '../domain/domain.js';
import { type ApiEvents, eventForm } from '../event-forms.js';
import { type EventOrGap, EventStream } from '../event-stream.js';
import { flagsOf } from '../flag-options.js';
import type { EventGap } from '../link.js';
import type { Network } from '../network.js';
import type { NodeDevice } from '../node-device.js';
import type { Secret } from '../secret.js';
import type { StoragePool } from '../storage-pool.js';
import { HostObjectCalls } from './host-objects.js';

const log = logger('api.events');

/** Whose events are wanted, and how long. Without an object: those of all. Events are chosen by what they are about. */
export interface EventOptions {
  readonly domain?: Domain | undefined;
  readonly network?: Network | undefined;
  readonly pool?: StoragePool | undefined;
  readonly device?: NodeDevice | undefined;
  readonly secret?: Secret | undefined;
  /** Which monitor events are wanted: a name, or with flags a pattern. */
  readonly monitor?: { readonly event: string; readonly flags: number } | undefined;
  /**
   * Ends the subscription: an iteration then throws OPERATION_ABORTED (OPERATION_TIMEOUT for `AbortSignal.timeout`, or the
   * VirtError that is the signal's reason), a listener is called no more.
   */
  readonly signal?: AbortSignal | undefined;
}

/** How a listener hears of what is not an event. */
export interface ListenOptions extends EventOptions {
  /** Events may have been missed: the connection was lost and is there again. Called before any later event. */
  readonly onGap?: ((gap: EventGap) => void) | undefined;
  /** The subscription ended, since the connection did, or could not be made anew. */
  readonly onEnd?: ((reason: VirtError) => void) | undefined;
}

/** A listener's subscription. End it, or hold it with `await using`. */
export interface Subscription extends AsyncDisposable {
  /** Names the subscription to the `...Deregister` calls; it stays when the connection is made anew. */
  readonly callbackID: number;
  end(): Promise<void>;
}

type DomainEventName = Extract<EventName, `domain${string}`>;
type Listener<N extends EventName> = (event: ApiEvents[N]) => void;

/** Events, as things to iterate over and as listeners. */
export abstract class EventCalls extends HostObjectCalls {
  readonly #subscriptions = new Map<number, Subscription>();
  #nextCallback = 0;

  /**
   * Subscribes to an event, of all objects or of one. Iterating gives the events; leaving the loop, or the signal, ends the
   * subscription. With `gaps` each step is
   * `{ event }`, or `{ gap }` where the connection was lost and events may have been missed.
   * @throws VirtError NO_SUPPORT when the driver has no such events; the iteration throws when the connection is gone
   */
  events<N extends EventName>(
    name: N,
    options: EventOptions & { readonly gaps: true },
  ): Promise<EventStream<EventOrGap<ApiEvents[N]>>>;
  events<N extends EventName>(
    name: N,
    options?: EventOptions & { readonly gaps?: false | undefined },
  ): Promise<EventStream<ApiEvents[N]>>;
  async events<N extends EventName>(
    name: N,
    options: EventOptions & { readonly gaps?: boolean | undefined } = {},
  ): Promise<EventStream<ApiEvents[N] | EventOrGap<ApiEvents[N]>>> {
    const stream = new EventStream<ApiEvents[N] | EventOrGap<ApiEvents[N]>>();
    const withGaps = options.gaps === true;
    const sink = {
      push: (event: ApiEvents[N]) => stream.push(withGaps ? { event } : event),
      gap: (gap: EventGap) => {
        if (withGaps) stream.push({ gap });
      },
      fail: (reason: VirtError) => stream.fail(reason),
    };
    stream.started(await this.#listen(name, options, sink), options.signal);
    return stream;
  }

  /**
   * Calls `listener` with each event, in order, from here on until the subscription is ended, by its `end` or the signal.
   * What it throws is logged.
   * @throws VirtError NO_SUPPORT when the driver has no such events
   */
  async on<N extends EventName>(name: N, listener: Listener<N>, options: ListenOptions = {}): Promise<Subscription> {
    const { signal } = options;
    const callbackID = this.#nextCallback++;
    const sink = {
      push: (event: ApiEvents[N]) => guarded(name, () => listener(event)),
      gap: (gap: EventGap) => guarded(name, () => options.onGap?.(gap)),
      fail: (reason: VirtError) => {
        this.#subscriptions
          .get(callbackID)
          ?.end()
          .catch(() => {});
        guarded(name, () => options.onEnd?.(reason));
      },
    };
    const end = await this.#listen(name, options, sink);
    const stop = async () => {
      if (!this.#subscriptions.delete(callbackID)) return;
      forget?.();
      await end();
    };
    const giveUp = () => void stop().catch((reason: unknown) => log.debug(`ending a subscription to ${name}:`, reason));
    const subscription: Subscription = { callbackID, end: stop, [Symbol.asyncDispose]: stop };
    this.#subscriptions.set(callbackID, subscription);
    const forget = signal === undefined ? undefined : onAbort(signal, giveUp);
    return subscription;
  }

  /** Listens to the lives of all domains: the oldest form of `domainEventRegisterAny`. */
  domainEventRegister(listener: Listener<'domainLifecycle'>, options?: ListenOptions): Promise<Subscription> {
    return this.on('domainLifecycle', listener, options);
  }

  /** Ends what `domainEventRegister` began. */
  domainEventDeregister(subscription: Subscription): Promise<void> {
    return this.#deregister(subscription.callbackID);
  }

  /** Listens to an event of one domain or of all. */
  domainEventRegisterAny<N extends DomainEventName>(
    name: N,
    listener: Listener<N>,
    options?: ListenOptions,
  ): Promise<Subscription> {
    return this.on(name, listener, options);
  }

  /** Ends a subscription. @throws VirtError INVALID_ARG when there is none of that id */
  domainEventDeregisterAny(callbackID: number): Promise<void> {
    return this.#deregister(callbackID);
  }

  /** Listens to an event of one network or of all. */
  networkEventRegisterAny<N extends 'networkLifecycle' | 'networkMetadataChange'>(
    name: N,
    listener: Listener<N>,
    options?: ListenOptions,
  ): Promise<Subscription> {
    return this.on(name, listener, options);
  }

  /** Ends a subscription. @throws VirtError INVALID_ARG when there is none of that id */
  networkEventDeregisterAny(callbackID: number): Promise<void> {
    return this.#deregister(callbackID);
  }

  /** Listens to an event of one storage pool or of all. */
  storagePoolEventRegisterAny<N extends 'storagePoolLifecycle' | 'storagePoolRefresh'>(
    name: N,
    listener: Listener<N>,
    options?: ListenOptions,
  ): Promise<Subscription> {
    return this.on(name, listener, options);
  }

  /** Ends a subscription. @throws VirtError INVALID_ARG when there is none of that id */
  storagePoolEventDeregisterAny(callbackID: number): Promise<void> {
    return this.#deregister(callbackID);
  }

  /** Listens to an event of one host device or of all. */
  nodeDeviceEventRegisterAny<N extends 'nodeDeviceLifecycle' | 'nodeDeviceUpdate'>(
    name: N,
    listener: Listener<N>,
    options?: ListenOptions,
  ): Promise<Subscription> {
    return this.on(name, listener, options);
  }

  /** Ends a subscription. @throws VirtError INVALID_ARG when there is none of that id */
  nodeDeviceEventDeregisterAny(callbackID: number): Promise<void> {
    return this.#deregister(callbackID);
  }

  /** Listens to an event of one secret or of all. */
  secretEventRegisterAny<N extends 'secretLifecycle' | 'secretValueChanged'>(
    name: N,
    listener: Listener<N>,
    options?: ListenOptions,
  ): Promise<Subscription> {
    return this.on(name, listener, options);
  }

  /** Ends a subscription. @throws VirtError INVALID_ARG when there is none of that id */
  secretEventDeregisterAny(callbackID: number): Promise<void> {
    return this.#deregister(callbackID);
  }

  /** Listens to events of QEMU monitors: all, or those whose name is `event` (or, with flags, fits it). */
  domainQemuMonitorEventRegister(
    listener: Listener<'monitor'>,
    options: ListenOptions &
      ConnectDomainQemuMonitorEventRegisterOptions & { readonly event?: string | undefined } = {},
  ): Promise<Subscription> {
    const flags = flagsOf(ConnectDomainQemuMonitorEventRegisterFlags, options);
    const monitor = options.event === undefined ? undefined : { event: options.event, flags };
    return this.on('monitor', listener, { ...options, monitor });
  }

  /** Ends a subscription. @throws VirtError INVALID_ARG when there is none of that id */
  domainQemuMonitorEventDeregister(callbackID: number): Promise<void> {
    return this.#deregister(callbackID);
  }

  /** Listens to the news that the daemon lost its hypervisor. That this connection is lost, `closed` tells. */
  registerCloseCallback(listener: Listener<'connectionClosed'>, options?: ListenOptions): Promise<Subscription> {
    return this.on('connectionClosed', listener, options);
  }

  /** Ends what `registerCloseCallback` began. */
  unregisterCloseCallback(subscription: Subscription): Promise<void> {
    return this.#deregister(subscription.callbackID);
  }

  async #deregister(callbackID: number): Promise<void> {
    const subscription = this.#subscriptions.get(callbackID);
    if (subscription === undefined) throw new VirtError('INVALID_ARG', 'EVENT', `there is no callback ${callbackID}`);
    await subscription.end();
  }

  async #listen<N extends EventName>(
    name: N,
    options: EventOptions,
    sink: { push(event: ApiEvents[N]): void; gap(gap: EventGap): void; fail(reason: VirtError): void },
  ): Promise<() => Promise<void>> {
    const connection = this.self;
    const passing = {
      push: (payload: Parameters<typeof eventForm<N>>[1]) => sink.push(eventForm(name, payload, connection)),
      gap: (gap: EventGap) => sink.gap(gap),
      fail: (reason: VirtError) => sink.fail(reason),
    };
    return this.link.listen(name, subjectOf(name, options), passing, options.signal);
  }
}

/** What events of each kind of object can be chosen by. */
const choices = {
  domain: ['domain'],
  network: ['network'],
  storagePool: ['pool'],
  nodeDevice: ['device'],
  secret: ['secret'],
  monitor: ['domain', 'monitor'],
  connect: [],
} as const satisfies Readonly<Record<EventObject, readonly (keyof EventOptions)[]>>;
const subjects = ['domain', 'network', 'pool', 'device', 'secret', 'monitor'] as const;

/** @throws VirtError INVALID_ARG for what events of that name cannot be chosen by: it would be all events, in silence */
function subjectOf(name: EventName, options: EventOptions): EventSubject {
  const allowed: readonly string[] = choices[eventCatalogue[name].object];
  const odd = subjects.find(subject => options[subject] !== undefined && !allowed.includes(subject));
  if (odd !== undefined) {
    const by = allowed.length === 0 ? 'nothing' : allowed.join(' or ');
    throw new VirtError('INVALID_ARG', 'EVENT', `events of ${name} are chosen by ${by}, not by ${odd}`);
  }
  const { domain, network, pool, device, secret, monitor } = options;
  return {
    dom: domain?.ref,
    net: network?.ref,
    pool: pool?.ref,
    dev: device?.ref,
    secret: secret?.ref,
    monitor,
  };
}

function guarded(name: EventName, run: () => void): void {
  try {
    run();
  } catch (reason) {
    log.error(`a listener of ${name} failed:`, reason);
  }
}
