import { type ErrorCode, VirtError } from '@tsvirt/util';
import type { StorageAuth } from './auth.js';
import type { PoolAdapter } from './pool-adapter.js';
import type { StoragePool } from './pool.js';
import { poolTypes } from './pool-types.js';

function poolFault(detail: string, code: ErrorCode = 'XML_ERROR'): VirtError {
  return new VirtError(code, 'STORAGE', detail);
}

/**
 * Checks that a storage pool's document has what its type needs.
 * @throws XML_ERROR, CONFIG_UNSUPPORTED, NO_SUPPORT
 */
export function validateStoragePool(pool: StoragePool): void {
  const { source, type } = pool;
  const facts = poolTypes[type];
  const needs = new Set(facts.source);
  if (source.auth !== undefined) validateAuth(source.auth);
  const { format } = source;
  if (format !== undefined && facts.formats !== undefined && !facts.formats.includes(format)) {
    throw poolFault(`unknown pool format type ${format}`, 'CONFIG_UNSUPPORTED');
  }
  if (
    source.protocolVersion !== undefined &&
    type === 'netfs' &&
    format !== undefined &&
    format !== 'nfs' &&
    format !== 'auto'
  ) {
    throw poolFault(`storage pool protocol ver unsupported for pool type '${format}'`, 'CONFIG_UNSUPPORTED');
  }
  if (pool.name?.includes('/')) throw poolFault(`name ${pool.name} cannot contain '/'`);
  if (pool.name === undefined && !(needs.has('name') && source.name !== undefined)) {
    throw poolFault('missing pool source name element');
  }
  if (needs.has('hosts') && source.hosts.length === 0) throw poolFault('missing storage pool source host name');
  if (needs.has('dir') && source.dir === undefined && type !== 'gluster') {
    throw poolFault('missing storage pool source path');
  }
  if (needs.has('adapter')) validateAdapter(source.adapter);
  // A pool of LUNs is found by its target, which the devices of older documents name.
  const named = needs.has('name') || needs.has('initiatorIqn');
  if (needs.has('devices') && !named && source.devices.length === 0) {
    throw poolFault('missing storage pool source device name');
  }
  if (type === 'rbd' && source.name === undefined) throw poolFault("element 'name' is mandatory for RBD pool");
  if (type === 'iscsi-direct' && source.initiatorIqn === undefined) {
    throw poolFault('missing initiator IQN', 'CONFIG_UNSUPPORTED');
  }
  if (facts.remote !== true && facts.targetBelow === undefined && pool.target?.path === undefined) {
    throw poolFault('missing storage pool target path');
  }
  if (pool.cow !== undefined && type !== 'dir' && type !== 'fs') {
    throw poolFault("cow feature may only be used for 'fs' and 'dir' pools", 'NO_SUPPORT');
  }
}

function validateAuth(auth: StorageAuth): void {
  if (auth.type !== 'chap' && auth.type !== 'ceph') {
    const what = auth.type === undefined ? 'missing auth type' : `unknown auth type '${auth.type}'`;
    throw poolFault(`storage pool: ${what}: expected 'chap' or 'ceph'`, 'CONFIG_UNSUPPORTED');
  }
  const { uuid, usage } = auth.secret;
  if ((uuid === undefined) === (usage === undefined)) {
    throw new VirtError('XML_ERROR', 'NONE', 'expected either the uuid or the usage of a secret');
  }
}

function validateAdapter(adapter: PoolAdapter | undefined): void {
  if (adapter === undefined) throw poolFault('missing storage pool source adapter');
  if (adapter.type === 'scsi_host') {
    if ((adapter.name === undefined) === (adapter.parentAddress === undefined)) {
      throw poolFault("either a name or a parent address must be given for the 'scsi_host' adapter");
    }
    return;
  }
  const { wwnn, wwpn, parentWwnn, parentWwpn } = adapter;
  for (const wwn of [wwnn, wwpn, parentWwnn, parentWwpn, adapter.parentFabricWwn]) {
    if (wwn !== undefined && !/^(?:0x)?[0-9a-fA-F]{16}$/.test(wwn)) {
      throw new VirtError('INTERNAL_ERROR', 'NONE', `Malformed wwn: ${wwn}`);
    }
  }
  if (wwnn === undefined || wwpn === undefined) {
    throw poolFault("'wwnn' and 'wwpn' must be specified for adapter type 'fc_host'");
  }
  if ((parentWwnn === undefined) !== (parentWwpn === undefined)) {
    throw poolFault('parent_wwnn and parent_wwpn must be provided together');
  }
}
