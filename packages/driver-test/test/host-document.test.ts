import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainState } from '@tsvirt/core/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTest } from './test-connection.js';

const node = `<node xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
  <cpu><mhz>6000</mhz><model>i986</model><active>50</active><nodes>4</nodes><sockets>4</sockets><cores>4</cores><threads>2</threads></cpu>
  <memory>192000</memory>
  <domain type='test'><name>here</name><memory>1024</memory><os><type>hvm</type></os></domain>
  <domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
    <name>off</name><memory>1024</memory><os><type>hvm</type></os><test:runstate>5</test:runstate>
  </domain>
  <domain file='other.xml'/>
  <pool type='dir'><name>p</name><target><path>/p</path></target><volume><name>v</name><capacity>10</capacity></volume></pool>
</node>`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driver-test-'));
  await writeFile(join(folder, 'node.xml'), node);
  await writeFile(
    join(folder, 'other.xml'),
    "<domain type='test'><name>other</name><memory>1</memory><os><type>hvm</type></os></domain>",
  );
  await writeFile(join(folder, 'broken.xml'), '<node><domain>');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a host is what its document says', async () => {
  const { call } = await openTest(`test://${join(folder, 'node.xml')}`);
  const { domains } = await call.connectListAllDomains({ flags: 0 });
  expect(domains.map(({ name, id }) => [name, id])).toEqual([
    ['here', 1],
    ['off', -1],
    ['other', 2],
  ]);
  const off = domains.find(({ name }) => name === 'off');
  if (off === undefined) throw new Error('no domain off');
  expect((await call.domainGetState({ dom: off, flags: 0 })).state).toBe(DomainState.shutoff);
  expect(await call.nodeGetInfo({})).toMatchObject({
    model: 'i986',
    memory: 192_000n,
    mhz: 6000,
    cpus: 50,
    nodes: 4,
    threads: 2,
  });
  const { pool } = await call.storagePoolLookupByName({ name: 'p' });
  expect(await call.storagePoolListVolumes({ pool })).toEqual({ names: ['v'] });
});

test('each connection to a document has a host of its own', async () => {
  const one = await openTest(`test://${join(folder, 'node.xml')}`);
  const other = await one.another();
  const { dom } = await one.call.domainLookupByName({ name: 'here' });
  await one.call.domainDestroy({ dom });
  expect(await other.call.domainIsActive({ dom: (await other.call.domainLookupByName({ name: 'here' })).dom })).toEqual(
    { active: 1 },
  );
});

test.each([
  ['nosuch.xml', 'XML_ERROR'],
  ['broken.xml', 'XML_DETAIL'],
  ['other.xml', 'XML_ERROR'],
])('a document that is no host is refused: %s', async (name, code) => {
  await expect(openTest(`test://${join(folder, name)}`)).rejects.toMatchObject({ code });
});
