import { expect, test } from 'vitest';
import { testHost } from '../src/testing/index.js';

/** What a list of the protocol carries at most, except leases and node devices. */
const listMax = 16_384;

/** A host's document with one pool, `big`, of so many volumes. */
function hostWith(count: number): string {
  const volumes = Array.from(
    { length: count },
    (_, index) => `<volume><name>v${index}</name><capacity>1</capacity></volume>`,
  );
  const target = '<target><path>/big</path></target>';
  return `<node><pool type='dir'><name>big</name>${target}${volumes.join('')}</pool></node>`;
}

test('a list carries as many volumes as the protocol lets it', async () => {
  await using host = await testHost({ document: hostWith(listMax) });
  await using connection = await host.connect();
  const big = await connection.storagePoolLookupByName('big');
  expect(await big.listAllVolumes()).toHaveLength(listMax);
  expect(await big.listVolumes()).toHaveLength(listMax);
});

test('volumes beyond that are counted and found', async () => {
  await using host = await testHost({ document: hostWith(listMax + 1) });
  await using connection = await host.connect();
  const big = await connection.storagePoolLookupByName('big');
  expect(await big.numOfVolumes()).toBe(listMax + 1);
  expect((await connection.storageVolLookupByPath(`/big/v${listMax}`)).name).toBe(`v${listMax}`);
  await expect(big.listAllVolumes()).rejects.toMatchObject({
    code: 'INTERNAL_ERROR',
    message: expect.stringContaining('16385'),
  });
  expect((await connection.storagePoolLookupByName('big')).name).toBe('big');
});
