import type { Call } from '@tsvirt/core/contract';
import { EventHub as Hub } from '@tsvirt/core/contract';
import { VirtError } from '@tsvirt/util';
import { type Fault, anyCall, deaf, mute, quietly, required } from './faulty-driver.js';

/** As `plainFaults`, of what only complete hosts serve. */
export const completeFaults: readonly (readonly [fault: string, breaks: string, how: Fault])[] = [
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
