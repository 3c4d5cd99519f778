import type {
  Call,
  DriverDefinition,
  DriverHandlers,
  EventHub,
  RunningDriver,
  StreamChunk,
  StreamEnd,
} from '@tsvirt/core/contract';
import { ConnectionTies, declined, EventHub as Hub } from '@tsvirt/core/contract';
import { ConnectListAllDomainsFlags, DomainEventType, eventObject } from '@tsvirt/core/protocol';
import type { NonnullDomain } from '@tsvirt/core/protocol';
import { VirUri } from '@tsvirt/util';
import { isFirstStart } from '@tsvirt/util/host';
import testDriver from '@tsvirt/driver-test';

/** What a driver does instead of what the test driver does. */
export interface Fault {
  readonly handlers?: (sound: DriverHandlers) => DriverHandlers;
  readonly events?: (sound: EventHub) => EventHub;
}

/** The test driver with a fault in it. */
export function faulty({ handlers = sound => sound, events = sound => sound }: Fault): DriverDefinition {
  return {
    ...testDriver,
    async start(context) {
      const running = await testDriver.start(context);
      const made = new WeakMap<EventHub, EventHub>();
      return {
        ...running,
        async open(request) {
          const opened = await running.open(request);
          if (opened === declined || opened.events === undefined) return opened;
          const hub = made.get(opened.events) ?? events(opened.events);
          made.set(opened.events, hub);
          return { ...opened, handlers: { ...opened.handlers, ...handlers(opened.handlers) }, events: hub };
        },
      };
    },
  };
}

/** A turn of the event loop. */
export const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** A call as a client with every right makes it, for faults that the driver commits by itself. */
export const anyCall: Call = {
  identity: {},
  readOnly: false,
  connection: new ConnectionTies(() => {}),
  signal: new AbortController().signal,
  stream: { serve: () => {}, sparse: false },
  fds: [],
  replyFds: () => {},
  require: () => Promise.resolve(),
  allows: () => true,
};

type DomainStep = (sound: DriverHandlers, dom: NonnullDomain) => unknown;

/** What is wrong with a driver over restarts; nothing: it keeps what it says. */
export interface Lasting {
  /** Done to each active domain when the driver starts again. */
  readonly atRestart?: DomainStep;
  /** Done to each active domain when it reads its configuration anew. */
  readonly atReload?: DomainStep;
  readonly startsAlways?: boolean;
  readonly startsNever?: boolean;
}

/** The test driver as one whose domains and guests outlive it, with a fault in it. */
export function lasting({ atRestart, atReload, startsAlways = false, startsNever = false }: Lasting): DriverDefinition {
  let running: RunningDriver | undefined;
  const handlers = async (driver: RunningDriver): Promise<DriverHandlers> => {
    const uri = VirUri.parse('test:///default');
    const opened = await driver.open({ uri, readOnly: false, identity: {}, signal: anyCall.signal });
    if (opened === declined) throw new Error('the test driver declines its own URI');
    return opened.handlers;
  };
  const onEach = async (sound: DriverHandlers, flags: number, step: DomainStep): Promise<void> => {
    const { domains } = await required(sound.connectListAllDomains)({ flags }, anyCall);
    for (const dom of domains) await quietly(() => step(sound, dom));
  };
  return {
    ...testDriver,
    async start(context) {
      const isFirst = running === undefined;
      const driver = (running ??= await testDriver.start(context));
      const sound = await handlers(driver);
      if (!isFirst && atRestart !== undefined) await onEach(sound, ConnectListAllDomainsFlags.active, atRestart);
      const boots = await isFirstStart(context.directories.run, 'NONE');
      if ((boots || startsAlways) && !startsNever)
        await onEach(sound, ConnectListAllDomainsFlags.autostart, (known, dom) =>
          required(known.domainCreate)({ dom }, anyCall),
        );
      return {
        open: request => driver.open(request),
        async reload() {
          if (atReload !== undefined) await onEach(sound, ConnectListAllDomainsFlags.active, atReload);
        },
      };
    },
  };
}

/** A stream that says nothing of its end, to either side. */
export function mute(stream: StreamEnd): Omit<StreamEnd, typeof Symbol.asyncIterator> {
  return {
    signal: anyCall.signal,
    write: data => stream.write(data),
    writeHole: length => stream.writeHole(length),
    end: () => Promise.resolve(),
  };
}

/** A handler's stream that does not notice when its client has left. */
export function deaf(call: Call): Call {
  const never: AsyncIterator<StreamChunk> = { next: () => new Promise(() => {}) };
  return {
    ...call,
    stream: {
      sparse: false,
      serve: run =>
        call.stream.serve(stream =>
          run({ ...mute(stream), end: () => stream.end(), [Symbol.asyncIterator]: () => never }),
        ),
    },
  };
}

/** A hub that tells of a start when the guest has ended. */
export function lateStarts(sound: EventHub): EventHub {
  const hub = new Hub({ objectOf: ({ payload }) => eventObject(payload), onError: () => {} });
  const held = new Map<string, () => void>();
  sound.subscribe('domainLifecycle', undefined, ({ name, payload }) => {
    const { uuid } = payload.dom;
    if (payload.event === DomainEventType.started) held.set(uuid, () => hub.emit(name, payload));
    else {
      hub.emit(name, payload);
      held.get(uuid)?.();
      held.delete(uuid);
    }
  });
  return hub;
}

/** A hub that does not look at whose events a subscriber wants. */
export class Indiscriminate extends Hub {
  override subscribe: EventHub['subscribe'] = (name, _object, listener) => super.subscribe(name, undefined, listener);
}

/** A hub that passes on what another emits, as a fault would have it. */
export function distorted(sound: EventHub, pass: (emit: () => void, count: number) => void): EventHub {
  const hub = new Hub({ objectOf: ({ payload }) => eventObject(payload), onError: () => {} });
  let count = 0;
  sound.subscribe('domainLifecycle', undefined, ({ name, payload }) => pass(() => hub.emit(name, payload), count++));
  return hub;
}

export function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the sound driver serves less than this test breaks');
  return value;
}

export async function quietly(step: () => unknown): Promise<void> {
  try {
    await step();
  } catch {
    // That nobody hears of it is the fault.
  }
}
