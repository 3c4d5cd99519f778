import { NetworkUpdateCommand, NetworkUpdateFlags, NetworkUpdateSection } from '@tsvirt/core/protocol';
import { expect, test } from 'vitest';
import { openTest } from './test-connection.js';

const document = `<network><name>n</name><uuid>2d5cdc64-8a36-4f1a-9a6d-64d6b2b2c001</uuid>
  <ip address='10.1.0.1' prefix='24'><dhcp><range start='10.1.0.2' end='10.1.0.99'/></dhcp></ip></network>`;

/** A network of the plain mock, defined and started. */
async function running() {
  const { call } = await openTest();
  const { net } = await call.networkDefineXML({ xml: document });
  await call.networkCreate({ net });
  return {
    call,
    net,
    add: (ip: string, flags: number) =>
      call.networkUpdate({
        net,
        command: NetworkUpdateCommand.addLast,
        section: NetworkUpdateSection.ipDhcpHost,
        parentIndex: -1,
        xml: `<host mac='52:54:00:00:01:${ip.slice(-2)}' ip='${ip}'/>`,
        flags,
      }),
    addresses: async () => (await call.networkGetXMLDesc({ net, flags: 0 })).xml.match(/(?<= ip=')[^']+/g) ?? [],
  };
}

test('a stopped network keeps what was changed while it ran', async () => {
  const { call, net, add, addresses } = await running();
  await add('10.1.0.10', NetworkUpdateFlags.live);
  await call.networkDestroy({ net });
  expect(await addresses()).toEqual(['10.1.0.10']);
});

test('what was stored while a network ran is seen when it is changed next', async () => {
  const { call, net, add, addresses } = await running();
  await add('10.1.0.10', NetworkUpdateFlags.config);
  await call.networkDestroy({ net });
  expect(await addresses()).toEqual([]);
  await add('10.1.0.11', NetworkUpdateFlags.config);
  expect(await addresses()).toEqual(['10.1.0.10', '10.1.0.11']);
});

test('a network that is stopped is what it is defined as', async () => {
  const { call, net, add, addresses } = await running();
  await add('10.1.0.10', NetworkUpdateFlags.config);
  await call.networkDestroy({ net });
  await call.networkDefineXML({ xml: document });
  await add('10.1.0.11', 0);
  expect(await addresses()).toEqual(['10.1.0.11']);
});

test('a network that was created from another document than its own goes on with that', async () => {
  const { call, net } = await running();
  await call.networkDestroy({ net });
  await call.networkCreateXML({ xml: document.replace('10.1.0.99', '10.1.0.50') });
  await call.networkDestroy({ net });
  expect((await call.networkGetXMLDesc({ net, flags: 0 })).xml).toContain('10.1.0.50');
});
