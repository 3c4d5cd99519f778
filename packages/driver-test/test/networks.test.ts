import type { Connection, Network } from '@tsvirt/core';
import { describe, expect, test } from 'vitest';
import { testHost } from '../src/testing/index.js';

const range = (start: string, end: string, more = ''): string =>
  `<ip address='10.77.0.1' netmask='255.255.255.0'><dhcp><range start='${start}' end='${end}'/>${more}</dhcp></ip>`;
const networkXml = (name: string, parts = range('10.77.0.10', '10.77.0.20')): string =>
  `<network><name>${name}</name><forward mode='nat'/>${parts}</network>`;
const guest = (name: string, mac: string, network = 'default'): string => `<domain type='test'><name>${name}</name>
  <memory>1024</memory><os><type>hvm</type></os><devices>
  <interface type='network'><mac address='${mac}'/><source network='${network}'/></interface></devices></domain>`;

async function started(connection: Connection, xml: string): Promise<Network> {
  const network = await connection.networkDefineXML(xml);
  await network.create();
  return network;
}

describe('a network', () => {
  test('has the life that real ones have', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const heard: string[] = [];
    await connection.on('networkLifecycle', ({ event }) => void heard.push(event));
    const network = await started(connection, networkXml('n1'));
    await expect(network.create()).rejects.toMatchObject({ code: 'OPERATION_INVALID', domain: 'NETWORK' });
    await network.setAutostart(true);
    await network.undefine();
    expect([await network.isActive(), await network.isPersistent()]).toEqual([true, false]);
    await expect(network.setAutostart(true)).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
    await expect(network.undefine()).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
    await network.destroy();
    await expect(connection.networkLookupByName('n1')).rejects.toMatchObject({ code: 'NO_NETWORK' });
    expect(heard).toEqual(['defined', 'started', 'undefined', 'stopped']);
    const idle = await connection.networkDefineXML(networkXml('n2'));
    await expect(idle.destroy()).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
  });

  test('gets a bridge of its own, the same address each time', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const xml = networkXml('n1').replace('<forward', '<uuid>5d744f21-ba4a-4d6e-bdb2-30a35ff3207d</uuid><forward');
    const network = await connection.networkDefineXML(xml);
    expect(await network.getBridgeName()).toBe('virbr1');
    expect(await network.getXMLDesc()).toContain("<mac address='52:54:00:f3:20:7d'/>");
    const thief = networkXml('n2').replace('<ip', "<bridge name='virbr1'/><ip");
    await expect(connection.networkDefineXML(thief)).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
  });

  test('keeps its configuration while it runs another one', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const network = await connection.networkDefineXML(networkXml('n1'));
    const other = (await network.getXMLDesc()).replace("end='10.77.0.20'", "end='10.77.0.99'");
    await connection.networkCreateXML(other);
    expect(await network.getXMLDesc()).toContain('10.77.0.99');
    expect(await network.getXMLDesc({ inactive: true })).toContain('10.77.0.20');
    expect(await network.isPersistent()).toBe(true);
    await network.destroy();
    expect(await network.getXMLDesc()).toContain('10.77.0.20');
  });

  test.each([
    ['ip-dhcp-host', "<host mac='52:54:00:00:00:01' name='a' ip='10.77.0.5'/>", "ip='10.77.0.5'"],
    ['ip-dhcp-range', "<range start='10.77.0.30' end='10.77.0.31'/>", '10.77.0.31'],
    ['portgroup', "<portgroup name='fast'/>", "<portgroup name='fast'"],
    ['dns-host', "<host ip='10.77.0.7'><hostname>db</hostname></host>", '<hostname>db</hostname>'],
    ['dns-txt', "<txt name='a' value='b'/>", "<txt name='a' value='b'/>"],
    ['dns-srv', "<srv service='ldap' protocol='tcp'/>", "service='ldap'"],
  ] as const)('takes updates of %s, live and stored apart', async (section, xml, seen) => {
    await using host = await testHost();
    await using connection = await host.connect();
    const network = await started(connection, networkXml('n1'));
    const names = {
      'ip-dhcp-host': 'ipDhcpHost',
      'ip-dhcp-range': 'ipDhcpRange',
      portgroup: 'portgroup',
      'dns-host': 'dnsHost',
      'dns-txt': 'dnsTxt',
      'dns-srv': 'dnsSrv',
    } as const;
    await network.update('addLast', names[section], -1, xml, { live: true });
    expect(await network.getXMLDesc()).toContain(seen);
    expect(await network.getXMLDesc({ inactive: true })).not.toContain(seen);
    await network.update('addLast', names[section], -1, xml, { config: true });
    await network.update('delete', names[section], -1, xml, { live: true });
    expect(await network.getXMLDesc()).not.toContain(seen);
    expect(await network.getXMLDesc({ inactive: true })).toContain(seen);
  });

  test('carries what programs keep with it, and says when that changes', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const network = await started(connection, networkXml('n1'));
    const changed = host.events.next('networkMetadataChange');
    const uri = 'http://example.org/app';
    await network.setMetadata('element', '<app level="3"/>', { key: 'my', uri, live: true, config: true });
    expect(await changed).toMatchObject({ net: { name: 'n1' }, type: 2, nsuri: uri });
    expect(await network.getMetadata('element', { uri })).toBe('<app level="3"/>');
    expect(await network.getXMLDesc()).toContain(`<my:app xmlns:my="${uri}" level="3"/>`);
    await network.setMetadata('title', 'The net', { live: true });
    expect(await network.getMetadata('title')).toBe('The net');
    await expect(network.getMetadata('title', { config: true })).rejects.toMatchObject({ code: 'NO_NETWORK_METADATA' });
    await network.setMetadata('element', undefined, { uri, live: true });
    await expect(network.getMetadata('element', { uri })).rejects.toMatchObject({ code: 'NO_NETWORK_METADATA' });
    expect(await network.getMetadata('element', { uri, config: true })).toContain('app');
    await expect(network.setMetadata('title', 'two\nlines')).rejects.toMatchObject({ code: 'INVALID_ARG' });
  });
});

describe('leases', () => {
  test('begin and end with guests, and are the same each time', async () => {
    const seen: string[][] = [];
    for (let round = 0; round < 2; round++) {
      await using host = await testHost({ domains: 20 });
      await using connection = await host.connect();
      const network = await connection.networkLookupByName('default');
      const leases = await network.getDHCPLeases();
      seen.push(leases.map(({ address }) => address));
      expect(new Set(leases.map(({ address }) => address)).size).toBe(20);
    }
    expect(seen[0]).toEqual(seen[1]);
  });

  test('tell of address, name and time', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const mac = '52:54:00:AB:00:01';
    const hostEntry = `<host mac='${mac}' name='web' ip='10.77.0.5'><lease expiry='2' unit='hours'/></host>`;
    const network = await started(connection, networkXml('n1', range('10.77.0.10', '10.77.0.20', hostEntry)));
    expect(await network.getDHCPLeases()).toEqual([]);
    const web = await connection.domainCreateXML(guest('web', mac, 'n1'));
    const other = await connection.domainCreateXML(guest('other', '52:54:00:ab:00:02', 'n1'));
    const [lease] = await network.getDHCPLeases({ mac });
    expect(lease).toMatchObject({
      interface: await network.getBridgeName(),
      mac: mac.toLowerCase(),
      address: '10.77.0.5',
      prefix: 24,
      hostname: 'web',
    });
    const all = await network.getDHCPLeases();
    expect(all).toHaveLength(2);
    const before = lease?.expiresAt;
    host.clock.advance('90min');
    const [later] = await network.getDHCPLeases({ mac });
    expect(Number(later?.expiresAt) - Number(before)).toBe(3_600_000);
    await web.destroy();
    expect((await network.getDHCPLeases()).map(each => each.hostname)).toEqual(['otherhost']);
    await network.destroy();
    await network.create();
    expect(await network.getDHCPLeases()).toHaveLength(1);
    await other.destroy();
    expect(await network.getDHCPLeases()).toEqual([]);
  });

  test('are the addresses that guests have, whoever is asked', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const guestOn = await connection.domainLookupByName('test');
    const [lease] = await (await connection.networkLookupByName('default')).getDHCPLeases();
    for (const source of ['lease', 'agent', 'arp'] as const) {
      const [nic] = await guestOn.interfaceAddresses(source);
      expect(nic?.addresses.map(each => each.address)).toEqual([lease?.address]);
    }
    await (await connection.networkLookupByName('default')).destroy();
    expect(await guestOn.interfaceAddresses('lease')).toEqual([]);
  });

  test('are as many as there are addresses', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const network = await started(connection, networkXml('n1', range('10.77.0.10', '10.77.0.12')));
    for (let index = 0; index < 5; index++)
      await connection.domainCreateXML(guest(`g${index}`, `52:54:00:00:00:0${index}`, 'n1'));
    const leases = await network.getDHCPLeases();
    expect(leases.map(({ address }) => address).sort()).toEqual(['10.77.0.10', '10.77.0.11', '10.77.0.12']);
    await (await connection.domainLookupByName(String(leases[0]?.hostname).replace('host', ''))).destroy();
    expect(await network.getDHCPLeases()).toHaveLength(3);
  });

  test('of both families come from a network with both', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const six =
      "<ip family='ipv6' address='fd00::1' prefix='64'><dhcp><range start='fd00::100' end='fd00::1ff'/></dhcp></ip>";
    const network = await started(connection, networkXml('n1', range('10.77.0.10', '10.77.0.20') + six));
    await connection.domainCreateXML(guest('g', '52:54:00:00:00:01', 'n1'));
    const [four, other] = await network.getDHCPLeases();
    expect(four?.address).toMatch(/^10\.77\.0\./);
    expect(other).toMatchObject({ address: expect.stringMatching(/^fd00::1/), prefix: 64 });
  });
});

describe('ports', () => {
  const uuid = '5d744f21-ba4a-4d6e-bdb2-30a35ff3207d';
  const port = (parts = '', id = uuid): string => `<networkport><uuid>${id}</uuid>
    <owner><name>web</name><uuid>42bafb11-773d-4b82-ace7-10a4c9e17eaf</uuid></owner><mac address='52:54:00:00:00:07'/>${parts}
  </networkport>`;

  test('are plugged into the bridge, and count as connections', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const network = await connection.networkDefineXML(networkXml('n1'));
    await expect(network.portCreateXML(port())).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
    await network.create();
    const made = await network.portCreateXML(port("<bandwidth><inbound average='100'/></bandwidth>"));
    expect(made.getUUIDString()).toBe(uuid);
    expect(await made.getXMLDesc()).toContain("<plug type='network' bridge='virbr1'/>");
    expect((await network.listAllPorts()).map(each => each.getUUIDString())).toEqual([uuid]);
    expect(await network.getXMLDesc()).toContain("<network connections='1'>");
    expect(await network.getXMLDesc({ inactive: true })).not.toContain('connections');
    await expect(network.portCreateXML(port())).rejects.toMatchObject({ code: 'NETWORK_PORT_EXIST' });
    await (await network.portLookupByUUIDString(uuid)).delete();
    await expect(network.portLookupByUUIDString(uuid)).rejects.toMatchObject({ code: 'NO_NETWORK_PORT' });
    await network.portCreateXML(port());
    await network.destroy();
    await network.create();
    expect(await network.listAllPorts()).toEqual([]);
  });

  test('that are there already are reclaimed', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const network = await connection.networkLookupByName('default');
    const plug = "<plug type='bridge' bridge='virbr0'/>";
    await expect(network.portCreateXML(port(plug))).rejects.toMatchObject({ code: 'INVALID_ARG' });
    await expect(network.portCreateXML(port(), { reclaim: true })).rejects.toMatchObject({ code: 'INVALID_ARG' });
    expect(await (await network.portCreateXML(port(plug), { reclaim: true })).getXMLDesc()).toContain(plug);
    const nameless = port().replace(`<uuid>${uuid}</uuid>`, '');
    await expect(network.portCreateXML(nameless)).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
  });

  test('have limits that can be changed', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const network = await connection.networkLookupByName('default');
    const made = await network.portCreateXML(port());
    expect(await made.getParameters()).toEqual({});
    await made.setParameters({ inAverage: 1000, inPeak: 2000, outAverage: 10 });
    expect(await made.getParameters()).toEqual({
      inAverage: 1000,
      inPeak: 2000,
      inFloor: 0,
      inBurst: 0,
      outAverage: 10,
      outPeak: 0,
      outBurst: 0,
    });
    await made.setParameters({ outAverage: 0 });
    expect(await made.getXMLDesc()).toContain("<inbound average='1000' peak='2000'/>");
    expect(await made.getXMLDesc()).not.toContain('outbound');
  });

  test('share the devices of a direct network', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const forward = (mode: string): string =>
      `<network><name>${mode}</name><forward mode='${mode}'><interface dev='eth1'/><interface dev='eth2'/></forward></network>`;
    const ids = ['0', '1', '2'].map(digit => uuid.slice(0, -1) + digit);
    const shared = await started(connection, forward('private'));
    for (const id of ids) await shared.portCreateXML(port('', id));
    const devices = await Promise.all(
      (await shared.listAllPorts()).map(async each => /dev='(\w+)'/.exec(await each.getXMLDesc())?.[1]),
    );
    expect(devices).toEqual(['eth1', 'eth2', 'eth1']);
    const alone = await started(connection, forward('passthrough'));
    await alone.portCreateXML(port('', ids[0]));
    await alone.portCreateXML(port('', ids[1]));
    await expect(alone.portCreateXML(port('', ids[2]))).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
  });

  test('have the settings of their port group', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const groups = "<portgroup name='slow' default='yes'><bandwidth><inbound average='7'/></bandwidth></portgroup>";
    const network = await started(connection, networkXml('n1', range('10.77.0.10', '10.77.0.20') + groups));
    expect(await (await network.portCreateXML(port())).getParameters()).toMatchObject({ inAverage: 7 });
  });
});
