import type { CallOptions } from '../../contract/index.js';
import { DomainMigrateFlags } from '../../protocol/enums/index.js';
import type { DomainMigrateOptions } from '../call-flags.js';
import type { Connection } from '../connection/connection.js';
import { flagsOf } from '../flag-options.js';
import type { MigrateParameters } from '../parameters/domain-jobs.js';
import { type XmlSource, xmlText } from '../xml-codec.js';
import { DomainHypervisorCalls } from './hypervisor.js';
import { migrateManaged } from './managed-migration.js';
import { migrateUnmanaged, type SimpleMigrateOptions, simpleParameters } from './migration.js';

/**
 * A domain: a guest, running or defined. The object names it by its uuid; what it is may change, or be gone, and then
 * its calls fail with NO_DOMAIN.
 * @example
 * ```ts
 * import { open } from '@tsvirt/core';
 *
 * await using connection = await open('qemu+unix:///system');
 * const domain = await connection.domainLookupByName('web');
 * await domain.suspend();
 * const { state, reason } = await domain.getState();
 * console.log(state, reason); // paused user
 * await domain.resume();
 * await domain.setMemoryFlags(2_097_152n, { live: true });
 * console.log(await domain.getXMLDesc({ inactive: true }));
 * ```
 */
export class Domain extends DomainHypervisorCalls {
  protected get self(): Domain {
    return this;
  }

  /** Moves the guest to another connection's host. @returns the domain there */
  migrate(destination: Connection, options: SimpleMigrateOptions = {}): Promise<Domain> {
    return this.#migrate(destination, simpleParameters(options), options);
  }

  /** Moves the guest to another connection's host, where `xml` becomes its definition. @returns the domain there */
  migrate2<T>(
    destination: Connection,
    options: SimpleMigrateOptions & { readonly xml?: XmlSource<T> | undefined } = {},
  ): Promise<Domain> {
    return this.#migrate(destination, simpleParameters(options, textOf(options.xml)), options);
  }

  /** Moves the guest to another connection's host, with all parameters that there are. @returns the domain there */
  migrate3(
    destination: Connection,
    parameters: MigrateParameters = {},
    options?: DomainMigrateOptions,
  ): Promise<Domain> {
    return this.#migrate(destination, parameters, options);
  }

  /**
   * Has the daemon move the guest by itself: with `peer2peer` to the daemon at `uri`, else straight to the hypervisor
   * at `uri`.
   */
  migrateToURI(uri: string, options: SimpleMigrateOptions = {}): Promise<void> {
    const flags = flagsOf(DomainMigrateFlags, options);
    const peerToPeer = (flags & DomainMigrateFlags.peer2peer) !== 0;
    const parameters = peerToPeer ? simpleParameters(options) : { ...simpleParameters(options), uri };
    return this.#migrateToURI(peerToPeer ? uri : undefined, parameters, flags, options);
  }

  /** As `migrateToURI`, with the daemon's URI and that of the guest's memory apart, and a definition for there. */
  migrateToURI2<T>(
    daemonUri: string | undefined,
    options: SimpleMigrateOptions & { readonly xml?: XmlSource<T> | undefined } = {},
  ): Promise<void> {
    const parameters = simpleParameters(options, textOf(options.xml));
    return this.#migrateToURI(daemonUri, parameters, flagsOf(DomainMigrateFlags, options), options);
  }

  /** As `migrateToURI`, with all parameters that there are. */
  migrateToURI3(
    daemonUri: string | undefined,
    parameters: MigrateParameters = {},
    options?: DomainMigrateOptions,
  ): Promise<void> {
    return this.#migrateToURI(daemonUri, parameters, flagsOf(DomainMigrateFlags, options), options);
  }

  async #migrate(destination: Connection, parameters: MigrateParameters, options?: CallOptions): Promise<Domain> {
    const flags = flagsOf(DomainMigrateFlags, options);
    const arrived = await migrateManaged(this, destination, parameters, flags, options);
    this.#left(flags);
    return arrived;
  }

  async #migrateToURI(
    daemonUri: string | undefined,
    parameters: MigrateParameters,
    flags: number,
    options?: CallOptions,
  ): Promise<void> {
    await migrateUnmanaged(this, daemonUri, parameters, flags, options);
    this.#left(flags);
  }

  /** The guest runs elsewhere, unless only its definition went there. */
  #left(flags: number): void {
    if ((flags & DomainMigrateFlags.offline) === 0) this.renew({ ...this.ref, id: -1 });
  }
}

function textOf<T>(xml: XmlSource<T> | undefined): string | undefined {
  return xml === undefined ? undefined : xmlText(xml);
}
