import {
  DomainDestroyFlagsValues,
  DomainEventType,
  DomainModificationImpact,
  DomainPausedReason,
  DomainState,
  type NonnullDomain,
} from '@tsvirt/core/protocol';
import { expect, test } from 'vitest';
import { openTest, type TestConnection } from './test-connection.js';

function document(name: string, extra = ''): string {
  return `<domain type='test'><name>${name}</name><memory>65536</memory><os><type>hvm</type></os>${extra}</domain>`;
}

/** A connection, and the lifecycle events that came since it was opened, as `[event, detail]`. */
async function watched(): Promise<TestConnection & { events: [number, number][] }> {
  const connection = await openTest();
  const events: [number, number][] = [];
  connection.connection.events?.subscribe('domainLifecycle', undefined, ({ payload }) => {
    events.push([payload.event, payload.detail]);
  });
  return { ...connection, events };
}

async function started(connection: TestConnection, extra = ''): Promise<NonnullDomain> {
  const { dom } = await connection.call.domainDefineXML({ xml: document('web', extra) });
  return (await connection.call.domainCreateWithFlags({ dom, flags: 0 })).dom;
}

test('a life from definition to the end tells of each turn, in order', async () => {
  const connection = await watched();
  const { call, events } = connection;
  const dom = await started(connection);
  await call.domainSuspend({ dom });
  expect(await call.domainGetState({ dom, flags: 0 })).toEqual({
    state: DomainState.paused,
    reason: DomainPausedReason.user,
  });
  await call.domainResume({ dom });
  await call.domainReboot({ dom, flags: 0 });
  await call.domainShutdown({ dom });
  await call.domainUndefine({ dom });
  const { defined, started: begun, suspended, resumed, stopped, undefined: gone } = DomainEventType;
  expect(events.map(([event]) => event)).toEqual([defined, begun, suspended, resumed, stopped, gone]);
});

test.each([
  ['domainSuspend', 'INTERNAL_ERROR'],
  ['domainResume', 'INTERNAL_ERROR'],
  ['domainShutdown', 'INTERNAL_ERROR'],
  ['domainDestroy', 'OPERATION_INVALID'],
] as const)('%s of a domain that is shut off is refused', async (procedure, code) => {
  const { call } = await openTest();
  const { dom } = await call.domainDefineXML({ xml: document('web') });
  await expect(call[procedure]({ dom })).rejects.toMatchObject({ code });
});

test('a transient domain is gone once it stops', async () => {
  const { call } = await openTest();
  const { dom } = await call.domainCreateXML({ xmlDesc: document('once'), flags: 0 });
  expect(await call.domainIsPersistent({ dom })).toEqual({ persistent: 0 });
  await call.domainDestroyFlags({ dom, flags: DomainDestroyFlagsValues.graceful });
  await expect(call.domainLookupByName({ name: 'once' })).rejects.toMatchObject({ code: 'NO_DOMAIN' });
});

test('a running domain that is undefined runs on as a transient one', async () => {
  const connection = await openTest();
  const dom = await started(connection);
  await connection.call.domainUndefine({ dom });
  expect(await connection.call.domainIsActive({ dom })).toEqual({ active: 1 });
  await connection.call.domainDestroy({ dom });
  await expect(connection.call.domainIsActive({ dom })).rejects.toMatchObject({ code: 'NO_DOMAIN' });
});

test('a live change is gone after the next start, a change of the configuration comes with it', async () => {
  const connection = await openTest();
  const dom = await started(connection, '<vcpu>4</vcpu>');
  const { call } = connection;
  const { live, config } = DomainModificationImpact;
  await call.domainSetVcpusFlags({ dom, nvcpus: 1, flags: live });
  await call.domainSetVcpusFlags({ dom, nvcpus: 2, flags: config });
  expect(await call.domainGetVcpusFlags({ dom, flags: live })).toEqual({ num: 1 });
  await call.domainDestroy({ dom });
  await call.domainCreate({ dom });
  expect(await call.domainGetVcpusFlags({ dom, flags: live })).toEqual({ num: 2 });
});

test('a name or uuid of another domain is not taken', async () => {
  const { call } = await openTest();
  const { dom } = await call.domainDefineXML({ xml: document('web') });
  await expect(call.domainDefineXML({ xml: document('web') })).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
  const same = document('other').replace('<memory>', `<uuid>${dom.uuid}</uuid><memory>`);
  await expect(call.domainDefineXML({ xml: same })).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
});

test('a renamed domain is found by its new name alone', async () => {
  const { call } = await openTest();
  const { dom } = await call.domainDefineXML({ xml: document('old') });
  await call.domainRename({ dom, newName: 'new', flags: 0 });
  expect((await call.domainLookupByName({ name: 'new' })).dom.uuid).toBe(dom.uuid);
  await expect(call.domainLookupByName({ name: 'old' })).rejects.toMatchObject({ code: 'NO_DOMAIN' });
});

test('connections at the same time share one host, and the next finds a fresh one', async () => {
  const first = await openTest();
  const second = await first.another();
  await first.call.domainDefineXML({ xml: document('shared') });
  expect((await second.call.domainLookupByName({ name: 'shared' })).dom.name).toBe('shared');
  await first.connection.close?.();
  await second.connection.close?.();
  const third = await first.another();
  await expect(third.call.domainLookupByName({ name: 'shared' })).rejects.toMatchObject({ code: 'NO_DOMAIN' });
});
