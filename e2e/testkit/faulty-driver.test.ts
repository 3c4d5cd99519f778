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
import {
  ConnectListAllDomainsFlags,
  DomainEventType,
  DomainMetadataType,
  DomainXMLFlags,
  eventObject,
  type NonnullDomain,
} from '@tsvirt/core/protocol';
import { VirtError, VirUri } from '@tsvirt/util';
import { isFirstStart } from '@tsvirt/util/host';
import { describe, expect, test } from 'vitest';
import testDriver from '@tsvirt/driver-test';
import { Bench, type ContractOptions, contractRules, fullName, plainSamples, runRule } from '@tsvirt/driver-testkit';

const options: ContractOptions = {
  limitMs: 1000,
  domain: { refusals: { 'create of a running domain': 'INTERNAL_ERROR' } },
  samples: plainSamples('test'),
};

/** Where most of the API is served; refusals are those of hypervisors. */
const completeUri = 'test:///default?complete=1';
const completeOptions: ContractOptions = {
  domain: {},
  samples: {
    ...plainSamples('test'),
    nodeDevice: ({ uuid }) => `<device>
  <parent>pci_0000_00_02_0</parent>
  <capability type='mdev'><type id='i915-GVTg_V5_4'/><uuid>${uuid}</uuid></capability>
</device>`,
  },
};

interface Fault {
  readonly handlers?: (sound: DriverHandlers) => DriverHandlers;
  readonly events?: (sound: EventHub) => EventHub;
}

/** The test driver with a fault in it. */
function faulty({ handlers = sound => sound, events = sound => sound }: Fault): DriverDefinition {
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
const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** A call as a client with every right makes it, for faults that the driver commits by itself. */
const anyCall: Call = {
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

interface Lasting {
  /** Done to each active domain when the driver starts again. */
  readonly atRestart?: DomainStep;
  /** Done to each active domain when it reads its configuration anew. */
  readonly atReload?: DomainStep;
  readonly startsAlways?: boolean;
  readonly startsNever?: boolean;
}

/** The test driver as one whose domains and guests outlive it, with a fault in it. */
function lasting({ atRestart, atReload, startsAlways = false, startsNever = false }: Lasting): DriverDefinition {
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
function mute(stream: StreamEnd): Omit<StreamEnd, typeof Symbol.asyncIterator> {
  return {
    signal: anyCall.signal,
    write: data => stream.write(data),
    writeHole: length => stream.writeHole(length),
    end: () => Promise.resolve(),
  };
}

/** A handler's stream that does not notice when its client has left. */
function deaf(call: Call): Call {
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
function lateStarts(sound: EventHub): EventHub {
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
class Indiscriminate extends Hub {
  override subscribe: EventHub['subscribe'] = (name, _object, listener) => super.subscribe(name, undefined, listener);
}

/** A hub that passes on what another emits, as a fault would have it. */
function distorted(sound: EventHub, pass: (emit: () => void, count: number) => void): EventHub {
  const hub = new Hub({ objectOf: ({ payload }) => eventObject(payload), onError: () => {} });
  let count = 0;
  sound.subscribe('domainLifecycle', undefined, ({ name, payload }) => pass(() => hub.emit(name, payload), count++));
  return hub;
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the sound driver serves less than this test breaks');
  return value;
}

async function quietly(step: () => unknown): Promise<void> {
  try {
    await step();
  } catch {
    // That nobody hears of it is the fault.
  }
}

/** Each fault with a rule that it breaks. */
const faults: readonly (readonly [fault: string, breaks: string, how: Fault])[] = [
  [
    'a list that leaves one out',
    'domain lists: the older lists and counts say the same as connectListAllDomains',
    {
      handlers: sound => ({
        async connectListAllDomains(args, call) {
          const { domains } = await required(sound.connectListAllDomains)(args, call);
          return { domains: domains.slice(1) };
        },
      }),
    },
  ],
  [
    'filters that are ignored',
    'domain lists: every group of filters takes the list apart, or is refused',
    {
      handlers: sound => ({
        connectListAllDomains: (_, call) => required(sound.connectListAllDomains)({ flags: 0 }, call),
      }),
    },
  ],
  [
    'a lookup that gives another uuid',
    'domain lists: each listed domain is found by its uuid, name and id, as the same',
    {
      handlers: sound => ({
        async domainLookupByName(args, call) {
          const { dom } = await required(sound.domainLookupByName)(args, call);
          return { dom: { ...dom, uuid: dom.uuid.replace(/^./, digit => (digit === '0' ? '1' : '0')) } };
        },
      }),
    },
  ],
  [
    'the wrong code for what is not there',
    'domain definition: a domain is found by its uuid, and no other is',
    {
      handlers: sound => ({
        async domainLookupByUUID(args, call) {
          try {
            return await required(sound.domainLookupByUUID)(args, call);
          } catch (cause) {
            throw new VirtError('INVALID_ARG', 'TEST', 'no such domain', { cause });
          }
        },
      }),
    },
  ],
  [
    'an error that is no VirtError',
    'domain lifecycle: destroy of an inactive domain is refused, or ignored, and changes nothing',
    {
      handlers: sound => ({
        async domainDestroy(args, call) {
          try {
            await required(sound.domainDestroy)(args, call);
          } catch (cause) {
            throw new TypeError('live is undefined', { cause });
          }
        },
      }),
    },
  ],
  [
    'a second start that succeeds',
    'domain lifecycle: create of a running domain is refused, or ignored, and changes nothing',
    {
      handlers: sound => ({
        async domainCreate(args, call) {
          await quietly(() => required(sound.domainCreate)(args, call));
        },
      }),
    },
  ],
  [
    'a suspend that does nothing',
    'domain lifecycle: suspend of a running domain makes it paused user and says so once',
    { handlers: () => ({ domainSuspend: () => {} }) },
  ],
  [
    'events that come twice',
    'domain lifecycle: destroy of a running domain makes it shutoff destroyed and says so once',
    {
      events: sound =>
        distorted(sound, emit => {
          emit();
          emit();
        }),
    },
  ],
  [
    'events that never come',
    'domain events: a domain is heard of from its definition to its end, in order',
    { events: sound => distorted(sound, () => {}) },
  ],
  [
    'subscriptions to one domain that hear of all',
    'domain events: who subscribes to one domain hears nothing of others',
    {
      events: sound => {
        const deaf = new Indiscriminate({ objectOf: () => undefined, onError: () => {} });
        sound.subscribe('domainLifecycle', undefined, ({ name, payload }) => deaf.emit(name, payload));
        return deaf;
      },
    },
  ],
  [
    'a dump that is another each time',
    'domain definition: defining what a domain is dumped as changes nothing',
    {
      handlers: sound => {
        let dumps = 0;
        return {
          async domainGetXMLDesc(args, call) {
            const { xml } = await required(sound.domainGetXMLDesc)(args, call);
            return { xml: `${xml}<!-- ${dumps++} -->` };
          },
        };
      },
    },
  ],
  [
    'bad documents that are taken',
    "networks: a network's document that is not well-formed is refused",
    { handlers: () => ({ networkDefineXML: () => ({ net: { name: 'x', uuid: testUuid } }) }) },
  ],
  [
    'autostart that is forgotten',
    "networks: a network's autostart is off at first, and then as it was set last",
    { handlers: () => ({ networkSetAutostart: () => {} }) },
  ],
  [
    'a handler that never answers',
    'domain cancellation: domainDestroy of a caller who gives up before ends, and leaves the domain usable',
    { handlers: () => ({ domainDestroy: () => new Promise(() => {}) }) },
  ],
  [
    'a start in two steps without a job',
    'domain concurrency: of many clients who start a domain at once, one succeeds',
    {
      handlers: sound => ({
        async domainCreate(args, call) {
          const { active } = await required(sound.domainIsActive)(args, call);
          await new Promise(resolve => setImmediate(resolve));
          if (active === 0) await quietly(() => required(sound.domainCreate)(args, call));
        },
      }),
    },
  ],
  [
    'a definition that is read, waited over and written back',
    'domain concurrency: what many clients write into one definition at once is all there',
    {
      handlers: sound => ({
        async domainSetMetadata(args, call) {
          const { xml } = await required(sound.domainGetXMLDesc)({ dom: args.dom, flags: 0 }, call);
          await turn();
          await required(sound.domainDefineXML)({ xml }, call);
          await required(sound.domainSetMetadata)(args, call);
        },
      }),
    },
  ],
  [
    'a name that two get',
    'domain concurrency: of two clients who give one name to two domains at once, one succeeds',
    {
      handlers: sound => ({
        async domainRename(args, call) {
          await quietly(() => required(sound.domainRename)(args, call));
          return { retcode: 0 };
        },
      }),
    },
  ],
  [
    'events that overtake each other',
    'domain concurrency: all clients hear of many changes in one order, and of each domain in the order of its life',
    { events: lateStarts },
  ],
  [
    'a pause that waits for somebody who has left',
    'domain cancellation: domainResume of a caller who gives up before ends, and leaves the domain usable',
    {
      handlers: sound => ({
        async domainResume(args, call) {
          if (call.signal.aborted) await new Promise(() => {});
          await required(sound.domainResume)(args, call);
        },
      }),
    },
  ],
  [
    'a network that somebody who left keeps busy',
    'networks: networkCreate of a caller who gives up meanwhile ends, and leaves the network usable',
    {
      handlers: sound => {
        const busy = new Set<string>();
        return {
          async networkCreate(args, call) {
            if (busy.has(args.net.uuid)) throw new VirtError('OPERATION_INVALID', 'TEST', 'busy');
            busy.add(args.net.uuid);
            await turn();
            await turn();
            call.signal.throwIfAborted();
            busy.delete(args.net.uuid);
            await required(sound.networkCreate)(args, call);
          },
        };
      },
    },
  ],
  [
    'a network that is stopped twice and no more',
    'networks: what is done to a network at once leaves it whole',
    {
      handlers: sound => {
        let stops = 0;
        return {
          networkDestroy: (args, call) => (stops++ < 2 ? required(sound.networkDestroy)(args, call) : undefined),
        };
      },
    },
  ],
  [
    'a network that is undefined for ever',
    'networks: a network that many clients undefine at once is gone, and who comes too late is told or hears nothing of it',
    {
      handlers: sound => ({
        async networkUndefine(args, call) {
          await quietly(() => required(sound.networkUndefine)(args, call));
        },
      }),
    },
  ],
  [
    'a pool that is started twice',
    'storage: of two clients who start a storage pool at once, one succeeds',
    {
      handlers: sound => ({
        async storagePoolCreate(args, call) {
          await quietly(() => required(sound.storagePoolCreate)(args, call));
        },
      }),
    },
  ],
  [
    'flags that nobody looks at',
    'bad arguments: calls about a running domain refuse flags that there are not',
    {
      handlers: sound => ({
        domainGetState: ({ dom }, call) => required(sound.domainGetState)({ dom, flags: 0 }, call),
      }),
    },
  ],
  [
    'an answer about a domain that is not there',
    "bad arguments: calls about a 'dom' that is not there say so",
    { handlers: () => ({ domainIsActive: () => ({ active: 0 }) }) },
  ],
];

/** As `faults`, of what only complete hosts serve. */
const completeFaults: readonly (readonly [fault: string, breaks: string, how: Fault])[] = [
  [
    'a guest that outlives the client that it is to end with',
    'clients that leave: a guest that is to end with its client ends when that leaves',
    {
      handlers: sound => ({
        domainCreateWithFlags: (args, call) => required(sound.domainCreateWithFlags)({ ...args, flags: 0 }, call),
      }),
    },
  ],
  [
    'a client that takes along what was started anew',
    'clients that leave: a guest that was started anew since does not end with the client of its life before',
    {
      handlers: sound => ({
        domainCreateWithFlags(args, call) {
          const { dom } = args;
          if (args.flags !== 0)
            call.connection.whenOver(() => quietly(() => required(sound.domainDestroy)({ dom }, call)));
          return required(sound.domainCreateWithFlags)({ ...args, flags: 0 }, call);
        },
      }),
    },
  ],
  [
    'a prepared guest that waits for nobody',
    'clients that leave: a guest that was prepared ends with the client that led it there',
    {
      handlers: sound => ({
        domainMigratePrepare3Params(args, call) {
          const lasting: Call = { ...anyCall, signal: call.signal };
          return required(sound.domainMigratePrepare3Params)(args, lasting);
        },
      }),
    },
  ],
  [
    'a device that is plugged into the definition as well',
    'domain devices: a device that is attached to the guest is there and nowhere else',
    {
      handlers: sound => ({
        domainAttachDeviceFlags: (args, call) => required(sound.domainAttachDeviceFlags)({ ...args, flags: 3 }, call),
      }),
    },
  ],
  [
    'a detach that does nothing',
    'domain devices: a device that comes and goes leaves the documents as they were',
    { handlers: () => ({ domainDetachDeviceFlags: () => {} }) },
  ],
  [
    'a device that nobody is told of',
    'domain devices: a device that comes and goes is told of by one name',
    { events: () => new Hub({ objectOf: () => undefined, onError: () => {} }) },
  ],
  [
    'a device that is taken twice',
    'domain devices: a device that is there already, or is none, is refused and changes nothing',
    {
      handlers: sound => ({
        async domainAttachDeviceFlags(args, call) {
          await quietly(() => required(sound.domainAttachDeviceFlags)(args, call));
        },
      }),
    },
  ],
  [
    'an image that is not used up',
    'domain saving: a guest that is saved is off, has an image, and goes on from it once',
    { handlers: () => ({ domainHasManagedSaveImage: () => ({ result: 1 }) }) },
  ],
  [
    'a saved guest that starts from the beginning',
    'domain saving: a guest that is saved is off, has an image, and goes on from it once',
    {
      handlers: sound => ({
        async domainCreateWithFlags({ dom }, call) {
          await required(sound.domainManagedSaveRemove)({ dom, flags: 0 }, call);
          return required(sound.domainCreateWithFlags)({ dom, flags: 0 }, call);
        },
      }),
    },
  ],
  [
    'checkpoints that have no parent',
    'domain checkpoints: the one made before is the parent, and the first has none',
    {
      handlers: () => ({
        domainCheckpointGetParent() {
          throw new VirtError('NO_DOMAIN_CHECKPOINT', 'TEST', 'none');
        },
      }),
    },
  ],
  [
    'a checkpoint that replaces its namesake',
    'domain checkpoints: of many clients who make one of one name at once, one succeeds',
    {
      handlers: sound => ({
        async domainCheckpointCreateXML(args, call) {
          try {
            return await required(sound.domainCheckpointCreateXML)(args, call);
          } catch {
            return { checkpoint: { name: 'wanted', dom: args.dom } };
          }
        },
      }),
    },
  ],
  [
    'a guest at rest with a job',
    'domain jobs: a guest at rest has no job, and none to abort',
    { handlers: () => ({ domainAbortJob: () => {} }) },
  ],
  [
    'a disk that is never at rest',
    'domain jobs: a disk at rest has no job to end, and a disk that there is not has none',
    { handlers: () => ({ domainGetBlockJobInfo: () => ({ found: 1, type: 2, bandwidth: 0n, cur: 0n, end: 1n }) }) },
  ],
  [
    'a backup that never ends',
    'domain jobs: a backup that serves disks is there until it is aborted, and the only one',
    { handlers: () => ({ domainAbortJob: () => {} }) },
  ],
  [
    'a guest that stays behind when it moves',
    'domain migration: a guest that moves runs there and not here, and both sides say so',
    { handlers: () => ({ domainMigrateConfirm3Params: () => {} }) },
  ],
  [
    'a guest that is forgotten where it goes',
    'domain migration: a guest that moves is the same there, and stays defined where that was asked for',
    {
      handlers: sound => ({
        async domainMigrateFinish3Params(args, call) {
          const answer = await required(sound.domainMigrateFinish3Params)(args, call);
          await required(sound.domainUndefine)({ dom: answer.dom }, call);
          return answer;
        },
      }),
    },
  ],
  [
    'a console for everybody at once',
    "domain consoles: a console is one client's at a time, and free when that client has left",
    {
      handlers: sound => ({
        domainOpenConsole: (args, call) => required(sound.domainOpenConsole)({ ...args, flags: 1 }, call),
      }),
    },
  ],
  [
    'a console that nobody can have once its client has vanished',
    'domain consoles: a console is free when the connection of who had it is gone',
    { handlers: sound => ({ domainOpenConsole: (args, call) => required(sound.domainOpenConsole)(args, deaf(call)) }) },
  ],
  [
    'a console that outlives its guest',
    'domain consoles: a console ends with its guest',
    {
      handlers: sound => ({
        domainOpenConsole: (args, call) =>
          required(sound.domainOpenConsole)(args, {
            ...call,
            stream: {
              sparse: false,
              serve: run =>
                call.stream.serve(async stream => {
                  await quietly(() =>
                    run({ ...mute(stream), [Symbol.asyncIterator]: () => stream[Symbol.asyncIterator]() }),
                  );
                  await new Promise(() => {});
                }),
            },
          }),
      }),
    },
  ],
  [
    'an agent that is there by halves',
    'guest agent: a guest answers all questions or none',
    {
      handlers: () => ({
        domainGetTime() {
          throw new VirtError('AGENT_UNRESPONSIVE', 'TEST', 'nobody there');
        },
      }),
    },
  ],
  [
    'a port that stays when it is deleted',
    'network ports: a port is found by its uuid and listed, until it is deleted',
    { handlers: () => ({ networkPortDelete: () => {} }) },
  ],
  [
    'a filter that goes while it is at work',
    'network filter bindings: a filter at work is not undefined',
    {
      handlers: sound => ({
        async nWFilterUndefine(args, call) {
          await quietly(() => required(sound.nWFilterUndefine)(args, call));
        },
      }),
    },
  ],
  [
    'a secret that anybody reads',
    'secrets: a value is as it was set, byte by byte, and in no document',
    { handlers: () => ({ secretGetValue: () => ({ value: new Uint8Array([1]) }) }) },
  ],
  [
    'two filters of one name',
    'network filters: of two clients who define a network filter of one name at once, one succeeds',
    {
      handlers: sound => ({
        nWFilterDefineXML: ({ xml }, call) =>
          required(sound.nWFilterDefineXML)({ xml: xml.replace(/name='[^']*'/, `name='${Math.random()}'`) }, call),
      }),
    },
  ],
  [
    'a device that is active for ever',
    'host devices: a device is inactive when defined, active when made, and inactive again, and is told of',
    { handlers: () => ({ nodeDeviceIsActive: () => ({ active: 1 }) }) },
  ],
  [
    'an upload that begins at the beginning, wherever it belongs',
    'storage: an upload changes nothing but what it covers',
    {
      handlers: sound => ({
        storageVolUpload: (args, call) => required(sound.storageVolUpload)({ ...args, offset: 0n }, call),
      }),
    },
  ],
  [
    'a wipe that leaves everything',
    'storage: nothing is left in a volume that was wiped',
    { handlers: () => ({ storageVolWipe: () => {} }) },
  ],
];

/** As `faults`, of what lasts from one start of the driver to the next. */
const restartFaults: readonly (readonly [fault: string, breaks: string, how: Lasting])[] = [
  [
    'guests that end with the driver',
    'restart: a guest that runs is taken back, with id, state and documents, and can be ended',
    { atRestart: (sound, dom) => required(sound.domainDestroy)({ dom }, anyCall) },
  ],
  [
    'paused guests that go on by themselves',
    'restart: a paused guest is taken back paused, and goes on',
    { atRestart: (sound, dom) => required(sound.domainResume)({ dom }, anyCall) },
  ],
  [
    'transient guests that are kept',
    'restart: a transient guest is taken back transient, and gone when it ends',
    {
      async atRestart(sound, dom) {
        const { xml } = await required(sound.domainGetXMLDesc)({ dom, flags: DomainXMLFlags.inactive }, anyCall);
        await required(sound.domainDefineXML)({ xml }, anyCall);
      },
    },
  ],
  [
    'a live definition that is the persistent one again',
    'restart: what was changed while a guest ran is what it is, and what it will be, after a restart',
    {
      async atRestart(sound, dom) {
        const title = { dom, type: DomainMetadataType.title, key: null, uri: null };
        const { metadata } = await required(sound.domainGetMetadata)({ ...title, flags: 2 }, anyCall);
        await required(sound.domainSetMetadata)({ ...title, metadata, flags: 1 }, anyCall);
      },
    },
  ],
  [
    'a reload that ends guests',
    'restart: a driver that reads its configuration anew has the same domains and guests, and tells those who listen',
    { atReload: (sound, dom) => required(sound.domainDestroy)({ dom }, anyCall) },
  ],
  [
    'a start of what starts with the host at each start of the driver',
    'restart: a domain that starts with the host does so after a boot, and not because the daemon is restarted',
    { startsAlways: true },
  ],
  [
    'a start of nothing with the host',
    'restart: a domain that starts with the host does so after a boot, and not because the daemon is restarted',
    { startsNever: true },
  ],
];

const testUuid = '00000000-0000-4000-8000-000000000001';

/** What the suite says of a driver by one rule. @throws the violation */
async function verdict(
  name: string,
  driver: DriverDefinition,
  more: ContractOptions = {},
  uri = 'test:///default',
): Promise<string> {
  const rule = contractRules.flatMap(group => group.rules.filter(candidate => fullName(group, candidate) === name))[0];
  if (rule === undefined) throw new Error(`there is no rule '${name}'`);
  await using bench = await Bench.start(driver, uri, { ...options, ...more });
  return (await runRule(rule, bench)).kind;
}

describe('a driver with a fault breaks the rule that it is about', () => {
  test.each(faults)('%s: %s', async (_, name, fault) => {
    await expect(verdict(name, faulty(fault))).rejects.toThrow();
  });
});

describe('a driver without the fault keeps the rule', () => {
  test.each(faults)('%s: %s', async (_, name) => {
    expect(await verdict(name, testDriver)).toBe('holds');
  });
});

describe('a complete driver with a fault breaks the rule that it is about', () => {
  test.each(completeFaults)('%s: %s', async (_, name, fault) => {
    await expect(verdict(name, faulty(fault), completeOptions, completeUri)).rejects.toThrow();
  });
});

describe('a complete driver without the fault keeps the rule', () => {
  test.each(completeFaults)('%s: %s', async (_, name) => {
    expect(await verdict(name, testDriver, completeOptions, completeUri)).toBe('holds');
  });
});

const lastingOptions: ContractOptions = { persists: true, guestsOutlive: true };

describe('a driver that keeps less than it says breaks the rule that it is about', () => {
  test.each(restartFaults)('%s: %s', async (_, name, fault) => {
    await expect(verdict(name, lasting(fault), lastingOptions)).rejects.toThrow();
  });
});

describe('a driver that keeps what it says keeps the rule', () => {
  test.each(restartFaults)('%s: %s', async (_, name) => {
    expect(await verdict(name, lasting({}), lastingOptions)).toBe('holds');
  });
});

test('a driver that forgets what it says it keeps breaks the rules about restarts', async () => {
  const name = 'restart: a network that is defined is the same after a restart';
  expect(await verdict(name, testDriver)).toBe('skipped');
  await expect(verdict(name, testDriver, { persists: true })).rejects.toThrow('no network');
});

test('a rule about what a driver does not serve is skipped, with the reason', async () => {
  const less: DriverDefinition = faulty({ handlers: () => ({ domainRename: undefined }) as unknown as DriverHandlers });
  await using bench = await Bench.start(less, 'test:///default', options);
  const rule = contractRules.flatMap(({ rules }) => rules).find(({ needs }) => needs.includes('domainRename'));
  expect(await runRule(required(rule), bench)).toEqual({
    kind: 'skipped',
    reason: 'the driver does not serve domainRename',
  });
});

test('names of rules are not used twice', () => {
  const names = contractRules.flatMap(group => group.rules.map(rule => fullName(group, rule)));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
