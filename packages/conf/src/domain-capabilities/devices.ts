import { choices, offered } from '../capabilities/choices.js';
import { child, type ElementSchema, element, type TypeOf } from '../kernel/index.js';
import { supported } from '../capabilities/supported.js';

const diskShape = element('disk', {
  supported,
  ...offered({ device: choices('diskDevice'), bus: choices('bus'), model: choices('model') }),
});
/** Values of `device`, of `bus` and `model` of the target, as `<disk>` may have them. */
export interface DiskChoices extends TypeOf<typeof diskShape> {}

const graphicsShape = element('graphics', { supported, ...offered({ type: choices('type') }) });
/** Types of `<graphics>`. */
export interface GraphicsChoices extends TypeOf<typeof graphicsShape> {}

const videoShape = element('video', { supported, ...offered({ modelType: choices('modelType') }) });
/** Types of a video model. */
export interface VideoChoices extends TypeOf<typeof videoShape> {}

const hostdevShape = element('hostdev', {
  supported,
  ...offered({
    mode: choices('mode'),
    startupPolicy: choices('startupPolicy'),
    subsysType: choices('subsysType'),
    capsType: choices('capsType'),
    pciBackend: choices('pciBackend'),
  }),
});
/** What of the host `<hostdev>` can give to guests. */
export interface HostdevChoices extends TypeOf<typeof hostdevShape> {}

const rngShape = element('rng', {
  supported,
  ...offered({ model: choices('model'), backendModel: choices('backendModel') }),
});
/** Sources of random numbers. */
export interface RngChoices extends TypeOf<typeof rngShape> {}

const filesystemShape = element('filesystem', { supported, ...offered({ driverType: choices('driverType') }) });
/** Drivers of `<filesystem>`. */
export interface FilesystemChoices extends TypeOf<typeof filesystemShape> {}

const tpmShape = element('tpm', {
  supported,
  ...offered({
    model: choices('model'),
    backendModel: choices('backendModel'),
    backendVersion: choices('backendVersion'),
  }),
});
/** Models and backends of a TPM. */
export interface TpmChoices extends TypeOf<typeof tpmShape> {}

const redirdevShape = element('redirdev', { supported, ...offered({ bus: choices('bus') }) });
/** Buses of devices that a client lends to the guest. */
export interface RedirdevChoices extends TypeOf<typeof redirdevShape> {}

const channelShape = element('channel', { supported, ...offered({ type: choices('type') }) });
/** Types of `<channel>`. */
export interface ChannelChoices extends TypeOf<typeof channelShape> {}

const cryptoShape = element('crypto', {
  supported,
  ...offered({ model: choices('model'), type: choices('type'), backendModel: choices('backendModel') }),
});
/** Cryptographic devices; daemons before 10.1 do not tell. */
export interface CryptoChoices extends TypeOf<typeof cryptoShape> {}

const interfaceShape = element('interface', { supported, ...offered({ backendType: choices('backendType') }) });
/** Backends of `<interface>`; daemons before 10.1 do not tell. */
export interface InterfaceChoices extends TypeOf<typeof interfaceShape> {}

const panicShape = element('panic', { supported, ...offered({ model: choices('model') }) });
/** Models of a device that tells of a guest's crash; daemons before 10.7 do not tell. */
export interface PanicChoices extends TypeOf<typeof panicShape> {}

const consoleShape = element('console', { supported, ...offered({ type: choices('type') }) });
/** Types of `<console>`; daemons before 10.8 do not tell. */
export interface ConsoleChoices extends TypeOf<typeof consoleShape> {}

const choicesShape = element('devices', {
  disk: child<DiskChoices>(diskShape).optional,
  graphics: child<GraphicsChoices>(graphicsShape).optional,
  video: child<VideoChoices>(videoShape).optional,
  hostdev: child<HostdevChoices>(hostdevShape).optional,
  rng: child<RngChoices>(rngShape).optional,
  filesystem: child<FilesystemChoices>(filesystemShape).optional,
  tpm: child<TpmChoices>(tpmShape).optional,
  redirdev: child<RedirdevChoices>(redirdevShape).optional,
  channel: child<ChannelChoices>(channelShape).optional,
  crypto: child<CryptoChoices>(cryptoShape).optional,
  interface: child<InterfaceChoices>(interfaceShape).optional,
  panic: child<PanicChoices>(panicShape).optional,
  console: child<ConsoleChoices>(consoleShape).optional,
});
/** What guests' devices may be; of an absent kind the daemon does not tell. */
export interface DeviceChoices extends TypeOf<typeof choicesShape> {}
export const deviceChoices: ElementSchema<DeviceChoices> = choicesShape;
