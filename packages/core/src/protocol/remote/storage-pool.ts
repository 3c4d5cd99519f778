import { storagePoolListMax } from '../limits.js';
import { nonnullStoragePool, nonnullStorageVol } from '../objects.js';
import { procedures } from '../procedure.js';
import { optText, text } from '../text.js';
import { array, int, uchar, uhyper, uint, uuid, wireOnly } from '../xdr.js';

/** Storage pools. */
export const storagePool = procedures({
  /** Number of active storage pools. */
  connectNumOfStoragePools: {
    number: 71,
    since: '0.4.1',
    priority: 'high',
    acl: ['connect:search_storage_pools'],
    aclFilter: ['storage_pool:getattr'],
    ret: { num: int },
  },

  /** Names of active storage pools. */
  connectListStoragePools: {
    number: 72,
    since: '0.4.1',
    priority: 'high',
    acl: ['connect:search_storage_pools'],
    aclFilter: ['storage_pool:getattr'],
    args: { maxnames: wireOnly(int) },
    ret: { names: array(text, storagePoolListMax) },
    counted: { rule: 'limit', list: 'names', ask: 'maxnames', max: storagePoolListMax },
  },

  /** Number of storage pools that are defined and not active. */
  connectNumOfDefinedStoragePools: {
    number: 73,
    since: '0.4.1',
    priority: 'high',
    acl: ['connect:search_storage_pools'],
    aclFilter: ['storage_pool:getattr'],
    ret: { num: int },
  },

  /** Names of storage pools that are defined and not active. */
  connectListDefinedStoragePools: {
    number: 74,
    since: '0.4.1',
    priority: 'high',
    acl: ['connect:search_storage_pools'],
    aclFilter: ['storage_pool:getattr'],
    args: { maxnames: wireOnly(int) },
    ret: { names: array(text, storagePoolListMax) },
    counted: { rule: 'limit', list: 'names', ask: 'maxnames', max: storagePoolListMax },
  },

  /**
   * Searches for possible sources of a pool type. `srcSpec` narrows the search (`<source>` XML); null where none is
   * needed. Answers `<sources>` XML.
   */
  connectFindStoragePoolSources: {
    number: 75,
    since: '0.4.5',
    readOnlyDenied: true,
    acl: ['connect:detect_storage_pools'],
    args: { type: text, srcSpec: optText, flags: uint },
    ret: { xml: text },
  },

  /** Starts a storage pool out of its XML; unless defined already it is transient. */
  storagePoolCreateXML: {
    number: 76,
    since: '0.4.1',
    readOnlyDenied: true,
    acl: ['storage_pool:start', 'storage_pool:write'],
    args: { xml: text, flags: uint },
    ret: { pool: nonnullStoragePool },
  },

  /** Stores a storage pool's XML, or replaces what is stored. */
  storagePoolDefineXML: {
    number: 77,
    since: '0.4.1',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['storage_pool:write', 'storage_pool:save'],
    args: { xml: text, flags: uint },
    ret: { pool: nonnullStoragePool },
  },

  /** Starts a defined storage pool. */
  storagePoolCreate: {
    number: 78,
    since: '0.4.1',
    readOnlyDenied: true,
    acl: ['storage_pool:start'],
    args: { pool: nonnullStoragePool, flags: uint },
  },

  /** Makes what the pool needs: directory, file system, partition table, volume group. */
  storagePoolBuild: {
    number: 79,
    since: '0.4.1',
    readOnlyDenied: true,
    acl: ['storage_pool:format'],
    args: { pool: nonnullStoragePool, flags: uint },
  },

  /** Stops a storage pool; its volumes stay where they are. */
  storagePoolDestroy: {
    number: 80,
    since: '0.4.1',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['storage_pool:stop'],
    args: { pool: nonnullStoragePool },
  },

  /** Deletes what the pool is made of. Its volumes are lost. */
  storagePoolDelete: {
    number: 81,
    since: '0.4.1',
    readOnlyDenied: true,
    acl: ['storage_pool:format'],
    args: { pool: nonnullStoragePool, flags: uint },
  },

  /** Removes the stored definition of an inactive pool. */
  storagePoolUndefine: {
    number: 82,
    since: '0.4.1',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['storage_pool:delete'],
    args: { pool: nonnullStoragePool },
  },

  /** Reads the list of volumes anew from the storage. */
  storagePoolRefresh: {
    number: 83,
    since: '0.4.1',
    readOnlyDenied: true,
    acl: ['storage_pool:refresh'],
    args: { pool: nonnullStoragePool, flags: uint },
  },

  /** Finds a storage pool by name. */
  storagePoolLookupByName: {
    number: 84,
    since: '0.4.1',
    priority: 'high',
    acl: ['storage_pool:getattr'],
    args: { name: text },
    ret: { pool: nonnullStoragePool },
  },

  /** Finds a storage pool by UUID. */
  storagePoolLookupByUUID: {
    number: 85,
    since: '0.4.1',
    priority: 'high',
    acl: ['storage_pool:getattr'],
    args: { uuid: uuid },
    ret: { pool: nonnullStoragePool },
  },

  /** Finds the storage pool that a volume lies in. */
  storagePoolLookupByVolume: {
    number: 86,
    since: '0.4.1',
    priority: 'high',
    acl: ['storage_pool:getattr'],
    args: { vol: nonnullStorageVol },
    ret: { pool: nonnullStoragePool },
  },

  /** State (`StoragePoolState`) and size of a pool in bytes. */
  storagePoolGetInfo: {
    number: 87,
    since: '0.4.1',
    priority: 'high',
    acl: ['storage_pool:read'],
    args: { pool: nonnullStoragePool },
    ret: { state: uchar, capacity: uhyper, allocation: uhyper, available: uhyper },
  },

  /** XML of a storage pool. */
  storagePoolGetXMLDesc: {
    number: 88,
    since: '0.4.1',
    priority: 'high',
    acl: ['storage_pool:read'],
    args: { pool: nonnullStoragePool, flags: uint },
    ret: { xml: text },
  },

  /** Whether the pool starts with the host: 1 or 0. */
  storagePoolGetAutostart: {
    number: 89,
    since: '0.4.1',
    priority: 'high',
    acl: ['storage_pool:read'],
    args: { pool: nonnullStoragePool },
    ret: { autostart: int },
  },

  /** Whether the pool starts with the host: 1 or 0. */
  storagePoolSetAutostart: {
    number: 90,
    since: '0.4.1',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['storage_pool:write'],
    args: { pool: nonnullStoragePool, autostart: int },
  },

  /** Whether the pool is active: 1 or 0. */
  storagePoolIsActive: {
    number: 154,
    since: '0.7.3',
    priority: 'high',
    acl: ['storage_pool:read'],
    args: { pool: nonnullStoragePool },
    ret: { active: int },
  },

  /** Whether the pool is defined, hence survives its stop: 1 or 0. */
  storagePoolIsPersistent: {
    number: 155,
    since: '0.7.3',
    priority: 'high',
    acl: ['storage_pool:read'],
    args: { pool: nonnullStoragePool },
    ret: { persistent: int },
  },

  /** Storage pools of all states; `flags` (`ConnectListAllStoragePoolsFlags`) narrow the list. */
  connectListAllStoragePools: {
    number: 281,
    since: '0.10.2',
    priority: 'high',
    acl: ['connect:search_storage_pools'],
    aclFilter: ['storage_pool:getattr'],
    args: { needResults: wireOnly(int), flags: uint },
    ret: { pools: array(nonnullStoragePool, storagePoolListMax), ret: wireOnly(uint) },
    counted: { rule: 'results', list: 'pools', ask: 'needResults', count: 'ret' },
  },

  /** Finds the pool whose volumes lie in that directory. */
  storagePoolLookupByTargetPath: {
    number: 391,
    since: '4.1.0',
    priority: 'high',
    acl: ['storage_pool:getattr'],
    args: { path: text },
    ret: { pool: nonnullStoragePool },
  },

  /** XML document of the pool types that the host can have. */
  connectGetStoragePoolCapabilities: {
    number: 403,
    since: '5.2.0',
    acl: ['connect:read'],
    args: { flags: uint },
    ret: { capabilities: text },
  },
});
