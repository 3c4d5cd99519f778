import { text } from './text.js';
import { int, opt, struct, type TypeOf, uuid, type Xdr } from './xdr.js';

// How calls name objects. What a peer says besides the identifying part is a hint: names change, ids come and go.

const nonnullDomainShape = struct({ name: text, uuid, id: int });
/** A domain: found by its uuid. `id` is -1 while it is not running. */
export interface NonnullDomain extends TypeOf<typeof nonnullDomainShape> {}
export const nonnullDomain: Xdr<NonnullDomain> = nonnullDomainShape;
/** A domain, or null where there is none. */
export const optDomain: Xdr<NonnullDomain | null> = opt(nonnullDomain);

const nonnullNetworkShape = struct({ name: text, uuid });
/** A virtual network: found by its uuid. */
export interface NonnullNetwork extends TypeOf<typeof nonnullNetworkShape> {}
export const nonnullNetwork: Xdr<NonnullNetwork> = nonnullNetworkShape;
/** A network, or null where there is none. */
export const optNetwork: Xdr<NonnullNetwork | null> = opt(nonnullNetwork);

const nonnullNetworkPortShape = struct({ net: nonnullNetwork, uuid });
/** A port of a virtual network: found by its uuid in the network. */
export interface NonnullNetworkPort extends TypeOf<typeof nonnullNetworkPortShape> {}
export const nonnullNetworkPort: Xdr<NonnullNetworkPort> = nonnullNetworkPortShape;

const nonnullInterfaceShape = struct({ name: text, mac: text });
/** An interface of the host: found by its name. `mac` in text form, empty where there is none. */
export interface NonnullInterface extends TypeOf<typeof nonnullInterfaceShape> {}
export const nonnullInterface: Xdr<NonnullInterface> = nonnullInterfaceShape;

const nonnullStoragePoolShape = struct({ name: text, uuid });
/** A storage pool: found by its uuid. */
export interface NonnullStoragePool extends TypeOf<typeof nonnullStoragePoolShape> {}
export const nonnullStoragePool: Xdr<NonnullStoragePool> = nonnullStoragePoolShape;
/** A storage pool, or null where there is none. */
export const optStoragePool: Xdr<NonnullStoragePool | null> = opt(nonnullStoragePool);

const nonnullStorageVolShape = struct({ pool: text, name: text, key: text });
/** A storage volume: the names of pool and volume, and the key that is unique on the host (a path for files). */
export interface NonnullStorageVol extends TypeOf<typeof nonnullStorageVolShape> {}
export const nonnullStorageVol: Xdr<NonnullStorageVol> = nonnullStorageVolShape;

const nonnullNodeDeviceShape = struct({ name: text });
/** A device of the host: `pci_0000_00_02_0`. */
export interface NonnullNodeDevice extends TypeOf<typeof nonnullNodeDeviceShape> {}
export const nonnullNodeDevice: Xdr<NonnullNodeDevice> = nonnullNodeDeviceShape;
/** A node device, or null where there is none. */
export const optNodeDevice: Xdr<NonnullNodeDevice | null> = opt(nonnullNodeDevice);

const nonnullSecretShape = struct({ uuid, usageType: int, usageID: text });
/** A secret: found by its uuid. `usageType` is a `SecretUsageType`; `usageID` says whose it is, empty for no usage. */
export interface NonnullSecret extends TypeOf<typeof nonnullSecretShape> {}
export const nonnullSecret: Xdr<NonnullSecret> = nonnullSecretShape;
/** A secret, or null where there is none. */
export const optSecret: Xdr<NonnullSecret | null> = opt(nonnullSecret);

const nonnullNWFilterShape = struct({ name: text, uuid });
/** A network filter: found by its uuid. */
export interface NonnullNWFilter extends TypeOf<typeof nonnullNWFilterShape> {}
export const nonnullNWFilter: Xdr<NonnullNWFilter> = nonnullNWFilterShape;

const nonnullNWFilterBindingShape = struct({ portdev: text, filtername: text });
/** A filter at work on one host device (`vnet0`): found by that device. */
export interface NonnullNWFilterBinding extends TypeOf<typeof nonnullNWFilterBindingShape> {}
export const nonnullNWFilterBinding: Xdr<NonnullNWFilterBinding> = nonnullNWFilterBindingShape;

const nonnullDomainSnapshotShape = struct({ name: text, dom: nonnullDomain });
/** A snapshot: found by its name in the domain. */
export interface NonnullDomainSnapshot extends TypeOf<typeof nonnullDomainSnapshotShape> {}
export const nonnullDomainSnapshot: Xdr<NonnullDomainSnapshot> = nonnullDomainSnapshotShape;

const nonnullDomainCheckpointShape = struct({ name: text, dom: nonnullDomain });
/** A checkpoint: found by its name in the domain. */
export interface NonnullDomainCheckpoint extends TypeOf<typeof nonnullDomainCheckpointShape> {}
export const nonnullDomainCheckpoint: Xdr<NonnullDomainCheckpoint> = nonnullDomainCheckpointShape;
