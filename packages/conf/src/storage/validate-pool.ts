import type { ErrorCode, VirtError } from '@tsvirt/util';
import { asRead, type Judgements } from '../judged.js';
import { placed, type PropertyName, valueFault } from '../kernel/index.js';
import type { StorageAuth } from './auth.js';
import { secretChoice } from './secret-choice.js';
import type { PoolSource } from './pool-source.js';
import type { StoragePool } from './pool.js';
import { poolTypes } from './pool-types.js';

function poolFault<T extends object>(
  [holder, key]: readonly [holder: T, key?: PropertyName<T>],
  detail: string,
  code: ErrorCode = 'XML_ERROR',
): VirtError {
  return valueFault([code, 'STORAGE'], detail, holder, key);
}

/**
 * Checks that a storage pool's document has what its type needs.
 * @throws XML_ERROR, CONFIG_UNSUPPORTED, NO_SUPPORT
 */
export function validateStoragePool(pool: StoragePool): void {
  placed(pool, () => validate(pool));
}

function validate(pool: StoragePool): void {
  const { source, type } = pool;
  const facts = poolTypes[type];
  const needs = new Set(facts.source);
  if (source.auth !== undefined) validateAuth(source.auth);
  const { format } = source;
  if (format !== undefined && facts.formats !== undefined && !facts.formats.includes(format)) {
    throw poolFault([source, 'format'], `unknown pool format type ${format}`, 'CONFIG_UNSUPPORTED');
  }
  if (
    source.protocolVersion !== undefined &&
    type === 'netfs' &&
    format !== undefined &&
    format !== 'nfs' &&
    format !== 'auto'
  ) {
    const detail = `storage pool protocol ver unsupported for pool type '${format}'`;
    throw poolFault([source, 'protocolVersion'], detail, 'CONFIG_UNSUPPORTED');
  }
  const name = pool.name ?? (needs.has('name') ? source.name : undefined);
  if (name?.includes('/')) throw poolFault([pool, 'name'], `name ${name} cannot contain '/'`);
  if (pool.name === undefined && !(needs.has('name') && source.name !== undefined)) {
    throw poolFault([pool, 'source'], 'missing pool source name element');
  }
  validateCow(pool);
  if (needs.has('hosts') && source.hosts.length === 0) {
    throw poolFault([pool, 'source'], 'missing storage pool source host name');
  }
  if (needs.has('dir') && source.dir === undefined && type !== 'gluster') {
    throw poolFault([pool, 'source'], 'missing storage pool source path');
  }
  if (needs.has('adapter')) validateAdapter(source);
  // A pool of LUNs is found by its target, which the devices of older documents name.
  const named = needs.has('name') || needs.has('initiatorIqn');
  if (needs.has('devices') && !named && source.devices.length === 0) {
    throw poolFault([pool, 'source'], 'missing storage pool source device name');
  }
  if (type === 'rbd' && source.name === undefined) {
    throw poolFault([pool, 'source'], "element 'name' is mandatory for RBD pool");
  }
  if (type === 'iscsi-direct' && source.initiatorIqn === undefined) {
    throw poolFault([pool, 'source'], 'missing initiator IQN', 'CONFIG_UNSUPPORTED');
  }
  if (facts.remote !== true && facts.targetBelow === undefined && pool.target?.path === undefined) {
    throw poolFault([pool, 'target'], 'missing storage pool target path');
  }
}

/** Checks that the pool can do what it is asked for. */
function validateCow(pool: Partial<StoragePool>): void {
  if (pool.cow === undefined || pool.type === 'dir' || pool.type === 'fs') return;
  throw poolFault([pool, 'cow'], "cow feature may only be used for 'fs' and 'dir' pools", 'NO_SUPPORT');
}

/** What can be wrong with parts of a pool before others are looked at, in libvirt's order. */
export const poolJudgements: Judgements<StoragePool> = {
  type: asRead,
  source: asRead,
  name: asRead,
  uuid: asRead,
  cow: (_, pool) => validateCow(pool),
};

function validateAuth(auth: StorageAuth): void {
  if (auth.type === undefined || auth.type === 'none') {
    const what = "storage pool: missing auth type: expected 'chap' or 'ceph'";
    throw poolFault([auth, 'type'], what, 'CONFIG_UNSUPPORTED');
  }
  const finding = secretChoice(auth.secret);
  if (finding !== undefined) throw valueFault(['XML_ERROR', 'NONE'], finding.what, auth.secret);
}

function validateAdapter(source: PoolSource): void {
  const { adapter } = source;
  if (adapter === undefined) throw poolFault([source], 'missing storage pool source adapter');
  if (adapter.type === 'scsi_host') {
    if ((adapter.name === undefined) === (adapter.parentAddress === undefined)) {
      throw poolFault([adapter], "either a name or a parent address must be given for the 'scsi_host' adapter");
    }
    return;
  }
  const { wwnn, wwpn, parentWwnn, parentWwpn } = adapter;
  for (const key of ['wwnn', 'wwpn', 'parentWwnn', 'parentWwpn', 'parentFabricWwn'] as const) {
    const wwn = adapter[key];
    if (wwn !== undefined && !/^(?:0x)?[0-9a-fA-F]{16}$/.test(wwn)) {
      throw valueFault(['INTERNAL_ERROR', 'NONE'], `Malformed wwn: ${wwn}`, adapter, key);
    }
  }
  if (wwnn === undefined || wwpn === undefined) {
    throw poolFault([adapter], "'wwnn' and 'wwpn' must be specified for adapter type 'fc_host'");
  }
  if ((parentWwnn === undefined) !== (parentWwpn === undefined)) {
    throw poolFault([adapter], 'parent_wwnn and parent_wwpn must be provided together');
  }
}
