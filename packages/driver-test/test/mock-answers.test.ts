import { describe, expect, test } from 'vitest';
import { testHost, type TestHostOptions } from '../src/testing/index.js';

const plain = { complete: false } as const satisfies TestHostOptions;

describe('a host that answers as libvirt does', () => {
  test('has the snapshots that its document gives a guest', async () => {
    const domain = `<name>a</name><memory>1024</memory><os><type>hvm</type></os>`;
    const snapshot = (name: string, active: number, parent = ''): string =>
      `<t:domainsnapshot><name>${name}</name>${parent}<state>running</state><creationTime>5</creationTime>
        <active>${active}</active><domain type='test'>${domain}</domain></t:domainsnapshot>`;
    const document = (snapshots: string): string =>
      `<node><domain type='test' xmlns:t='http://libvirt.org/schemas/domain/test/1.0'>${domain}${snapshots}</domain></node>`;
    const pair = snapshot('first', 0) + snapshot('second', 1, '<parent><name>first</name></parent>');
    await using host = await testHost({ ...plain, document: document(pair) });
    await using connection = await host.connect();
    const guest = await connection.domainLookupByName('a');
    const current = await guest.snapshotCurrent();
    expect(current.name).toBe('second');
    expect((await current.getParent()).name).toBe('first');
    await expect(
      testHost({ ...plain, document: document(snapshot('first', 1) + snapshot('second', 1)) }),
    ).rejects.toThrow('more than one snapshot');
  });

  test('makes the virtual adapter of a pool, and takes it away with the pool', async () => {
    await using host = await testHost(plain);
    await using connection = await host.connect();
    const pool = await connection.storagePoolCreateXML(`<pool type='scsi'><name>san</name>
      <source><adapter type='fc_host' wwnn='2000000012341234' wwpn='2000000012341299'/></source>
      <target><path>/dev/disk/by-path</path></target></pool>`);
    const adapter = await connection.nodeDeviceLookupByName('scsi_host12');
    expect(await adapter.getXMLDesc()).toContain('<wwpn>2000000012341299</wwpn>');
    await pool.destroy();
    await expect(connection.nodeDeviceLookupByName('scsi_host12')).rejects.toMatchObject({ code: 'NO_NODE_DEVICE' });
  });

  test.each([
    ['<network/>', 'NO_NAME', 'XML_INVALID_SCHEMA'],
    ['<network><name>n</name><uuid>x</uuid></network>', 'INTERNAL_ERROR', 'XML_INVALID_SCHEMA'],
    ['<network><name>a/b</name></network>', 'XML_DETAIL', 'XML_DETAIL'],
    ['<domain/>', 'XML_ERROR', 'XML_ERROR'],
    ['<network', 'XML_DETAIL', 'XML_DETAIL'],
  ])('refuses the network %s as %s, and as %s when the schema is asked first', async (xml, code, strict) => {
    await using host = await testHost(plain);
    await using connection = await host.connect();
    await expect(connection.networkDefineXML(xml)).rejects.toMatchObject({ code });
    await expect(connection.networkDefineXMLFlags(xml, { validate: true })).rejects.toMatchObject({ code: strict });
  });

  test('redefines a snapshot only as one of the same kind, of the same machine', async () => {
    await using host = await testHost(plain);
    await using connection = await host.connect();
    const guest = await connection.domainLookupByName('test');
    const again = (state: string, memory = 8_388_608) =>
      guest.snapshotCreateXML(
        `<domainsnapshot><name>s</name><state>${state}</state><creationTime>5</creationTime><domain type='test'>
          <name>test</name><uuid>${guest.uuid}</uuid><memory>${memory}</memory><vcpu>2</vcpu><os><type>hvm</type></os>
        </domain></domainsnapshot>`,
        { redefine: true },
      );
    await again('running');
    await expect(again('shutoff')).rejects.toMatchObject({ code: 'INVALID_ARG' });
    await expect(again('running', 4096)).rejects.toMatchObject({ code: 'CONFIG_UNSUPPORTED' });
    await again('paused');
  });

  test('looks for the parent of a redefined checkpoint, then at its guest, then at its disks', async () => {
    await using host = await testHost(plain);
    await using connection = await host.connect();
    const guest = await connection.domainLookupByName('test');
    const again = (parent: string, uuid: string) =>
      guest.checkpointCreateXML(
        `<domaincheckpoint><name>c</name>${parent}<creationTime>5</creationTime><domain type='test'><name>test</name>
          <uuid>${uuid}</uuid><memory>1024</memory><os><type>hvm</type></os></domain></domaincheckpoint>`,
        { redefine: true },
      );
    const stranger = '2d5cdc64-8a36-4f1a-9a6d-64d6b2b2c001';
    await expect(again('<parent><name>none</name></parent>', stranger)).rejects.toMatchObject({
      code: 'INVALID_ARG',
      detail: /none/,
    });
    await expect(again('', stranger)).rejects.toMatchObject({ code: 'INVALID_ARG', detail: /uuid/ });
    await expect(again('', guest.uuid)).rejects.toMatchObject({ code: 'CONFIG_UNSUPPORTED' });
  });

  test('has disks of pools in checkpoints, and no sizes', async () => {
    await using host = await testHost(plain);
    await using connection = await host.connect();
    const guest = await connection.domainCreateXML(
      `<domain type='test'><name>pooled</name><memory>1024</memory><os><type>hvm</type></os><devices>
        <disk type='volume'><source pool='default-pool' volume='v'/><target dev='vda'/></disk></devices></domain>`,
    );
    const checkpoint = await guest.checkpointCreateXML('<domaincheckpoint><name>c</name></domaincheckpoint>');
    expect(await checkpoint.getXMLDesc()).toContain("<disk name='vda' checkpoint='bitmap' bitmap='c'/>");
    expect(await checkpoint.getXMLDesc({ size: true })).toBe(await checkpoint.getXMLDesc());
    const stopped = await connection.domainLookupByName('test');
    const old = await stopped.checkpointCreateXML('<domaincheckpoint><name>c</name></domaincheckpoint>');
    await stopped.destroy();
    await expect(old.getXMLDesc({ size: true })).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
  });

  test('holds every checkpoint to the schema', async () => {
    await using host = await testHost(plain);
    await using connection = await host.connect();
    const guest = await connection.domainLookupByName('test');
    for (const inside of ['<name>.x</name>', '<disks/>', "<disks><disk name='zz'/></disks>", '<foo/>'])
      await expect(guest.checkpointCreateXML(`<domaincheckpoint>${inside}</domaincheckpoint>`)).rejects.toMatchObject({
        code: 'XML_INVALID_SCHEMA',
      });
  });
});
