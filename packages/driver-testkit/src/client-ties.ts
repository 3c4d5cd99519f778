import type { RpcConnection } from '@tsvirt/core';
import {
  ConnectListAllDomainsFlags,
  DomainCreateFlags,
  DomainMigrateFlags,
  DomainMigrateParam,
  type NonnullDomain,
  type TypedParam,
} from '@tsvirt/core/protocol';
import { expect } from 'vitest';
import {
  createTransient,
  defineDomain,
  inactiveDomain,
  removeDomain,
  runningDomain,
  start,
  stateOf,
} from './domain-props.js';
import { eventually } from './eventually.js';
import { refusal, tolerate } from './refusal.js';
import type { RuleGroup } from './rule.js';
import type { Stage } from './stage.js';
import { lifecycleName } from './state-names.js';

const { autodestroy } = DomainCreateFlags;
const { live } = DomainMigrateFlags;
const prepares = [
  'domainMigrateBegin3Params',
  'domainMigratePrepare3Params',
  'domainMigrateFinish3Params',
  'domainMigrateConfirm3Params',
] as const;

/** A guest that a client started to end with it; the end of the rule where the driver has no such guests. */
async function startTied(stage: Stage, client: RpcConnection, dom: NonnullDomain): Promise<void> {
  const started = client.call.domainCreateWithFlags({ dom, flags: autodestroy });
  if (!(await tolerate(started, 'INVALID_ARG'))) stage.skip('the driver has no guests that end with their client');
}

/** A guest on its way to another host, where it was prepared and nobody has finished it yet. */
async function prepared(stage: Stage) {
  const dom = await runningDomain(stage);
  const other = await stage.otherHost();
  const isThere = async (): Promise<boolean> => {
    const { domains } = await other.connection.call.connectListAllDomains({ flags: ConnectListAllDomainsFlags.active });
    return domains.some(({ uuid }) => uuid === dom.uuid);
  };
  if (await isThere()) stage.skip('both stages of the driver are one host');
  const leader = await other.connect();
  const begun = await stage.call.domainMigrateBegin3Params({ dom, params: [], flags: live });
  const params = [text(DomainMigrateParam.destXml, begun.xml), text(DomainMigrateParam.destName, dom.name)];
  const giveUp = (): Promise<void> =>
    stage.call.domainMigrateConfirm3Params({ dom, params: [], cookieIn: new Uint8Array(0), flags: live, cancelled: 1 });
  stage.after(giveUp);
  await leader.call.domainMigratePrepare3Params({ params, cookieIn: begun.cookieOut, flags: live });
  return { dom, params, leader, other: other.connection, isThere };
}

function text(field: string, value: string): TypedParam {
  return { field, value: { type: 'string', value } };
}

/** What ends with the connection of the client that began it. */
export const clientTies: RuleGroup = {
  subject: 'clients that leave',
  rules: [
    {
      name: 'a guest that is to end with its client ends when that leaves',
      needs: ['domainCreateWithFlags', 'domainDestroy'],
      async check(stage) {
        const dom = await inactiveDomain(stage);
        const events = await stage.watch('domainLifecycle', { dom });
        const client = await stage.connect();
        await startTied(stage, client, dom);
        await client.close();
        await events.until(1, event => lifecycleName(event) === 'stopped destroyed');
        expect(await stateOf(stage, dom)).toBe('shutoff destroyed');
      },
    },
    {
      name: 'a guest that was started anew since does not end with the client of its life before',
      needs: ['domainCreateWithFlags', 'domainDestroy'],
      async check(stage) {
        const { dom } = await defineDomain(stage);
        const { dom: marker } = await defineDomain(stage);
        const events = await stage.watch('domainLifecycle', { dom: marker });
        const client = await stage.connect();
        await startTied(stage, client, dom);
        await stage.call.domainDestroy({ dom });
        await start(stage, dom);
        await startTied(stage, client, marker);
        await client.close();
        await events.until(1, event => lifecycleName(event) === 'stopped destroyed');
        expect(await stateOf(stage, dom)).toMatch(/^running /);
      },
    },
    {
      name: 'a transient guest that is to end with its client is gone then, and others are not',
      needs: ['domainCreateXML', 'domainDestroy', 'connectListAllDomains'],
      async check(stage) {
        const stays = await createTransient(stage);
        const events = await stage.watch('domainLifecycle');
        const client = await stage.connect();
        const xmlDesc = stage.sample('domain', await stage.identity());
        const created = client.call.domainCreateXML({ xmlDesc, flags: autodestroy });
        if (!(await tolerate(created, 'INVALID_ARG')))
          stage.skip('the driver has no guests that end with their client');
        const { dom: goes } = await created;
        stage.after(() => removeDomain(stage, goes));
        await client.close();
        await events.until(1, event => event.dom.uuid === goes.uuid && lifecycleName(event) === 'stopped destroyed');
        const { domains } = await stage.call.connectListAllDomains({ flags: 0 });
        expect(domains.map(({ uuid }) => uuid)).toContain(stays.uuid);
        expect(domains.map(({ uuid }) => uuid)).not.toContain(goes.uuid);
      },
    },
    {
      name: 'a guest that was prepared ends with the client that led it there',
      needs: prepares,
      async check(stage) {
        const { dom, params, leader, other, isThere } = await prepared(stage);
        expect(await isThere()).toBe(true);
        await leader.close();
        await eventually(stage, 'it does not wait there for nobody', async () => !(await isThere()));
        const args = { params, cookieIn: new Uint8Array(0), flags: live, cancelled: 0 };
        const finished = other.call.domainMigrateFinish3Params(args);
        await refusal(finished, 'finishing what is gone', 'NO_DOMAIN', 'OPERATION_FAILED', 'OPERATION_INVALID');
        expect(await stateOf(stage, dom)).toMatch(/^running /);
      },
    },
  ],
};
