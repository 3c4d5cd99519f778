import { expect, test } from 'vitest';
import { openTest } from './test-connection.js';

const pool = (type: string, name: string, source: string, path = '/t'): string =>
  `<pool type='${type}'><name>${name}</name><source>${source}</source><target><path>${path}</path></target></pool>`;
const host = (name: string, port = ''): string => `<host name='${name}'${port === '' ? '' : ` port='${port}'`}/>`;
const device = (path: string): string => `<device path='${path}'/>`;
const adapter = (name: string): string => `<adapter type='scsi_host' name='${name}'/>`;
const port = (wwn: string, parent: string): string =>
  `<adapter type='fc_host' parent='${parent}' wwnn='20000000c9831b${wwn}' wwpn='10000000c9831b${wwn}'/>`;
const initiator = `<initiator><iqn name='iqn.i'/></initiator>`;

test.each([
  ['a folder', ['dir', '', '/t'], ['dir', '', '/t']],
  ['a device, whatever is made of it', ['logical', device('/a') + device('/b'), '/l'], ['disk', device('/b'), '/d']],
  ['a share', ['netfs', `${host('h', '5')}<dir path='/d'/>`, '/t'], ['netfs', `${host('h')}<dir path='/d'/>`, '/u']],
  ['a target of any server', ['iscsi', host('h') + device('iqn'), '/t'], ['iscsi', host('g') + device('iqn'), '/t']],
  ['an adapter', ['scsi', adapter('scsi_host1'), '/t'], ['scsi', adapter('host1'), '/t']],
  ['the adapter of a port', ['scsi', port('4b', 'scsi_host1'), '/t'], ['scsi', adapter('scsi_host1'), '/t']],
  ['a port', ['scsi', port('4b', 'scsi_host1'), '/t'], ['scsi', port('4b', 'scsi_host2'), '/t']],
  ['what has several paths', ['mpath', '', '/m'], ['mpath', '', '/n']],
] as const)('%s is one pool alone', async (_, [type, source, path], [otherType, otherSource, otherPath]) => {
  const { call } = await openTest();
  const { pool: first } = await call.storagePoolDefineXML({ xml: pool(type, 'a', source, path), flags: 0 });
  const xml = pool(otherType, 'b', otherSource, otherPath);
  await expect(call.storagePoolDefineXML({ xml, flags: 0 })).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
  await expect(call.storagePoolCreateXML({ xml, flags: 0 })).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
  await call.storagePoolDefineXML({ ...(await call.storagePoolGetXMLDesc({ pool: first, flags: 0 })), flags: 0 });
});

test.each([
  [
    'other ports of a server',
    ['netfs', `${host('h')}<dir path='/d'/>`],
    ['netfs', `${host('h', '5')}<dir path='/d'/>`],
  ],
  ['other initiators', ['iscsi', host('h') + device('iqn')], ['iscsi', host('h') + device('iqn') + initiator]],
  ['other adapters', ['scsi', adapter('scsi_host1')], ['scsi', adapter('scsi_host2')]],
  ['pools of a cluster', ['rbd', `${host('h')}<name>v</name>`], ['rbd', `${host('h')}<name>v</name>`]],
] as const)('%s are pools beside each other', async (_, [type, source], [otherType, otherSource]) => {
  const { call } = await openTest();
  await call.storagePoolDefineXML({ xml: pool(type, 'a', source), flags: 0 });
  await call.storagePoolDefineXML({ xml: pool(otherType, 'b', otherSource), flags: 0 });
});
