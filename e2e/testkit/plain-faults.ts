import { VirtError } from '@tsvirt/util';
import { distorted, type Fault, Indiscriminate, lateStarts, quietly, required, turn } from './faulty-driver.js';

const testUuid = '00000000-0000-4000-8000-000000000001';

/** Each fault with a rule that it breaks. */
export const plainFaults: readonly (readonly [fault: string, breaks: string, how: Fault])[] = [
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
