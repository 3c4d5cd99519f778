import type { DriverDefinition, DriverHandlers, EventHub } from '@tsvirt/core/contract';
import { declined, EventHub as Hub } from '@tsvirt/core/contract';
import { eventObject } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import testDriver from '@tsvirt/driver-test';
import { Bench, type ContractOptions, contractRules, fullName, runRule } from '@tsvirt/driver-testkit';

const options: ContractOptions = {
  limitMs: 1000,
  domain: { refusals: { 'create of a running domain': 'INTERNAL_ERROR' } },
  lenientFlags: ['domainReboot'],
  samples: {
    domain: ({ name, uuid }) =>
      `<domain type='test'><name>${name}</name><uuid>${uuid}</uuid><memory>8192</memory><os><type>hvm</type></os></domain>`,
    network: ({ name, uuid }) => `<network><name>${name}</name><uuid>${uuid}</uuid></network>`,
  },
};

interface Fault {
  readonly handlers?: (sound: DriverHandlers) => DriverHandlers;
  readonly events?: (sound: EventHub) => EventHub;
  /** A driver that answers `declined` to nothing. */
  readonly takesAll?: boolean;
}

/** The test driver with a fault in it. */
function faulty({ handlers = sound => sound, events = sound => sound, takesAll = false }: Fault): DriverDefinition {
  return {
    ...testDriver,
    async start(context) {
      const running = await testDriver.start(context);
      const made = new WeakMap<EventHub, EventHub>();
      return {
        ...running,
        async open(request) {
          const known = takesAll
            ? { ...request, uri: request.uri.with({ scheme: 'test', path: '/default' }) }
            : request;
          const opened = await running.open(known);
          if (opened === declined || opened.events === undefined) return opened;
          const hub = made.get(opened.events) ?? events(opened.events);
          made.set(opened.events, hub);
          return { ...opened, handlers: { ...opened.handlers, ...handlers(opened.handlers) }, events: hub };
        },
      };
    },
  };
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
    'domain cancellation: domainDestroy of a caller who gave up before ends, and leaves the domain usable',
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
  [
    "a driver that takes everybody's URIs",
    "connection: another driver's URI is declined, or refused with a VirtError",
    { takesAll: true },
  ],
];

const testUuid = '00000000-0000-4000-8000-000000000001';

/** What the suite says of a driver by one rule. @throws the violation */
async function verdict(name: string, driver: DriverDefinition, more: ContractOptions = {}): Promise<string> {
  const rule = contractRules.flatMap(group => group.rules.filter(candidate => fullName(group, candidate) === name))[0];
  if (rule === undefined) throw new Error(`there is no rule '${name}'`);
  await using bench = await Bench.start(driver, 'test:///default', { ...options, ...more });
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
