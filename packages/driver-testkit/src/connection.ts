import { CONTRACT, declined, processIdentity } from '@tsvirt/core/contract';
import { VirtError, VirUri } from '@tsvirt/util';
import { expect } from 'vitest';
import { refusal } from './refusal.js';
import type { RuleGroup } from './rule.js';
import type { Stage } from './stage.js';

/** What the driver itself answers to a URI, without the server around it. */
async function opening(stage: Stage, uri: string): Promise<unknown> {
  const signal = new AbortController().signal;
  const request = { uri: VirUri.parse(uri), readOnly: false, identity: processIdentity, signal };
  const opened = await stage.bench.driver.open(request);
  if (opened !== declined) await opened.close?.();
  return opened;
}

/** What a driver says of itself, and which URIs it takes. */
export const connection: RuleGroup = {
  subject: 'connection',
  rules: [
    {
      name: 'the definition is one that daemons take',
      needs: [],
      check({ bench: { definition, uri } }) {
        expect(definition.contract).toBe(CONTRACT);
        expect(definition.name).toMatch(/^[A-Za-z][\w-]{0,31}$/);
        for (const scheme of definition.schemes) expect(scheme).toMatch(/^[a-z][a-z0-9-]*$/);
        expect(definition.schemes).toContain(VirUri.parse(uri).scheme?.split('+')[0]);
        return Promise.resolve();
      },
    },
    {
      name: 'the probe answers true, or a sentence that says why not',
      needs: [],
      async check(stage) {
        const verdict = await stage.within(stage.bench.unavailable(), 'the probe');
        expect(verdict === undefined || /\S/.test(verdict)).toBe(true);
      },
    },
    {
      name: 'clients hear type, URI and host name, each as often as they ask',
      needs: [],
      async check(stage) {
        const { call } = stage;
        expect((await call.connectGetType({})).type).toMatch(/^[A-Za-z][\w-]*$/);
        const { uri } = await call.connectGetURI({});
        expect(VirUri.parse(uri).scheme).toBeDefined();
        expect(await call.connectGetURI({})).toEqual({ uri });
        if (stage.serves('connectGetHostname')) expect((await call.connectGetHostname({})).hostname).toMatch(/^\S+$/);
      },
    },
    {
      name: 'the URI that a connection reports opens the same',
      needs: [],
      async check(stage) {
        const { uri } = await stage.call.connectGetURI({});
        const other = await stage.connect({ uri });
        expect(await other.call.connectGetURI({})).toEqual({ uri });
        expect(await other.call.connectGetType({})).toEqual(await stage.call.connectGetType({}));
      },
    },
    {
      name: "the hypervisor's version is a number that names one",
      needs: ['connectGetVersion'],
      async check({ call }) {
        expect((await call.connectGetVersion({})).hvVer).toBeGreaterThan(0n);
      },
    },
    {
      name: 'capabilities are a document',
      needs: ['connectGetCapabilities'],
      async check({ call }) {
        const { capabilities } = await call.connectGetCapabilities({});
        expect(capabilities).toMatch(/^<capabilities>/);
        expect(capabilities.trimEnd()).toMatch(/<\/capabilities>$/);
      },
    },
    {
      name: 'a path that there is not is declined, or refused with a VirtError that names it',
      needs: [],
      async check(stage) {
        const scheme = stage.bench.definition.schemes[0] ?? '';
        const outcome = await opening(stage, `${scheme}:///no/such/path`).catch((reason: unknown) => reason);
        if (outcome === declined) return;
        if (!VirtError.is(outcome)) expect.fail(`expected a VirtError, got ${String(outcome)}`);
        expect(outcome.message).toContain('/no/such/path');
      },
    },
    {
      name: 'a connection works when others were closed, and objects outlive connections',
      needs: ['connectListAllDomains'],
      async check(stage) {
        const first = await stage.bench.connect();
        const second = await stage.connect();
        const domains = await first.call.connectListAllDomains({ flags: 0 });
        await first.close();
        expect(await second.call.connectListAllDomains({ flags: 0 })).toEqual(domains);
        expect(await stage.call.connectListAllDomains({ flags: 0 })).toEqual(domains);
      },
    },
    {
      name: 'a procedure without a handler is not supported',
      needs: [],
      async check(stage) {
        const { call } = stage;
        const tries = [
          ['connectGetSysinfo', () => call.connectGetSysinfo({ flags: 0 })],
          ['nodeGetSecurityModel', () => call.nodeGetSecurityModel({})],
          ['nodeGetFreeMemory', () => call.nodeGetFreeMemory({})],
          ['connectListAllSecrets', () => call.connectListAllSecrets({ flags: 0 })],
          ['connectListAllNWFilters', () => call.connectListAllNWFilters({ flags: 0 })],
          ['connectListAllNetworks', () => call.connectListAllNetworks({ flags: 0 })],
          ['connectListAllDomains', () => call.connectListAllDomains({ flags: 0 })],
        ] as const;
        const [absent] = tries.filter(([name]) => !stage.serves(name));
        if (absent === undefined) return stage.skip('the driver serves all that is tried here');
        await refusal(absent[1](), absent[0], 'NO_SUPPORT');
      },
    },
  ],
};
