import { expect, test } from 'vitest';
import { testHost } from '../src/testing/index.js';

const gpu = 'pci_0000_00_02_0';
const card = 'pci_0000_00_03_0';
const spare = 'pci_0000_00_04_0';
const uuid = 'c60cc60c-c60c-c60c-c60c-c60cc60cc60c';
const mdevName = 'mdev_c60cc60c_c60c_c60c_c60c_c60cc60cc60c_0000_00_02_0';
const mdev = (parts = '', type = 'i915-GVTg_V5_4'): string =>
  `<device><parent>${gpu}</parent><capability type='mdev'><type id='${type}'/>${parts}</capability></device>`;
const named = mdev(`<uuid>${uuid}</uuid>`);

test('a mediated device is defined, started, stopped and undefined, and clients hear of it', async () => {
  await using host = await testHost();
  await using connection = await host.connect();
  const heard: string[] = [];
  await connection.on('nodeDeviceLifecycle', ({ event }) => void heard.push(event));
  const device = await connection.nodeDeviceDefineXML(named);
  expect(device.name).toBe(mdevName);
  expect([await device.isActive(), await device.isPersistent()]).toEqual([false, true]);
  expect(await device.getAutostart()).toBe(false);
  await device.setAutostart(true);
  await device.create();
  await expect(device.create()).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
  expect([await device.isActive(), await device.getAutostart()]).toEqual([true, true]);
  expect(await device.getXMLDesc()).toContain('<parent_addr>0000:00:02.0</parent_addr>');
  expect(await device.getXMLDesc()).toContain("<iommuGroup number='100'/>");
  expect(await device.listCaps()).toEqual(['mdev']);
  await device.destroy();
  await expect(device.destroy()).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
  expect(await device.isActive()).toBe(false);
  await device.create();
  await device.undefine();
  expect([await device.isActive(), await device.isPersistent()]).toEqual([true, false]);
  await expect(device.undefine()).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
  await expect(device.setAutostart(true)).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
  await device.destroy();
  await expect(connection.nodeDeviceLookupByName(mdevName)).rejects.toMatchObject({ code: 'NO_NODE_DEVICE' });
  expect(heard).toEqual(['defined', 'created', 'deleted', 'created', 'undefined', 'deleted']);
});

test('a device gives as many mediated ones as it has', async () => {
  await using host = await testHost();
  await using connection = await host.connect();
  const parent = await connection.nodeDeviceLookupByName(gpu);
  const left = async (): Promise<string[]> =>
    Array.from((await parent.getXMLDesc()).matchAll(/<availableInstances>(\d+)/g), ([, count]) => count ?? '');
  expect(await left()).toEqual(['2', '4']);
  await connection.nodeDeviceCreateXML(named);
  await expect(connection.nodeDeviceCreateXML(named)).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
  const other = await connection.nodeDeviceCreateXML(mdev());
  expect(await left()).toEqual(['0', '4']);
  await expect(connection.nodeDeviceCreateXML(mdev())).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
  await other.destroy();
  expect(await left()).toEqual(['1', '4']);
  await expect(connection.nodeDeviceCreateXML(mdev('', 'nvidia-11'))).rejects.toMatchObject({ code: 'INVALID_ARG' });
  const orphan = named.replace(gpu, 'pci_0000_00_1f_0');
  await expect(connection.nodeDeviceDefineXML(orphan)).rejects.toMatchObject({ code: 'NO_NODE_DEVICE' });
  await expect(connection.nodeDeviceDefineXML(await parent.getXMLDesc())).rejects.toMatchObject({
    code: 'INTERNAL_ERROR',
  });
});

test('lists tell defined devices from those that are there', async () => {
  await using host = await testHost();
  await using connection = await host.connect();
  await connection.nodeDeviceDefineXML(named);
  const names = async (options: Parameters<typeof connection.listAllNodeDevices>[0]): Promise<string[]> =>
    (await connection.listAllNodeDevices(options)).map(({ name }) => name);
  expect(await names({ inactive: true })).toEqual([mdevName]);
  expect(await names({ capMdev: true, active: true })).toEqual([]);
  expect(await names({ capMdev: true })).toEqual([mdevName]);
  expect(await names({ persistent: true })).toEqual([mdevName]);
  expect(await names({ capMdevTypes: true })).toEqual([gpu]);
  expect(await names({ capPciDev: true, transient: true })).toEqual([gpu, card, spare]);
  expect(await connection.nodeListDevices('mdev')).toEqual([]);
  expect(await connection.nodeNumOfDevices('pci')).toBe(3);
});

test('settings of a mediated device change for now or for later', async () => {
  await using host = await testHost();
  await using connection = await host.connect();
  const device = await connection.nodeDeviceDefineXML(named);
  await device.create();
  const updated = host.events.next('nodeDeviceUpdate');
  const change = mdev(`<uuid>${uuid}</uuid><attr name='assign' value='1'/>`);
  const { nodeDeviceUpdate } = connection.call;
  await nodeDeviceUpdate({ name: mdevName, xmlDesc: change, flags: 2 });
  expect((await updated).dev.name).toBe(mdevName);
  expect(await device.getXMLDesc()).not.toContain('assign');
  expect(await device.getXMLDesc({ inactive: true })).toContain("<attr name='assign' value='1'/>");
  await nodeDeviceUpdate({ name: mdevName, xmlDesc: change, flags: 1 });
  expect(await device.getXMLDesc()).toContain('assign');
  const other = mdev(`<uuid>${uuid}</uuid>`, 'i915-GVTg_V5_8');
  await expect(nodeDeviceUpdate({ name: mdevName, xmlDesc: other, flags: 0 })).rejects.toMatchObject({
    code: 'OPERATION_INVALID',
  });
});

test('a PCI device goes to guests and comes back', async () => {
  await using host = await testHost();
  await using connection = await host.connect();
  const device = await connection.nodeDeviceLookupByName(card);
  const driver = async (): Promise<string | undefined> =>
    /<driver>\s*<name>(.*)<\/name>/.exec(await device.getXMLDesc())?.[1];
  expect(await driver()).toBe('e1000e');
  const updated = host.events.next('nodeDeviceUpdate');
  await device.dettach();
  expect((await updated).dev.name).toBe(card);
  expect(await driver()).toBe('vfio-pci');
  await device.reset();
  await device.reAttach();
  expect(await driver()).toBe('e1000e');
  await device.detachFlags({ driverName: 'vfio' });
  await device.reAttach();
  await expect(device.detachFlags({ driverName: 'magic' })).rejects.toMatchObject({ code: 'INVALID_ARG' });
  const free = await connection.nodeDeviceLookupByName(spare);
  await free.dettach();
  await free.reAttach();
  expect(await free.getXMLDesc()).not.toContain('<driver>');
  const computer = await connection.nodeDeviceLookupByName('computer');
  await expect(computer.dettach()).rejects.toMatchObject({ code: 'INVALID_ARG' });
  await expect(computer.getAutostart()).rejects.toMatchObject({ code: 'OPERATION_UNSUPPORTED' });
});

test('a device that a guest has is not taken away', async () => {
  await using host = await testHost();
  await using connection = await host.connect();
  const xml = `<domain type='test'><name>g</name><memory>1024</memory><os><type>hvm</type></os><devices>
    <hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0' bus='0' slot='3' function='0'/></source></hostdev>
  </devices></domain>`;
  const guest = await connection.domainCreateXML(xml);
  const device = await connection.nodeDeviceLookupByName(card);
  await expect(device.reset()).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
  await expect(device.dettach()).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
  await guest.destroy();
  await device.reset();
});

test('adapters are found by their names in the world, and made as before', async () => {
  await using host = await testHost();
  await using connection = await host.connect();
  const adapter = await connection.nodeDeviceLookupSCSIHostByWWN('2000000056785678', '1000000056785678');
  expect(adapter.name).toBe('scsi_host2');
  await expect(connection.nodeDeviceLookupSCSIHostByWWN('2000000056785678', '0')).rejects.toMatchObject({
    code: 'NO_NODE_DEVICE',
  });
  const wish = `<device><parent>scsi_host1</parent><capability type='scsi_host'><capability type='fc_host'>
    <wwnn>2000000000000001</wwnn><wwpn>1000000000000001</wwpn></capability></capability></device>`;
  const made = await connection.nodeDeviceCreateXML(wish);
  expect((await connection.nodeDeviceLookupSCSIHostByWWN('2000000000000001', '1000000000000001')).name).toBe(made.name);
  await made.destroy();
});
