import { VirtError } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import { open } from '../../src/index.js';
import { DomainMigrateFlags, type TypedParam } from '../../src/protocol/index.js';
import { testDomain, TinyDriver } from '../rpc/tiny-driver.js';

const cookie = (number: number) => new Uint8Array([number]);
const valueOf = (params: readonly TypedParam[], field: string) =>
  params.find(param => param.field === field)?.value.value;

/** Two hosts that write down what each step was told. */
function hosts(failing?: 'prepare' | 'perform' | 'finish') {
  const steps: string[] = [];
  const fail = (step: string) => {
    if (step === failing) throw new VirtError('OPERATION_FAILED', 'QEMU', step);
  };
  const source = new TinyDriver({
    connectSupportsFeature: ({ feature }) => ({ supported: [7, 13].includes(feature) ? 1 : 0 }),
    domainMigrateBegin3Params({ flags }) {
      expect(flags & DomainMigrateFlags.changeProtection).not.toBe(0);
      steps.push('begin');
      return { cookieOut: cookie(1), xml: '<domain/>' };
    },
    domainMigratePerform3Params({ dconnuri, params, cookieIn }) {
      steps.push(`perform ${dconnuri} ${valueOf(params, 'migrate_uri')} ${cookieIn[0]}`);
      fail('perform');
      return { cookieOut: cookie(3) };
    },
    domainMigrateConfirm3Params({ cookieIn, cancelled }) {
      steps.push(`confirm ${cookieIn[0]} ${cancelled}`);
    },
  });
  const destination = new TinyDriver({
    connectSupportsFeature: ({ feature }) => ({ supported: feature === 13 ? 1 : 0 }),
    domainMigratePrepare3Params({ params, cookieIn }) {
      steps.push(`prepare ${valueOf(params, 'destination_xml')} ${cookieIn[0]}`);
      fail('prepare');
      return { cookieOut: cookie(2), uriOut: 'tcp://there:49152' };
    },
    domainMigrateFinish3Params({ params, cookieIn, cancelled }) {
      steps.push(`finish ${valueOf(params, 'destination_name')} ${cookieIn[0]} ${cancelled}`);
      fail('finish');
      return { dom: { ...testDomain, id: 9 }, cookieOut: cookie(4) };
    },
  });
  return { steps, source, destination };
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
    expect(steps.slice(-2)).toEqual(['finish test 2 1', 'confirm 4 1']);
  });

  test('is taken back on the source when the destination does not take it', async () => {
    const { steps, result } = await migrate('prepare');
    expect(result).toMatchObject({ message: expect.stringContaining('prepare') });
    expect(steps.at(-1)).toMatch(/^confirm \S+ 1$/);
    const finished = await migrate('finish');
    expect(finished.result).toMatchObject({ message: expect.stringContaining('finish') });
    expect(finished.steps.at(-1)).toBe('confirm 3 1');
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
