import type { CallOptions } from '../contract/index.js';
import { SecretUsageType } from '../protocol/enums/index.js';
import type { NonnullSecret } from '../protocol/objects.js';
import { ApiObject } from './api-object.js';
import type { Connection } from './connection/connection.js';
import { nameOf, type NameOf, type PlainOptions } from './flag-options.js';
import { uuidBytes } from './uuid-text.js';
import { type AsDocument, type AsText, type AsValue, documentAs } from './xml-codec.js';

/**
 * A secret: a value that the host keeps for others, who name it by its uuid or usage.
 * @example
 * ```ts
 * import { open } from '@tsvirt/core';
 *
 * await using connection = await open('qemu+unix:///system');
 * const secret = await connection.secretDefineXML(`<secret ephemeral='no' private='no'>
 *   <usage type='volume'><volume>/var/lib/libvirt/images/data.luks</volume></usage>
 * </secret>`);
 * await secret.setValue(new TextEncoder().encode('open sesame'));
 * console.log(new TextDecoder().decode(await secret.getValue())); // open sesame
 * ```
 */
export class Secret extends ApiObject {
  /** UUID as lower-case text. */
  readonly uuid: string;
  /** What the secret is for: `volume`, `ceph`; `none` where its document does not say. */
  readonly usageType: NameOf<typeof SecretUsageType>;
  /** For which one of these it is: a volume's path, a name; empty where its document does not say. */
  readonly usageID: string;
  /** How calls name it. */
  readonly ref: NonnullSecret;

  constructor(connection: Connection, ref: NonnullSecret) {
    super(connection);
    this.uuid = ref.uuid;
    this.usageType = nameOf(SecretUsageType, ref.usageType);
    this.usageID = ref.usageID;
    this.ref = ref;
  }

  /** For `JSON.stringify` and `console.log`: what names the object. */
  override toJSON(): object {
    const { uuid, usageType, usageID } = this;
    return { uuid, usageType, usageID };
  }

  /** The connection that it was found through. */
  getConnect(): Connection {
    return this.connection;
  }

  /** UUID as 16 bytes. */
  getUUID(): Uint8Array {
    return uuidBytes(this.uuid);
  }

  /** UUID as lower-case text. */
  getUUIDString(): string {
    return this.uuid;
  }

  /** Whose secret it is: a volume's key, a name; empty for no usage. */
  getUsageID(): string {
    return this.usageID;
  }

  /** What the secret is for. */
  getUsageType(): NameOf<typeof SecretUsageType> {
    return this.usageType;
  }

  /** The value of a secret. Private ones give it to nobody outside the host's drivers. */
  async getValue(options?: PlainOptions): Promise<Uint8Array> {
    const { value } = await this.call.secretGetValue({ secret: this.ref, flags: options?.flags ?? 0 }, options);
    return value;
  }

  /** XML of a secret, without its value. */
  getXMLDesc(options?: PlainOptions & AsText): Promise<string>;
  getXMLDesc<D>(options: PlainOptions & AsValue<D>): Promise<D>;
  async getXMLDesc<D>(options?: PlainOptions & AsDocument<D>): Promise<string | D> {
    const { xml } = await this.call.secretGetXMLDesc({ secret: this.ref, flags: options?.flags ?? 0 }, options);
    return documentAs(xml, options);
  }

  /** Sets the value of a secret: at most 64 KiB. */
  setValue(value: Uint8Array, options?: PlainOptions): Promise<void> {
    return this.call.secretSetValue({ secret: this.ref, value, flags: options?.flags ?? 0 }, options);
  }

  /** Removes a secret and its value. */
  undefine(options?: CallOptions): Promise<void> {
    return this.call.secretUndefine({ secret: this.ref }, options);
  }
}
