import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainSnapshotCreateFlags, type NonnullDomain } from '@tsvirt/core/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTest, type TestConnection } from './test-connection.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driver-test-'));
  await writeFile(join(folder, 'real.img'), '');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const document = (disks: string) =>
  `<domain type='test'><name>d</name><memory>8192</memory><os><type>hvm</type></os><devices>${disks}</devices></domain>`;
const disk = (file: string, target: string) =>
  `<disk type='file'><source file='${file}'/><target dev='${target}'/></disk>`;

async function guest(disks: string): Promise<TestConnection & { readonly dom: NonnullDomain }> {
  const connection = await openTest();
  return { ...connection, dom: (await connection.call.domainDefineXML({ xml: document(disks) })).dom };
}

async function snapshot({ call, dom }: Awaited<ReturnType<typeof guest>>, xmlDesc: string, flags = 0): Promise<string> {
  const { snap } = await call.domainSnapshotCreateXML({ dom, xmlDesc, flags });
  return (await call.domainSnapshotGetXMLDesc({ snap, flags: 0 })).xml;
}

const external = (disks = '') =>
  `<domainsnapshot><name>s</name><memory snapshot='external' file='/m'/><disks>${disks}</disks></domainsnapshot>`;

test('disks of an external snapshot get files beside their own, named after it', async () => {
  const xml = await snapshot(await guest(disk(join(folder, 'real.img'), 'vda')), external());
  expect(xml).toContain(`<source file='${join(folder, 'real.s')}'/>`);
  expect(xml).toContain("<memory snapshot='external' file='/m'/>");
});

test('no name is made up beside what is no file', async () => {
  const made = guest(disk('/nonexistent/disk.img', 'vda'));
  await expect(made.then(d => snapshot(d, external()))).rejects.toMatchObject({ code: 'CONFIG_UNSUPPORTED' });
  expect(await snapshot(await made, external("<disk name='vda' snapshot='no'/>"))).toContain(
    "name='vda' snapshot='no'",
  );
});

test('an internal snapshot keeps memory while the guest runs, whatever was asked for', async () => {
  const made = await guest('');
  await made.call.domainCreate({ dom: made.dom });
  const xml = await snapshot(made, "<domainsnapshot><memory snapshot='no'/></domainsnapshot>");
  expect(xml).toContain("<memory snapshot='internal'/>");
});

test('a disk is inside with the others or not at all', async () => {
  const made = await guest(disk('/d', 'vda'));
  const xml = "<domainsnapshot><disks><disk name='vda' snapshot='no'/></disks></domainsnapshot>";
  await expect(snapshot(made, xml)).rejects.toMatchObject({ code: 'CONFIG_UNSUPPORTED', domain: 'DOMAIN_SNAPSHOT' });
});

test.each([
  ['its time', '<state>running</state>', 'INTERNAL_ERROR'],
  ['its state', '<creationTime>1</creationTime>', 'XML_ERROR'],
])('a redefinition without %s is refused', async (_, rest, code) => {
  const xml = `<domainsnapshot><name>r</name>${rest}${document('')}</domainsnapshot>`;
  await expect(snapshot(await guest(''), xml, DomainSnapshotCreateFlags.redefine)).rejects.toMatchObject({ code });
});
