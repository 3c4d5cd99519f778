import { optDomain, optNetwork, optNodeDevice, optSecret, optStoragePool } from '../objects.js';
import { procedures } from '../procedure.js';
import { int } from '../xdr.js';

/** Subscribing to events, and the end of a subscription. */
export const eventRegistration = procedures({
  /** Old-style subscription to the life cycle of all domains. Answers the number of subscriptions. */
  connectDomainEventRegister: {
    number: 105,
    since: '0.5.0',
    priority: 'high',
    acl: ['connect:search_domains'],
    aclFilter: ['domain:getattr'],
    ret: { cbRegistered: int },
  },

  /** Ends the old-style life cycle subscription. Answers the number of subscriptions left. */
  connectDomainEventDeregister: {
    number: 106,
    since: '0.5.0',
    priority: 'high',
    acl: ['connect:read'],
    ret: { cbRegistered: int },
  },

  /** Old-style subscription to one event of all domains, by its number (`DomainEventID`). */
  connectDomainEventRegisterAny: {
    number: 167,
    since: '0.8.0',
    priority: 'high',
    acl: ['connect:search_domains'],
    aclFilter: ['domain:getattr'],
    args: { eventID: int },
  },

  /** Ends an old-style subscription, by the event's number. */
  connectDomainEventDeregisterAny: {
    number: 168,
    since: '0.8.0',
    priority: 'high',
    acl: ['connect:read'],
    args: { eventID: int },
  },

  /** Subscribes to an event (`NetworkEventID`) of one network, or of all for null. */
  connectNetworkEventRegisterAny: {
    number: 313,
    since: '1.2.1',
    priority: 'high',
    acl: ['connect:search_networks'],
    aclFilter: ['network:getattr'],
    args: { eventID: int, net: optNetwork },
    ret: { callbackID: int },
  },

  /** Ends a subscription to network events. */
  connectNetworkEventDeregisterAny: {
    number: 314,
    since: '1.2.1',
    priority: 'high',
    acl: ['connect:read'],
    args: { callbackID: int },
  },

  /** Subscribes to an event (`DomainEventID`) of one domain, or of all for null. */
  connectDomainEventCallbackRegisterAny: {
    number: 316,
    api: 'virConnectDomainEventRegisterAny',
    priority: 'high',
    acl: ['connect:search_domains'],
    aclFilter: ['domain:getattr'],
    args: { eventID: int, dom: optDomain },
    ret: { callbackID: int },
  },

  /** Ends a subscription to domain events. */
  connectDomainEventCallbackDeregisterAny: {
    number: 317,
    api: 'virConnectDomainEventDeregisterAny',
    priority: 'high',
    acl: ['connect:read'],
    args: { callbackID: int },
  },

  /** Asks for a notice when the server loses its hypervisor. */
  connectRegisterCloseCallback: { number: 360, since: '0.10.0', priority: 'high', acl: ['connect:getattr'] },

  /** Asks for that notice no more. */
  connectUnregisterCloseCallback: { number: 361, since: '0.10.0', priority: 'high', acl: ['connect:getattr'] },

  /** Subscribes to an event (`StoragePoolEventID`) of one pool, or of all for null. */
  connectStoragePoolEventRegisterAny: {
    number: 368,
    since: '2.0.0',
    priority: 'high',
    acl: ['connect:search_storage_pools'],
    aclFilter: ['storage_pool:getattr'],
    args: { eventID: int, pool: optStoragePool },
    ret: { callbackID: int },
  },

  /** Ends a subscription to storage pool events. */
  connectStoragePoolEventDeregisterAny: {
    number: 369,
    since: '2.0.0',
    priority: 'high',
    acl: ['connect:read'],
    args: { callbackID: int },
  },

  /** Subscribes to an event (`NodeDeviceEventID`) of one host device, or of all for null. */
  connectNodeDeviceEventRegisterAny: {
    number: 374,
    since: '2.2.0',
    priority: 'high',
    acl: ['connect:search_node_devices'],
    aclFilter: ['node_device:getattr'],
    args: { eventID: int, dev: optNodeDevice },
    ret: { callbackID: int },
  },

  /** Ends a subscription to host device events. */
  connectNodeDeviceEventDeregisterAny: {
    number: 375,
    since: '2.2.0',
    priority: 'high',
    acl: ['connect:read'],
    args: { callbackID: int },
  },

  /** Subscribes to an event (`SecretEventID`) of one secret, or of all for null. */
  connectSecretEventRegisterAny: {
    number: 380,
    since: '3.0.0',
    priority: 'high',
    acl: ['connect:search_secrets'],
    aclFilter: ['secret:getattr'],
    args: { eventID: int, secret: optSecret },
    ret: { callbackID: int },
  },

  /** Ends a subscription to secret events. */
  connectSecretEventDeregisterAny: {
    number: 381,
    since: '3.0.0',
    priority: 'high',
    acl: ['connect:read'],
    args: { callbackID: int },
  },
});
