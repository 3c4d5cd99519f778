import { StorageVolDownloadFlags, StorageVolUploadFlags } from '../enums/index.js';
import { storageVolListMax } from '../limits.js';
import { nonnullStoragePool, nonnullStorageVol } from '../objects.js';
import { procedures } from '../procedure.js';
import { text } from '../text.js';
import { array, char, int, uhyper, uint, wireOnly } from '../xdr.js';

/** Volumes in storage pools. */
export const storageVol = procedures({
  /** Number of volumes in an active pool. */
  storagePoolNumOfVolumes: {
    number: 91,
    since: '0.4.1',
    priority: 'high',
    acl: ['storage_pool:search_storage_vols'],
    aclFilter: ['storage_vol:getattr'],
    args: { pool: nonnullStoragePool },
    ret: { num: int },
  },

  /** Names of the volumes in an active pool. */
  storagePoolListVolumes: {
    number: 92,
    since: '0.4.1',
    priority: 'high',
    acl: ['storage_pool:search_storage_vols'],
    aclFilter: ['storage_vol:getattr'],
    args: { pool: nonnullStoragePool, maxnames: wireOnly(int) },
    ret: { names: array(text, storageVolListMax) },
    counted: { rule: 'limit', list: 'names', ask: 'maxnames', max: storageVolListMax },
  },

  /** Makes a volume out of its XML. */
  storageVolCreateXML: {
    number: 93,
    since: '0.4.1',
    readOnlyDenied: true,
    acl: ['storage_vol:create'],
    args: { pool: nonnullStoragePool, xml: text, flags: uint },
    ret: { vol: nonnullStorageVol },
  },

  /** Deletes a volume and its data. */
  storageVolDelete: {
    number: 94,
    since: '0.4.1',
    readOnlyDenied: true,
    acl: ['storage_vol:delete'],
    args: { vol: nonnullStorageVol, flags: uint },
  },

  /** Finds a volume by its name in a pool. */
  storageVolLookupByName: {
    number: 95,
    since: '0.4.1',
    priority: 'high',
    acl: ['storage_vol:getattr'],
    args: { pool: nonnullStoragePool, name: text },
    ret: { vol: nonnullStorageVol },
  },

  /** Finds a volume by its key, in any active pool. */
  storageVolLookupByKey: {
    number: 96,
    since: '0.4.1',
    priority: 'high',
    acl: ['storage_vol:getattr'],
    args: { key: text },
    ret: { vol: nonnullStorageVol },
  },

  /** Finds a volume by its path on the host, in any active pool. */
  storageVolLookupByPath: {
    number: 97,
    since: '0.4.1',
    priority: 'high',
    acl: ['storage_vol:getattr'],
    args: { path: text },
    ret: { vol: nonnullStorageVol },
  },

  /** Type (`StorageVolType`) and size of a volume in bytes. */
  storageVolGetInfo: {
    number: 98,
    since: '0.4.1',
    priority: 'high',
    acl: ['storage_vol:read'],
    args: { vol: nonnullStorageVol },
    ret: { type: char, capacity: uhyper, allocation: uhyper },
  },

  /** XML of a volume. */
  storageVolGetXMLDesc: {
    number: 99,
    since: '0.4.1',
    priority: 'high',
    acl: ['storage_vol:read'],
    args: { vol: nonnullStorageVol, flags: uint },
    ret: { xml: text },
  },

  /** Path of the volume on the host, in `name`. */
  storageVolGetPath: {
    number: 100,
    since: '0.4.1',
    priority: 'high',
    acl: ['storage_vol:read'],
    args: { vol: nonnullStorageVol },
    ret: { name: text },
  },

  /** Makes a volume out of its XML with the content of another one, in any pool. */
  storageVolCreateXMLFrom: {
    number: 125,
    since: '0.6.4',
    readOnlyDenied: true,
    acl: ['storage_vol:create'],
    args: { pool: nonnullStoragePool, xml: text, clonevol: nonnullStorageVol, flags: uint },
    ret: { vol: nonnullStorageVol },
  },

  /** Overwrites a volume's data, so that it can't be read any more. */
  storageVolWipe: {
    number: 165,
    since: '0.8.0',
    readOnlyDenied: true,
    acl: ['storage_vol:format'],
    args: { vol: nonnullStorageVol, flags: uint },
  },

  /** Replaces `length` bytes of a volume from `offset` on by the call's stream; 0 means as much as comes. */
  storageVolUpload: {
    number: 208,
    since: '0.9.0',
    readOnlyDenied: true,
    acl: ['storage_vol:data_write'],
    stream: 'write',
    sparseFlag: StorageVolUploadFlags.sparseStream,
    args: { vol: nonnullStorageVol, offset: uhyper, length: uhyper, flags: uint },
  },

  /** Sends `length` bytes of a volume from `offset` on over the call's stream; 0 means up to its end. */
  storageVolDownload: {
    number: 209,
    since: '0.9.0',
    readOnlyDenied: true,
    acl: ['storage_vol:data_read'],
    stream: 'read',
    sparseFlag: StorageVolDownloadFlags.sparseStream,
    args: { vol: nonnullStorageVol, offset: uhyper, length: uhyper, flags: uint },
  },

  /** Overwrites a volume's data by a `StorageVolWipeAlgorithm`. */
  storageVolWipePattern: {
    number: 259,
    since: '0.9.10',
    readOnlyDenied: true,
    acl: ['storage_vol:format'],
    args: { vol: nonnullStorageVol, algorithm: uint, flags: uint },
  },

  /** Resizes a volume. `capacity` in bytes; `flags` make it a difference. */
  storageVolResize: {
    number: 260,
    since: '0.9.10',
    readOnlyDenied: true,
    acl: ['storage_vol:resize'],
    args: { vol: nonnullStorageVol, capacity: uhyper, flags: uint },
  },

  /** Volumes of an active pool. */
  storagePoolListAllVolumes: {
    number: 282,
    since: '0.10.2',
    priority: 'high',
    acl: ['storage_pool:search_storage_vols'],
    aclFilter: ['storage_vol:getattr'],
    args: { pool: nonnullStoragePool, needResults: wireOnly(int), flags: uint },
    ret: { vols: array(nonnullStorageVol, storageVolListMax), ret: wireOnly(uint) },
    counted: { rule: 'results', list: 'vols', ask: 'needResults', count: 'ret' },
  },

  /** Type and size of a volume in bytes; `flags` may ask for the physical size as `allocation`. */
  storageVolGetInfoFlags: {
    number: 378,
    since: '3.0.0',
    priority: 'high',
    acl: ['storage_vol:read'],
    args: { vol: nonnullStorageVol, flags: uint },
    ret: { type: char, capacity: uhyper, allocation: uhyper },
  },
});
