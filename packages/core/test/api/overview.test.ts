import type { DriverHandlers } from '../../src/contract/index.js';
import { VirtError } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import { open } from '../../src/index.js';
import type { TypedParam, TypedValue } from '../../src/protocol/index.js';
import { testDomain, TinyDriver } from '../rpc/tiny-driver.js';

const param = (field: string, value: TypedValue): TypedParam => ({ field, value });
const measured: readonly TypedParam[] = [
  param('state.state', { type: 'int', value: 3 }),
  param('state.reason', { type: 'int', value: 5 }),
  param('cpu.time', { type: 'ullong', value: 7n }),
  param('balloon.current', { type: 'ullong', value: 512n }),
  param('balloon.maximum', { type: 'ullong', value: 1024n }),
  param('vcpu.current', { type: 'uint', value: 4 }),
];

/** A driver that remembers which procedures were asked for. */
function watched(more: DriverHandlers): { driver: TinyDriver; asked: string[] } {
  const asked: string[] = [];
  const plain = new TinyDriver(more);
  const handlers = Object.fromEntries(
    Object.entries(plain.handlers).map(([name, handler]) => [
      name,
      (...args: readonly unknown[]) => {
        asked.push(name);
        return Reflect.apply(handler, undefined, args);
      },
    ]),
  );
  return { driver: new TinyDriver(handlers), asked };
}

describe('an overview of domains', () => {
  test('is one call where the driver measures everything', async () => {
    const { driver, asked } = watched({
      connectGetAllDomainStats: () => ({ retStats: [{ dom: testDomain, params: measured }] }),
    });
    await using connection = await open('test:///default', { drivers: driver });
    asked.length = 0;
    expect(await connection.domainOverview()).toMatchObject([
      {
        domain: { name: 'test' },
        status: { state: 'paused', reason: 'ioerror' },
        cpuTimeNs: 7n,
        memoryKiB: 512n,
        maxMemoryKiB: 1024n,
        vcpus: 4,
        xml: undefined,
      },
    ]);
    expect(asked).toEqual(['connectGetAllDomainStats']);
  });

  test('asks for XML domain by domain, and leaves out what went away', async () => {
    const gone = { ...testDomain, name: 'gone', uuid: '00000000-0000-4000-8000-000000000001' };
    const { driver } = watched({
      connectGetAllDomainStats: () => ({
        retStats: [gone, testDomain].map(dom => ({ dom, params: measured })),
      }),
      domainGetXMLDesc({ dom, flags }) {
        if (dom.name === 'gone') throw new VirtError('NO_DOMAIN', 'TEST');
        return { xml: `${dom.name} ${flags}` };
      },
    });
    await using connection = await open('test:///default', { drivers: driver });
    const all = await connection.domainOverview({ xml: { inactive: true } });
    expect(all.map(({ xml }) => xml)).toEqual(['test 2']);
  });

  test('asks each domain where the driver measures nothing', async () => {
    const { driver, asked } = watched({});
    await using connection = await open('test:///default', { drivers: driver });
    asked.length = 0;
    expect(await connection.domainOverview({ only: 'active' })).toMatchObject([
      { status: { state: 'running' }, vcpus: 2, stats: {} },
    ]);
    expect(asked.toSorted()).toEqual(['connectListAllDomains', 'domainGetInfo', 'domainGetState']);
  });

  test('fails as a whole when the driver does for another reason', async () => {
    const { driver } = watched({
      connectGetAllDomainStats() {
        throw new VirtError('ACCESS_DENIED', 'TEST', 'no');
      },
    });
    await using connection = await open('test:///default', { drivers: driver });
    await expect(connection.domainOverview()).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
  });
});
