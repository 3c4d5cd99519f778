import { formatUuid } from '@tsvirt/util';
import type { CallOptions } from '../../contract/index.js';
import {
  ConnectListAllNodeDeviceFlags,
  ConnectListAllSecretsFlags,
  NodeDeviceCreateXMLFlags,
  NodeDeviceDefineXMLFlags,
  SecretDefineFlags,
  SecretUsageType,
} from '../../protocol/enums/index.js';
import type {
  ConnectListAllNodeDeviceOptions,
  ConnectListAllSecretsOptions,
  NodeDeviceCreateXMLOptions,
  NodeDeviceDefineXMLOptions,
  SecretDefineOptions,
} from '../call-flags.js';
import { flagsOf, numberOf, type PlainOptions, type ValueOf } from '../flag-options.js';
import { NodeDevice } from '../node-device.js';
import { Secret } from '../secret.js';
import { canonicalUuid } from '../uuid-text.js';
import { type XmlSource, xmlText } from '../xml-codec.js';
import { StorageCalls } from './storage.js';

/** Secrets, and the host's devices. */
export abstract class HostObjectCalls extends StorageCalls {
  /** Host devices; options narrow the list. */
  async listAllNodeDevices(options?: ConnectListAllNodeDeviceOptions): Promise<NodeDevice[]> {
    const { devices } = await this.call.connectListAllNodeDevices(
      { flags: flagsOf(ConnectListAllNodeDeviceFlags, options) },
      options,
    );
    return devices.map(ref => new NodeDevice(this.self, ref));
  }

  /** Secrets; options narrow the list. */
  async listAllSecrets(options?: ConnectListAllSecretsOptions): Promise<Secret[]> {
    const { secrets } = await this.call.connectListAllSecrets(
      { flags: flagsOf(ConnectListAllSecretsFlags, options) },
      options,
    );
    return secrets.map(ref => new Secret(this.self, ref));
  }

  /** UUIDs of all secrets, as text. */
  async listSecrets(options?: CallOptions): Promise<readonly string[]> {
    const { uuids } = await this.call.connectListSecrets({}, options);
    return uuids;
  }

  /** Number of secrets. */
  async numOfSecrets(options?: CallOptions): Promise<number> {
    const { num } = await this.call.connectNumOfSecrets({}, options);
    return num;
  }

  /** Makes a host device out of its XML: a virtual HBA port, a mediated device. */
  async nodeDeviceCreateXML<T>(xml: XmlSource<T>, options?: NodeDeviceCreateXMLOptions): Promise<NodeDevice> {
    const { dev } = await this.call.nodeDeviceCreateXML(
      { xmlDesc: xmlText(xml), flags: flagsOf(NodeDeviceCreateXMLFlags, options) },
      options,
    );
    return new NodeDevice(this.self, dev);
  }

  /** Stores the XML of a mediated device, or replaces what is stored. */
  async nodeDeviceDefineXML<T>(xml: XmlSource<T>, options?: NodeDeviceDefineXMLOptions): Promise<NodeDevice> {
    const { dev } = await this.call.nodeDeviceDefineXML(
      { xmlDesc: xmlText(xml), flags: flagsOf(NodeDeviceDefineXMLFlags, options) },
      options,
    );
    return new NodeDevice(this.self, dev);
  }

  /** Finds a host device by name. */
  async nodeDeviceLookupByName(name: string, options?: CallOptions): Promise<NodeDevice> {
    const { dev } = await this.call.nodeDeviceLookupByName({ name }, options);
    return new NodeDevice(this.self, dev);
  }

  /** Finds a SCSI host by its world-wide node and port names. */
  async nodeDeviceLookupSCSIHostByWWN(wwnn: string, wwpn: string, options?: PlainOptions): Promise<NodeDevice> {
    const { dev } = await this.call.nodeDeviceLookupSCSIHostByWWN({ wwnn, wwpn, flags: options?.flags ?? 0 }, options);
    return new NodeDevice(this.self, dev);
  }

  /** Names of host devices, or of those with a capability (`pci`). */
  async nodeListDevices(cap?: string, options?: PlainOptions): Promise<readonly string[]> {
    return (await this.call.nodeListDevices({ cap: cap ?? null, flags: options?.flags ?? 0 }, options)).names;
  }

  /** Number of host devices, or of those with a capability (`pci`). */
  async nodeNumOfDevices(cap?: string, options?: PlainOptions): Promise<number> {
    return (await this.call.nodeNumOfDevices({ cap: cap ?? null, flags: options?.flags ?? 0 }, options)).num;
  }

  /** Stores a secret's XML, or replaces what is stored. The value is set apart. */
  async secretDefineXML<T>(xml: XmlSource<T>, options?: SecretDefineOptions): Promise<Secret> {
    const { secret } = await this.call.secretDefineXML(
      { xml: xmlText(xml), flags: flagsOf(SecretDefineFlags, options) },
      options,
    );
    return new Secret(this.self, secret);
  }

  /** Finds a secret by its UUID in 16 bytes. */
  async secretLookupByUUID(uuid: Uint8Array, options?: CallOptions): Promise<Secret> {
    return this.secretLookupByUUIDString(formatUuid(uuid), options);
  }

  /** Finds a secret by its UUID as text. */
  async secretLookupByUUIDString(uuid: string, options?: CallOptions): Promise<Secret> {
    const { secret } = await this.call.secretLookupByUUID({ uuid: canonicalUuid(uuid) }, options);
    return new Secret(this.self, secret);
  }

  /** Finds a secret by what it is for: a `SecretUsageType` and the user's own id. */
  async secretLookupByUsage(
    usageType: ValueOf<typeof SecretUsageType>,
    usageID: string,
    options?: CallOptions,
  ): Promise<Secret> {
    const { secret } = await this.call.secretLookupByUsage(
      { usageType: numberOf(SecretUsageType, usageType), usageID },
      options,
    );
    return new Secret(this.self, secret);
  }
}
