import { DomainState } from '@tsvirt/core/protocol';
import { expect, test } from 'vitest';
import { openTest } from './test-connection.js';

test('the default host has one running domain, shown as libvirt shows it', async () => {
  const { call } = await openTest();
  const { dom } = await call.domainLookupByName({ name: 'test' });
  expect(dom).toEqual({ name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 });
  expect(await call.domainGetState({ dom, flags: 0 })).toEqual({ state: DomainState.running, reason: 0 });
  const { xml } = await call.domainGetXMLDesc({ dom, flags: 0 });
  expect(xml).toMatchSnapshot();
});

test('networks, pools, interfaces and devices of the default host', async () => {
  const { call } = await openTest();
  const { net } = await call.networkLookupByName({ name: 'default' });
  expect((await call.networkGetXMLDesc({ net, flags: 0 })).xml).toMatchSnapshot();
  const { pool } = await call.storagePoolLookupByName({ name: 'default-pool' });
  expect((await call.storagePoolGetXMLDesc({ pool, flags: 0 })).xml).toMatchSnapshot();
  const { iface } = await call.interfaceLookupByName({ name: 'eth1' });
  expect((await call.interfaceGetXMLDesc({ iface, flags: 0 })).xml).toMatchSnapshot();
  const { devices } = await call.connectListAllNodeDevices({ flags: 0 });
  expect(devices.map(({ name }) => name)).toEqual(['computer', 'scsi_host1', 'scsi_host2', 'scsi_host11']);
  expect((await call.nodeDeviceGetXMLDesc({ name: 'scsi_host1', flags: 0 })).xml).toMatchSnapshot();
  expect((await call.connectGetCapabilities({})).capabilities).toMatchSnapshot();
});
