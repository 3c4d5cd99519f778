import { poolTypes } from '@tsvirt/conf/storage';
import { VirtError } from '@tsvirt/util';
import { XmlWriter } from '@tsvirt/util/xml';
import { childAttribute, readDocument } from '../host/document.js';

/**
 * What the mock host offers to make pools of: two volume groups, and a share on every server asked.
 * @throws VirtError INVALID_ARG without a server to ask; NO_SUPPORT and INTERNAL_ERROR for other types of pools
 */
export function findPoolSources(type: string, specification: string | null): string {
  if (type === 'dir') throw new VirtError('INTERNAL_ERROR', 'TEST', `unknown storage pool type ${type}`);
  const source =
    specification === null
      ? undefined
      : readDocument(specification, 'source', 'STORAGE', 'storage_source_specification');
  if (source !== undefined && !Object.hasOwn(poolTypes, type))
    throw new VirtError('INTERNAL_ERROR', 'STORAGE', `missing backend for pool type ${type}`);
  const xml = new XmlWriter().open('sources');
  switch (type) {
    case 'logical':
      for (const number of [1, 2]) {
        xml
          .open('source')
          .open('device')
          .attribute('path', `/dev/sda${19 + number}`)
          .close();
        xml.leaf('name', `testvg${number}`).open('format').attribute('type', 'lvm2').close().close();
      }
      break;
    case 'netfs': {
      const name = source === undefined ? undefined : childAttribute(source, 'host', 'name');
      if (name === undefined)
        throw new VirtError('INVALID_ARG', 'TEST', 'hostname must be specified for netfs sources');
      xml.open('source').open('host').attribute('name', name).close();
      xml.open('dir').attribute('path', '/testshare').close().open('format').attribute('type', 'nfs').close().close();
      break;
    }
    default:
      throw new VirtError('NO_SUPPORT', 'TEST', `pool type '${type}' does not support source discovery`);
  }
  return xml.close().toString();
}
