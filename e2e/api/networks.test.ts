import { type Connection, type Network, open } from '@tsvirt/core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type ApiHost, completeMissing, guestXml, onEachDaemon } from './api-host.js';

const networkXml = `<network><name>lan</name><bridge name='lanbr0'/><mac address='52:54:00:00:00:01'/>
  <ip address='192.0.2.1' netmask='255.255.255.0'><dhcp><range start='192.0.2.100' end='192.0.2.200'/>
    <host mac='52:54:00:00:00:05' name='five' ip='192.0.2.5'/></dhcp></ip></network>`;

const ownerXml = '<owner><name>web</name><uuid>a2d2c1b3-40a0-4ea2-8f1c-0c1ed7b1c101</uuid></owner>';

onEachDaemon(
  'networks and filters through the API',
  daemon => {
    let host: ApiHost;
    let connection: Connection;
    let network: Network;

    beforeAll(async () => {
      host = await daemon.start();
      connection = await open(host.uri(daemon.complete), { timeoutMs: 30_000 });
      network = await connection.networkDefineXML(networkXml);
    });
    afterEach(async () => {
      if (await network.isActive()) await network.destroy();
    });
    afterAll(async () => {
      await connection?.close();
      await host?.[Symbol.asyncDispose]();
    });

    test('a network is defined, starts and ends, and is told of in order', async () => {
      await using events = await connection.events('networkLifecycle');
      const other = await connection.networkDefineXML("<network><name>other</name><bridge name='otherbr0'/></network>");
      expect([await other.isActive(), await other.isPersistent(), await other.getAutostart()]).toEqual([
        false,
        true,
        false,
      ]);
      await other.setAutostart(true);
      expect(await other.getAutostart()).toBe(true);
      await other.create();
      expect(await other.getBridgeName()).toBe('otherbr0');
      await expect(other.create()).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
      expect(await connection.listNetworks()).toContain('other');
      await other.undefine();
      expect(await other.isPersistent()).toBe(false);
      await other.destroy();
      await expect(other.isActive()).rejects.toMatchObject({ code: 'NO_NETWORK' });
      const seen: string[] = [];
      for await (const { event } of events) {
        seen.push(event);
        if (event === 'stopped') break;
      }
      expect(seen).toEqual(['defined', 'started', 'undefined', 'stopped']);
    });

    test('a network that is not stored is gone when it ends', async () => {
      const made = await connection.networkCreateXML("<network><name>made</name><bridge name='madebr0'/></network>");
      expect([await made.isActive(), await made.isPersistent()]).toEqual([true, false]);
      await expect(made.setAutostart(true)).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
      await made.destroy();
      await expect(connection.networkLookupByName('made')).rejects.toMatchObject({ code: 'NO_NETWORK' });
    });

    test('sections are changed while it runs, and as it is stored', async () => {
      await network.create();
      const six = "<host mac='52:54:00:00:00:06' name='six' ip='192.0.2.6'/>";
      await network.update('addLast', 'ipDhcpHost', -1, six, { live: true });
      expect(await network.getXMLDesc()).toContain("ip='192.0.2.6'");
      expect(await network.getXMLDesc({ inactive: true })).not.toContain("ip='192.0.2.6'");
      await expect(network.update('addLast', 'ipDhcpHost', -1, six, { live: true })).rejects.toMatchObject({
        code: 'OPERATION_INVALID',
      });
      await network.update('modify', 'ipDhcpHost', -1, six.replace('192.0.2.6', '192.0.2.7'), { live: true });
      await network.update('delete', 'ipDhcpHost', -1, six.replace('192.0.2.6', '192.0.2.7'), { live: true });
      await network.update('addFirst', 'dnsHost', -1, "<host ip='192.0.2.9'><hostname>nine</hostname></host>", {
        config: true,
      });
      expect(await network.getXMLDesc()).not.toContain('nine');
      expect(await network.getXMLDesc({ inactive: true })).toContain('<hostname>nine</hostname>');
      await network.update('delete', 'dnsHost', -1, "<host ip='192.0.2.9'><hostname>nine</hostname></host>", {
        config: true,
      });
      await expect(network.update('addLast', 'bridge', -1, '<bridge/>', { config: true })).rejects.toMatchObject({
        code: 'OPERATION_UNSUPPORTED',
      });
    });

    test('its ports have owners and limits', async () => {
      await network.create();
      const uuid = 'a51cc1b3-7b0a-4b1e-8f1c-0c1ed7b1c101';
      const port = await network.portCreateXML(
        `<networkport><uuid>${uuid}</uuid>${ownerXml}<mac address='52:54:00:00:00:09'/></networkport>`,
      );
      expect((await network.listAllPorts()).map(one => one.uuid)).toEqual([uuid]);
      expect(await port.getXMLDesc()).toMatch(/<plug type='network' bridge='lanbr0'\/>/);
      await expect(
        network.portCreateXML(
          `<networkport><uuid>${uuid}</uuid>${ownerXml}<mac address='52:54:00:00:00:0a'/></networkport>`,
        ),
      ).rejects.toMatchObject({ code: 'NETWORK_PORT_EXIST' });
      await port.delete();
      await expect(network.portLookupByUUIDString(uuid)).rejects.toMatchObject({ code: 'NO_NETWORK_PORT' });
    });

    // Guests of the mock are in no network, though they have addresses of it.
    test.skipIf(daemon.guestType === 'test')('a guest in it holds a port', async () => {
      await network.create();
      const nic = `<interface type='network'><mac address='52:54:00:00:00:05'/><source network='lan'/><model type='virtio'/></interface>`;
      const guest = await connection.domainDefineXML(guestXml(daemon, 'netted', nic));
      await guest.createWithFlags({ paused: true });
      const [port] = await network.listAllPorts();
      expect(await port?.getXMLDesc()).toContain('<name>netted</name>');
      expect(await guest.getXMLDesc()).toContain(`portid='${port?.uuid}'`);
      await guest.destroy();
      expect(await network.listAllPorts()).toEqual([]);
      await guest.undefine();
    });

    // libvirt knows it since 9.7.
    test.skipIf(daemon.name === 'libvirtd')('title and description are set and told', async () => {
      await network.create();
      await using events = await connection.events('networkMetadataChange');
      await network.setMetadata('title', 'a quiet one', { live: true });
      expect(await network.getMetadata('title', { live: true })).toBe('a quiet one');
      expect((await events.next()).value).toMatchObject({ type: 'title', network: { name: 'lan' } });
      await network.setMetadata('title', undefined, { live: true });
      await expect(network.getMetadata('title')).rejects.toMatchObject({ code: 'NO_NETWORK_METADATA' });
    });

    test('what cannot be is refused', async () => {
      await expect(connection.networkDefineXML('<network/>')).rejects.toMatchObject({ domain: 'NETWORK' });
      await expect(connection.networkDefineXML(networkXml.replace('<name>lan', '<name>twin'))).rejects.toMatchObject({
        code: 'INTERNAL_ERROR',
      });
      await expect(network.destroy()).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
      expect(await network.getDHCPLeases()).toEqual([]);
    });

    test('filters are defined, refer to each other, and are bound to devices', async () => {
      const inner = await connection.nwFilterDefineXML(
        "<filter name='inner' chain='root'><rule action='accept' direction='inout'><all/></rule></filter>",
      );
      const outer = await connection.nwFilterDefineXML(
        `<filter name='outer' chain='root'><uuid>${'b'.repeat(8)}-1111-2222-3333-444455556666</uuid><filterref filter='inner'/></filter>`,
      );
      expect((await connection.listAllNWFilters()).map(({ name }) => name)).toEqual(
        expect.arrayContaining(['inner', 'outer']),
      );
      expect(await outer.getXMLDesc()).toContain("<filterref filter='inner'/>");
      await expect(
        connection.nwFilterDefineXML(
          `<filter name='inner' chain='root'><uuid>${inner.uuid}</uuid><filterref filter='outer'/></filter>`,
        ),
      ).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
      await host.network?.addTap('vnet71');
      const bindingXml = `<filterbinding>${ownerXml}<portdev name='vnet71'/><mac address='52:54:00:00:00:71'/><filterref filter='outer'/></filterbinding>`;
      const binding = await connection.nwFilterBindingCreateXML(bindingXml);
      expect([binding.getPortDev(), binding.getFilterName()]).toEqual(['vnet71', 'outer']);
      expect((await connection.listAllNWFilterBindings()).map(one => one.getPortDev())).toEqual(['vnet71']);
      await expect(connection.nwFilterBindingCreateXML(bindingXml)).rejects.toMatchObject({
        code: 'OPERATION_FAILED',
      });
      await expect(outer.undefine()).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
      await binding.delete();
      await expect(connection.nwFilterBindingLookupByPortDev('vnet71')).rejects.toMatchObject({
        code: 'NO_NWFILTER_BINDING',
      });
      await outer.undefine();
      await inner.undefine();
      await expect(connection.nwFilterLookupByName('inner')).rejects.toMatchObject({ code: 'NO_NWFILTER' });
    });
  },
  completeMissing,
);
