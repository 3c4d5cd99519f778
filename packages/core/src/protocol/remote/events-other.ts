import {
  connectionClosedFields,
  networkLifecycleFields,
  networkMetadataChangeFields,
  nodeDeviceLifecycleFields,
  nodeDeviceUpdateFields,
  secretLifecycleFields,
  secretValueChangedFields,
  storagePoolLifecycleFields,
  storagePoolRefreshFields,
} from '../event-payloads.js';
import { events } from '../procedure.js';
import { int } from '../xdr.js';

/** Events of networks, pools, host devices and secrets, and the notice that the server lost its hypervisor. */
export const otherEvents = events({
  networkEventLifecycle: {
    number: 315,
    event: { object: 'network', id: 0, perCallback: true },
    args: { callbackID: int, ...networkLifecycleFields },
  },
  connectEventConnectionClosed: {
    number: 362,
    event: { object: 'connect', perCallback: false },
    args: connectionClosedFields,
  },
  storagePoolEventLifecycle: {
    number: 370,
    event: { object: 'storagePool', id: 0, perCallback: true },
    args: { callbackID: int, ...storagePoolLifecycleFields },
  },
  storagePoolEventRefresh: {
    number: 373,
    event: { object: 'storagePool', id: 1, perCallback: true },
    args: { callbackID: int, ...storagePoolRefreshFields },
  },
  nodeDeviceEventLifecycle: {
    number: 376,
    event: { object: 'nodeDevice', id: 0, perCallback: true },
    args: { callbackID: int, ...nodeDeviceLifecycleFields },
  },
  nodeDeviceEventUpdate: {
    number: 377,
    event: { object: 'nodeDevice', id: 1, perCallback: true },
    args: { callbackID: int, ...nodeDeviceUpdateFields },
  },
  secretEventLifecycle: {
    number: 382,
    event: { object: 'secret', id: 0, perCallback: true },
    args: { callbackID: int, ...secretLifecycleFields },
  },
  secretEventValueChanged: {
    number: 383,
    event: { object: 'secret', id: 1, perCallback: true },
    args: { callbackID: int, ...secretValueChangedFields },
  },
  networkEventCallbackMetadataChange: {
    number: 446,
    event: { object: 'network', id: 1, perCallback: true },
    args: { callbackID: int, ...networkMetadataChangeFields },
  },
});
