import { deferred, VirtError } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import { open } from '../../src/index.js';
import { DomainMigrateFlags, type TypedParam } from '../../src/protocol/index.js';
import { testDomain, TinyDriver } from '../rpc/tiny-driver.js';

const cookie = (number: number) => new Uint8Array([number]);
const valueOf = (params: readonly TypedParam[], field: string) =>
  params.find(param => param.field === field)?.value.value;

/** Two hosts that write down what each step was told. @param held the guest's way takes until its job is aborted */
function hosts(failing?: 'prepare' | 'perform' | 'finish', held = false) {
  const steps: string[] = [];
  const sending = deferred();
  const aborted = deferred();
  const fail = (step: string) => {
    if (step === failing) throw new VirtError('OPERATION_FAILED', 'QEMU', step);
  };
  const source = new TinyDriver({
    connectSupportsFeature: ({ feature }) => ({ supported: [7, 12, 13].includes(feature) ? 1 : 0 }),
    domainMigrateBegin3Params({ flags }) {
      expect(flags & DomainMigrateFlags.changeProtection).not.toBe(0);
      steps.push('begin');
      return { cookieOut: cookie(1), xml: '<domain/>' };
    },
    domainAbortJob() {
      steps.push('abort');
      aborted.resolve();
    },
    async domainMigratePerform3Params({ dconnuri, params, cookieIn }) {
      steps.push(`perform ${dconnuri} ${valueOf(params, 'migrate_uri')} ${cookieIn[0]}`);
      sending.resolve();
      if (held) {
        await aborted.promise;
        throw new VirtError('OPERATION_ABORTED', 'QEMU', 'canceled by client');
      }
      fail('perform');
      return { cookieOut: cookie(3) };
    },
    domainMigrateConfirm3Params({ cookieIn, cancelled }) {
      steps.push(`confirm ${cookieIn[0]} ${cancelled}`);
    },
  });
  const destination = new TinyDriver({
    connectSupportsFeature: ({ feature }) => ({ supported: [12, 13].includes(feature) ? 1 : 0 }),
    domainMigratePrepare3Params({ params, cookieIn, flags }) {
      const paused = (flags & DomainMigrateFlags.paused) === 0 ? '' : ' paused';
      steps.push(`prepare ${valueOf(params, 'destination_xml')} ${cookieIn[0]}${paused}`);
      fail('prepare');
      return { cookieOut: cookie(2), uriOut: 'tcp://there:49152' };
    },
    domainMigrateFinish3Params({ params, cookieIn, cancelled }) {
      steps.push(`finish ${valueOf(params, 'destination_name')} ${cookieIn[0]} ${cancelled}`);
      fail('finish');
      return { dom: { ...testDomain, id: 9 }, cookieOut: cookie(4) };
    },
  });
  return { steps, source, destination, sending: sending.promise };
}

async function migrate(failing?: Parameters<typeof hosts>[0], flags = { live: true, abortOnError: true }) {
  const { steps, source, destination } = hosts(failing);
  await using here = await open('test:///default', { drivers: source });
  await using there = await open('test:///default', { drivers: destination });
  const domain = await here.domainLookupByName('test');
  const result = await domain.migrate(there, { ...flags, bandwidth: 10n }).catch((reason: unknown) => reason);
  return { steps, result };
}

describe('a migration that this program leads', () => {
  test('takes both hosts through its steps, each with what the one before answered', async () => {
    const { steps, result } = await migrate();
    expect(result).toMatchObject({ name: 'test', id: 9 });
    expect(steps).toEqual([
      'begin',
      'prepare <domain/> 1',
      'perform null tcp://there:49152 2',
      'finish test 3 0',
      'confirm 4 0',
    ]);
  });

  test('is taken back on both when the source fails', async () => {
    const { steps, result } = await migrate('perform');
    expect(result).toMatchObject({ code: 'OPERATION_FAILED', message: expect.stringContaining('perform') });
    // The source knows that it failed: a late word of it could meet another migration of the guest.
    expect(steps.slice(-2)).toEqual(['perform null tcp://there:49152 2', 'finish test undefined 1']);
  });

  test('is taken back on both when the caller gives up', async () => {
    const { steps, source, destination, sending } = hosts(undefined, true);
    await using here = await open('test:///default', { drivers: source });
    await using there = await open('test:///default', { drivers: destination });
    const domain = await here.domainLookupByName('test');
    const patience = new AbortController();
    const moving = domain.migrate3(there, {}, { live: true, signal: patience.signal });
    await sending;
    patience.abort();
    await expect(moving).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
    expect(steps.slice(-2)).toEqual(['abort', 'finish test undefined 1']);
    expect(domain.id).toBe(1);
  });

  test('is taken back on both when its time is over', async () => {
    const { steps, source, destination } = hosts(undefined, true);
    await using here = await open('test:///default', { drivers: source });
    await using there = await open('test:///default', { drivers: destination });
    const domain = await here.domainLookupByName('test');
    await expect(domain.migrate(there, { timeoutMs: 20 })).rejects.toMatchObject({ code: 'OPERATION_TIMEOUT' });
    expect(steps.slice(-2)).toEqual(['abort', 'finish test undefined 1']);
  });

  test('leaves a paused guest paused', async () => {
    const { steps, source, destination } = hosts();
    await using here = await open('test:///default', {
      drivers: new TinyDriver({ ...source.handlers, domainGetState: () => ({ state: 3, reason: 1 }) }),
    });
    await using there = await open('test:///default', { drivers: destination });
    await (await here.domainLookupByName('test')).migrate(there);
    expect(steps).toContain('prepare <domain/> 1 paused');
  });

  test('sends no guest that does not run', async () => {
    const { steps, source, destination } = hosts();
    await using here = await open('test:///default', { drivers: source });
    await using there = await open('test:///default', { drivers: destination });
    await (await here.domainLookupByName('test')).migrate(there, { offline: true, persistDest: true });
    expect(steps).toEqual(['begin', 'prepare <domain/> 1', 'finish test undefined 0', 'confirm 4 0']);
  });

  test('goes nowhere when nobody says where', async () => {
    const { steps, source, destination } = hosts();
    const silent = new TinyDriver({
      ...destination.handlers,
      domainMigratePrepare3Params: () => ({ cookieOut: cookie(2), uriOut: null }),
    });
    await using here = await open('test:///default', { drivers: source });
    await using there = await open('test:///default', { drivers: silent });
    const domain = await here.domainLookupByName('test');
    await expect(domain.migrate(there)).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
    expect(steps).toEqual(['begin', 'finish test undefined 1', 'confirm 4 1']);
  });

  test('is taken back on the source when the destination does not take it', async () => {
    const { steps, result } = await migrate('prepare');
    expect(result).toMatchObject({ message: expect.stringContaining('prepare') });
    expect(steps.at(-1)).toMatch(/^confirm \S+ 1$/);
    const finished = await migrate('finish');
    expect(finished.result).toMatchObject({ message: expect.stringContaining('finish') });
    expect(finished.steps.at(-1)).toBe('confirm undefined 1');
  });

  test('is not what peers do', async () => {
    const { source } = hosts();
    await using here = await open('test:///default', { drivers: source });
    const domain = await here.domainLookupByName('test');
    await expect(domain.migrate(here, { peer2peer: true })).rejects.toMatchObject({ code: 'INVALID_ARG' });
    await expect(domain.migrateToURI3(undefined, {}, { peer2peer: true })).rejects.toMatchObject({
      code: 'INVALID_ARG',
    });
  });

  test('needs hosts that know named parameters', async () => {
    await using here = await open('test:///default', { drivers: new TinyDriver() });
    const domain = await here.domainLookupByName('test');
    await expect(domain.migrate(here)).rejects.toMatchObject({ code: 'NO_SUPPORT' });
  });
});
