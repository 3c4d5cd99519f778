import { describe, expect, test } from 'vitest';
import {
  alignSnapshotDisks,
  completeDomain,
  completeSnapshot,
  isExternal,
  parseDomain,
  parseDomainBackup,
  parseDomainCheckpoint,
  parseDomainSnapshot,
  parseSnapshotRequest,
  validateDomainBackup,
  validateDomainCheckpoint,
  validateDomainSnapshot,
} from '../src/index.js';
import { testPolicy } from './test-policy.js';

const guest = `<domain type='test'><name>g</name><uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid><memory>5</memory>
<os><type arch='x86_64'>hvm</type></os><devices>
<disk type='file'><source file='/a.qcow2'/><target dev='vda' bus='virtio'/></disk>
<disk type='network' snapshot='no'><source protocol='nbd' name='e'><host name='h'/></source><target dev='vdb' bus='virtio'/></disk>
<disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk></devices></domain>`;
const domain = completeDomain(parseDomain(guest), testPolicy);

const snapshot = (parts: string, state = 'shutoff') =>
  `<domainsnapshot><name>s</name><state>${state}</state><creationTime>5</creationTime>${parts}${guest}</domainsnapshot>`;

/** Where the disks of a redefined snapshot are, by their targets. */
function placed(xml: string): Record<string, string | undefined> {
  const completed = completeSnapshot(parseDomainSnapshot(xml), { redefine: true, now: 0n });
  const external = completed.state === 'disk-snapshot' || isExternal(completed);
  const alignment = { place: external ? 'external' : 'internal', uniform: !external } as const;
  const disks = alignSnapshotDisks(completed.disks ?? [], domain, alignment);
  return Object.fromEntries(disks.map(disk => [disk.name, disk.snapshot]));
}

const refusedSnapshots: readonly (readonly [code: string, line: number, xml: string])[] = [
  ['XML_ERROR', 1, snapshot("<memory snapshot='manual'/>")],
  ['XML_ERROR', 1, snapshot("<memory snapshot='external'/>", 'running')],
  ['XML_ERROR', 2, snapshot("<disks>\n<disk name='vda' type='dir'><source dir='/d'/></disk></disks>")],
  [
    'CONFIG_UNSUPPORTED',
    2,
    snapshot("<disks>\n<disk name='vda'><driver type='none'/></disk></disks>", 'disk-snapshot'),
  ],
  ['CONFIG_UNSUPPORTED', 3, snapshot("<disks><disk name='vda'/>\n\n<disk name='vdz'/></disks>")],
  ['CONFIG_UNSUPPORTED', 3, snapshot("<disks><disk name='vda'/>\n\n<disk name='vda'/></disks>")],
  ['CONFIG_UNSUPPORTED', 2, snapshot("\n<disks><disk name='vda' snapshot='manual'/></disks>")],
  ['INVALID_ARG', 2, snapshot('\n<parent><name>s</name></parent>')],
];

const checkpoint = (parts: string) => `<domaincheckpoint>\n<name>c</name>${parts}</domaincheckpoint>`;
const existing = '<creationTime>5</creationTime>';
const refusedCheckpoints: readonly (readonly [code: string, xml: string])[] = [
  ['XML_INVALID_SCHEMA', '<domaincheckpoint><name/></domaincheckpoint>'],
  ['XML_INVALID_SCHEMA', checkpoint('<parent/>')],
  ['XML_INVALID_SCHEMA', checkpoint('<parent>p</parent>')],
  ['XML_INVALID_SCHEMA', checkpoint('<creationTime/>')],
  ['XML_INVALID_SCHEMA', checkpoint('<creationTime> 5</creationTime>')],
  ['XML_INVALID_SCHEMA', checkpoint("<disks><disk name='vda' size=' 5'/></disks>")],
  ['XML_INVALID_SCHEMA', checkpoint('<domain><uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid></domain>')],
  ['CONFIG_UNSUPPORTED', checkpoint("<disks><disk name='vda'/><disk name='vda'/></disks>")],
  ['CONFIG_UNSUPPORTED', checkpoint(`${existing}<disks><disk name='vdz'/></disks>${guest}`)],
];

const pulled = (disks: string, server = "<server name='localhost'/>") =>
  `<domainbackup mode='pull'>${server}<disks>${disks}</disks></domainbackup>`;
const pushed = (disks: string) => `<domainbackup><disks>${disks}</disks></domainbackup>`;
const copy = (inner = '') => `<target file='/t'>${inner}</target>`;
const aside = "<scratch file='/t'/>";
const soundBackups: readonly string[] = [
  '<domainbackup/>',
  pushed("<disk name='vda' type='file'/>"),
  pushed("<disk name='vda' backup='no' backupmode='full'/>"),
  pushed(`<disk name='vda' type='file'>${copy("<seclabel model='dac' relabel='no'/>")}</disk>`),
  pulled("<disk name='vda' exportname='e'/>"),
  pulled(`<disk name='vda'>${aside}</disk>`),
  pulled("<disk name='vda' type='block'><driver type='qcow2'/><scratch dev='/d'/></disk>"),
  pulled(`<disk name='vda' type='file'>${aside}</disk>`, "<server transport='unix' socket='/s'/>"),
];
const wrongBackups: readonly string[] = [
  "<domainbackup><server name='localhost'/></domainbackup>",
  pushed(`<disk name='vda'>${copy()}</disk>`),
  pushed("<disk name='vda' type='file'><target/></disk>"),
  pushed("<disk name='vda' type='file'><target dev='/t'/></disk>"),
  pushed(`<disk name='vda' type='file'>${copy('<seclabel/>')}</disk>`),
  pushed(`<disk name='vda' type='file'>${copy("<encryption format='luks'/>")}</disk>`),
  pushed(
    `<disk name='vda' type='file'>${copy("<encryption format='qcow'><secret type='passphrase' usage='u'/></encryption>")}</disk>`,
  ),
  pushed(`<disk name='vda' type='file'><driver/>${copy()}</disk>`),
  pulled("<disk name='vda' backup='yes'/>"),
  pulled(`<disk name='vda' backup='yes'>${aside}</disk>`),
  pulled("<disk name='vda' type='block'/>"),
  pulled("<disk name='vda' type='file'><driver type='qcow2'/></disk>"),
  pulled('', "<server name='a b'/>"),
];

function checkBackup(xml: string): void {
  validateDomainBackup(parseDomainBackup(xml, { unknown: 'refuse' }));
}

describe('snapshots, as libvirt has them', () => {
  test('disks that take no part by themselves are left out also when they are named', () => {
    const disks = "<disks><disk name='sda'/><disk name='vdb'/></disks>";
    expect(placed(snapshot(disks))).toEqual({ vda: 'internal', vdb: 'no', sda: 'no' });
  });

  test('a format without a file is one of an external snapshot', () => {
    const disks = "<disks><disk name='vda'><driver type='qcow2'/></disk></disks>";
    const { disks: completed } = completeSnapshot(parseDomainSnapshot(snapshot(disks)), { redefine: true, now: 0n });
    expect(completed).toEqual([
      { name: 'vda', snapshot: 'external', driver: { type: 'qcow2' }, source: { type: 'file' } },
    ]);
  });

  test.each(refusedSnapshots)('%s in line %i', (code, line, xml) => {
    expect(() => validateDomainSnapshot(parseDomainSnapshot(xml))).toThrow(
      expect.objectContaining({ code, cause: expect.objectContaining({ line }) }),
    );
  });

  test('what only one has that exists is not read of one that is asked for', () => {
    const xml = snapshot("<disks><disk name='vda'/></disks>", 'nowhere').replace("type='test'", "type='x'");
    expect(() => parseDomainSnapshot(xml)).toThrow();
    expect(parseSnapshotRequest(xml)).toEqual({ name: 's', disks: [{ name: 'vda' }] });
    expect(() => parseSnapshotRequest(xml.replace('<state>', '<stat/><state>'), { unknown: 'refuse' })).toThrow('stat');
  });
});

describe('checkpoints, as libvirt has them', () => {
  test.each(refusedCheckpoints)('%s: %s', (code, xml) => {
    const check = () => validateDomainCheckpoint(parseDomainCheckpoint(xml, { unknown: 'refuse' }));
    expect(check).toThrow(
      expect.objectContaining({ code, cause: expect.objectContaining({ path: expect.any(String) }) }),
    );
  });

  test('disks of one that exists are its own business without a domain', () => {
    const xml = checkpoint(`${existing}<disks><disk name='vda'/><disk name='vda'/></disks>`);
    expect(() => validateDomainCheckpoint(parseDomainCheckpoint(xml))).not.toThrow();
  });
});

describe('backups, as their schema has them', () => {
  test.each(soundBackups)('%s', xml => {
    expect(() => checkBackup(xml)).not.toThrow();
  });

  test.each(wrongBackups)('not %s', xml => {
    expect(() => checkBackup(xml)).toThrow(
      expect.objectContaining({ code: 'XML_INVALID_SCHEMA', message: expect.stringContaining('line 1') }),
    );
  });

  test('a disk whose changes are wanted says since when', () => {
    const xml = pulled(`<disk name='vda' backupmode='incremental'>${aside}</disk>`);
    expect(() => checkBackup(xml)).toThrow(expect.objectContaining({ code: 'CONFIG_UNSUPPORTED', domain: 'DOMAIN' }));
  });
});
