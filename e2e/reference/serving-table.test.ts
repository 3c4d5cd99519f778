import { beforeAll, expect, test } from 'vitest';
import { asMarkdown, servingTable, type ServingGroup } from './serving-table.js';

const page = '../../docs/which-driver-serves-what';
let groups: readonly ServingGroup[];

beforeAll(async () => {
  groups = await servingTable();
});

const rowOf = (name: string) => groups.flatMap(group => group.rows).find(row => row.function === name);

test('the page of which driver serves what is up to date', async () => {
  await expect(asMarkdown(groups)).toMatchFileSnapshot(`${page}.md`);
});

test('the same as JSON is up to date', async () => {
  await expect(`${JSON.stringify(groups, undefined, 2)}\n`).toMatchFileSnapshot(`${page}.json`);
});

test('every function of the table has a method', () => {
  const without = groups.flatMap(group => group.rows).filter(row => row.method === undefined);
  expect(without.map(row => row.function)).toEqual([]);
});

test('who answers is told apart', () => {
  expect(rowOf('virDomainGetInfo')).toMatchObject({ before: undefined, by: { test: true, qemu: true, remote: true } });
  expect(rowOf('virDomainAttachDevice')?.by).toMatchObject({ test: false, 'test, complete': true });
  expect(rowOf('virConnectOpen')).toMatchObject({ before: 'daemon' });
  expect(rowOf('virDomainGetName')).toMatchObject({ before: 'client', method: 'domain.getName' });
});
