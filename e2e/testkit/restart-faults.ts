import { DomainMetadataType, DomainXMLFlags } from '@tsvirt/core/protocol';
import { anyCall, type Lasting, required } from './faulty-driver.js';

/** As `plainFaults`, of what lasts from one start of the driver to the next. */
export const restartFaults: readonly (readonly [fault: string, breaks: string, how: Lasting])[] = [
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
