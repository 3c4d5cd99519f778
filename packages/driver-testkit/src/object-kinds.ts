import type {
  NonnullDomain,
  NonnullInterface,
  NonnullNetwork,
  NonnullNWFilter,
  NonnullSecret,
  NonnullStoragePool,
} from '@tsvirt/core/protocol';
import type { ObjectKind } from './object-kind.js';

/** Domains, as far as they are defined like everything else. */
export const domainKind: ObjectKind<NonnullDomain> = {
  noun: 'domain',
  sample: 'domain',
  missing: 'NO_DOMAIN',
  root: 'domain',
  define: { procedure: 'domainDefineXML', run: async ({ call }, xml) => (await call.domainDefineXML({ xml })).dom },
  undefine: { procedure: 'domainUndefine', run: ({ call }, dom) => call.domainUndefine({ dom }) },
  list: {
    procedure: 'connectListAllDomains',
    run: async ({ call }) => (await call.connectListAllDomains({ flags: 0 })).domains,
  },
  dump: {
    procedure: 'domainGetXMLDesc',
    run: async ({ call }, dom) => (await call.domainGetXMLDesc({ dom, flags: 0 })).xml,
  },
  byName: {
    procedure: 'domainLookupByName',
    run: async ({ call }, name) => (await call.domainLookupByName({ name })).dom,
  },
  byUuid: {
    procedure: 'domainLookupByUUID',
    run: async ({ call }, uuid) => (await call.domainLookupByUUID({ uuid })).dom,
  },
  isPersistent: {
    procedure: 'domainIsPersistent',
    run: async ({ call }, dom) => (await call.domainIsPersistent({ dom })).persistent !== 0,
  },
  autostart: {
    procedure: 'domainGetAutostart',
    run: async ({ call }, dom) => (await call.domainGetAutostart({ dom })).autostart !== 0,
  },
  setAutostart: {
    procedure: 'domainSetAutostart',
    run: ({ call }, { of: dom, on }) => call.domainSetAutostart({ dom, autostart: on ? 1 : 0 }),
  },
};

export const networkKind: ObjectKind<NonnullNetwork> = {
  noun: 'network',
  sample: 'network',
  missing: 'NO_NETWORK',
  root: 'network',
  define: { procedure: 'networkDefineXML', run: async ({ call }, xml) => (await call.networkDefineXML({ xml })).net },
  undefine: { procedure: 'networkUndefine', run: ({ call }, net) => call.networkUndefine({ net }) },
  list: {
    procedure: 'connectListAllNetworks',
    run: async ({ call }) => (await call.connectListAllNetworks({ flags: 0 })).nets,
  },
  dump: {
    procedure: 'networkGetXMLDesc',
    run: async ({ call }, net) => (await call.networkGetXMLDesc({ net, flags: 0 })).xml,
  },
  byName: {
    procedure: 'networkLookupByName',
    run: async ({ call }, name) => (await call.networkLookupByName({ name })).net,
  },
  byUuid: {
    procedure: 'networkLookupByUUID',
    run: async ({ call }, uuid) => (await call.networkLookupByUUID({ uuid })).net,
  },
  start: { procedure: 'networkCreate', run: ({ call }, net) => call.networkCreate({ net }) },
  stop: { procedure: 'networkDestroy', run: ({ call }, net) => call.networkDestroy({ net }) },
  isActive: {
    procedure: 'networkIsActive',
    run: async ({ call }, net) => (await call.networkIsActive({ net })).active !== 0,
  },
  create: { procedure: 'networkCreateXML', run: async ({ call }, xml) => (await call.networkCreateXML({ xml })).net },
  isPersistent: {
    procedure: 'networkIsPersistent',
    run: async ({ call }, net) => (await call.networkIsPersistent({ net })).persistent !== 0,
  },
  autostart: {
    procedure: 'networkGetAutostart',
    run: async ({ call }, net) => (await call.networkGetAutostart({ net })).autostart !== 0,
  },
  setAutostart: {
    procedure: 'networkSetAutostart',
    run: ({ call }, { of: net, on }) => call.networkSetAutostart({ net, autostart: on ? 1 : 0 }),
  },
};

export const storagePoolKind: ObjectKind<NonnullStoragePool> = {
  noun: 'storage pool',
  sample: 'storagePool',
  missing: 'NO_STORAGE_POOL',
  root: 'pool',
  define: {
    procedure: 'storagePoolDefineXML',
    run: async ({ call }, xml) => (await call.storagePoolDefineXML({ xml, flags: 0 })).pool,
  },
  undefine: { procedure: 'storagePoolUndefine', run: ({ call }, pool) => call.storagePoolUndefine({ pool }) },
  list: {
    procedure: 'connectListAllStoragePools',
    run: async ({ call }) => (await call.connectListAllStoragePools({ flags: 0 })).pools,
  },
  dump: {
    procedure: 'storagePoolGetXMLDesc',
    run: async ({ call }, pool) => (await call.storagePoolGetXMLDesc({ pool, flags: 0 })).xml,
  },
  byName: {
    procedure: 'storagePoolLookupByName',
    run: async ({ call }, name) => (await call.storagePoolLookupByName({ name })).pool,
  },
  byUuid: {
    procedure: 'storagePoolLookupByUUID',
    run: async ({ call }, uuid) => (await call.storagePoolLookupByUUID({ uuid })).pool,
  },
  start: { procedure: 'storagePoolCreate', run: ({ call }, pool) => call.storagePoolCreate({ pool, flags: 0 }) },
  stop: { procedure: 'storagePoolDestroy', run: ({ call }, pool) => call.storagePoolDestroy({ pool }) },
  isActive: {
    procedure: 'storagePoolIsActive',
    run: async ({ call }, pool) => (await call.storagePoolIsActive({ pool })).active !== 0,
  },
  create: {
    procedure: 'storagePoolCreateXML',
    run: async ({ call }, xml) => (await call.storagePoolCreateXML({ xml, flags: 0 })).pool,
  },
  isPersistent: {
    procedure: 'storagePoolIsPersistent',
    run: async ({ call }, pool) => (await call.storagePoolIsPersistent({ pool })).persistent !== 0,
  },
  autostart: {
    procedure: 'storagePoolGetAutostart',
    run: async ({ call }, pool) => (await call.storagePoolGetAutostart({ pool })).autostart !== 0,
  },
  setAutostart: {
    procedure: 'storagePoolSetAutostart',
    run: ({ call }, { of: pool, on }) => call.storagePoolSetAutostart({ pool, autostart: on ? 1 : 0 }),
  },
};

export const secretKind: ObjectKind<NonnullSecret> = {
  noun: 'secret',
  sample: 'secret',
  missing: 'NO_SECRET',
  root: 'secret',
  mayBeEmpty: true,
  define: {
    procedure: 'secretDefineXML',
    run: async ({ call }, xml) => (await call.secretDefineXML({ xml, flags: 0 })).secret,
  },
  undefine: { procedure: 'secretUndefine', run: ({ call }, secret) => call.secretUndefine({ secret }) },
  list: {
    procedure: 'connectListAllSecrets',
    run: async ({ call }) => (await call.connectListAllSecrets({ flags: 0 })).secrets,
  },
  dump: {
    procedure: 'secretGetXMLDesc',
    run: async ({ call }, secret) => (await call.secretGetXMLDesc({ secret, flags: 0 })).xml,
  },
  byUuid: {
    procedure: 'secretLookupByUUID',
    run: async ({ call }, uuid) => (await call.secretLookupByUUID({ uuid })).secret,
  },
};

export const nwfilterKind: ObjectKind<NonnullNWFilter> = {
  noun: 'network filter',
  sample: 'nwfilter',
  missing: 'NO_NWFILTER',
  root: 'filter',
  define: {
    procedure: 'nWFilterDefineXML',
    run: async ({ call }, xml) => (await call.nWFilterDefineXML({ xml })).nwfilter,
  },
  undefine: { procedure: 'nWFilterUndefine', run: ({ call }, nwfilter) => call.nWFilterUndefine({ nwfilter }) },
  list: {
    procedure: 'connectListAllNWFilters',
    run: async ({ call }) => (await call.connectListAllNWFilters({ flags: 0 })).filters,
  },
  dump: {
    procedure: 'nWFilterGetXMLDesc',
    run: async ({ call }, nwfilter) => (await call.nWFilterGetXMLDesc({ nwfilter, flags: 0 })).xml,
  },
  byName: {
    procedure: 'nWFilterLookupByName',
    run: async ({ call }, name) => (await call.nWFilterLookupByName({ name })).nwfilter,
  },
  byUuid: {
    procedure: 'nWFilterLookupByUUID',
    run: async ({ call }, uuid) => (await call.nWFilterLookupByUUID({ uuid })).nwfilter,
  },
};

export const interfaceKind: ObjectKind<NonnullInterface> = {
  noun: 'host interface',
  sample: 'interface',
  missing: 'NO_INTERFACE',
  root: 'interface',
  define: {
    procedure: 'interfaceDefineXML',
    run: async ({ call }, xml) => (await call.interfaceDefineXML({ xml, flags: 0 })).iface,
  },
  undefine: { procedure: 'interfaceUndefine', run: ({ call }, iface) => call.interfaceUndefine({ iface }) },
  list: {
    procedure: 'connectListAllInterfaces',
    run: async ({ call }) => (await call.connectListAllInterfaces({ flags: 0 })).ifaces,
  },
  dump: {
    procedure: 'interfaceGetXMLDesc',
    run: async ({ call }, iface) => (await call.interfaceGetXMLDesc({ iface, flags: 0 })).xml,
  },
  byName: {
    procedure: 'interfaceLookupByName',
    run: async ({ call }, name) => (await call.interfaceLookupByName({ name })).iface,
  },
  start: { procedure: 'interfaceCreate', run: ({ call }, iface) => call.interfaceCreate({ iface, flags: 0 }) },
  stop: { procedure: 'interfaceDestroy', run: ({ call }, iface) => call.interfaceDestroy({ iface, flags: 0 }) },
  isActive: {
    procedure: 'interfaceIsActive',
    run: async ({ call }, iface) => (await call.interfaceIsActive({ iface })).active !== 0,
  },
};
