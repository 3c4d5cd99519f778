import { formatUuid } from '@tsvirt/util';
import type { CallOptions } from '../../contract/index.js';
import {
  ConnectGetAllDomainStatsFlags,
  ConnectListAllDomainsFlags,
  DomainCreateFlags,
  DomainDefineFlags,
  DomainSaveImageXMLFlags,
  DomainSaveRestoreFlags,
  DomainStatsTypes,
} from '../../protocol/enums/index.js';
import type { NonnullDomain } from '../../protocol/objects.js';
import type {
  ConnectGetAllDomainStatsOptions,
  ConnectListAllDomainsOptions,
  DomainCreateOptions,
  DomainDefineOptions,
  DomainSaveImageXMLOptions,
  DomainSaveRestoreOptions,
} from '../call-flags.js';
import { Domain } from '../domain/domain.js';
import { flagsOf, type PlainOptions } from '../flag-options.js';
import { saveParameters, type SaveParameters } from '../parameters/domain-jobs.js';
import { paramRecord, type ParamRecord } from '../parameters/parameter-group.js';
import { canonicalUuid } from '../uuid-text.js';
import {
  type AsDocument,
  type AsText,
  type AsValue,
  documentAs,
  optionalXml,
  type XmlSource,
  xmlText,
} from '../xml-codec.js';
import { HostCalls } from './host.js';

/** Which domains to measure, and what of them. */
export interface DomainStatsOptions extends ConnectGetAllDomainStatsOptions {
  /** Groups to measure: `{ cpuTotal: true, block: true }`. Absent: all. */
  readonly stats?: { readonly [K in keyof typeof DomainStatsTypes]?: boolean | undefined } | undefined;
}

/** What was measured of one domain, by the API's names: `cpu.time` (ns), `block.0.rd.bytes`. `domainStats` nests it. */
export interface DomainStatsReport {
  readonly domain: Domain;
  readonly stats: ParamRecord;
}

/** Finding, making and measuring domains. */
export abstract class DomainCalls extends HostCalls {
  /** Measurements of all domains, or of those that the flags choose, in one call. `stats` chooses groups; without it all. */
  getAllDomainStats(options?: DomainStatsOptions): Promise<DomainStatsReport[]> {
    return this.#stats([], options);
  }

  /** Domains of all states; options narrow the list. */
  async listAllDomains(options?: ConnectListAllDomainsOptions): Promise<Domain[]> {
    const { domains } = await this.call.connectListAllDomains(
      { flags: flagsOf(ConnectListAllDomainsFlags, options) },
      options,
    );
    return domains.map(ref => new Domain(this.self, ref));
  }

  /** Names of domains that are defined and don't run. */
  async listDefinedDomains(options?: CallOptions): Promise<readonly string[]> {
    const { names } = await this.call.connectListDefinedDomains({}, options);
    return names;
  }

  /** Ids of running domains. */
  async listDomains(options?: CallOptions): Promise<readonly number[]> {
    const { ids } = await this.call.connectListDomains({}, options);
    return ids;
  }

  /** Number of domains that are defined and don't run. */
  async numOfDefinedDomains(options?: CallOptions): Promise<number> {
    const { num } = await this.call.connectNumOfDefinedDomains({}, options);
    return num;
  }

  /** Number of running domains. */
  async numOfDomains(options?: CallOptions): Promise<number> {
    const { num } = await this.call.connectNumOfDomains({}, options);
    return num;
  }

  /** Starts a transient domain: the older name of `domainCreateXML`. */
  domainCreateLinux<T>(xml: XmlSource<T>, options?: DomainCreateOptions): Promise<Domain> {
    return this.domainCreateXML(xml, options);
  }

  /** Starts a domain out of its XML. Unless it is defined already it is transient: gone when it stops. */
  async domainCreateXML<T>(xml: XmlSource<T>, options?: DomainCreateOptions): Promise<Domain> {
    const { dom } = await this.call.domainCreateXML(
      { xmlDesc: xmlText(xml), flags: flagsOf(DomainCreateFlags, options) },
      options,
    );
    return new Domain(this.self, dom);
  }

  /** Starts a transient container; `files` are descriptors, which become its own from 3 on and are closed here. */
  async domainCreateXMLWithFiles<T>(
    xml: XmlSource<T>,
    files: readonly number[],
    options: DomainCreateOptions = {},
  ): Promise<Domain> {
    const args = { xmlDesc: xmlText(xml), flags: flagsOf(DomainCreateFlags, options) };
    const { ret } = await this.callFully('domainCreateXMLWithFiles', args, { ...options, fds: files });
    return new Domain(this.self, ret.dom);
  }

  /** Stores a domain's XML, or replaces what is stored. A running guest isn't changed. */
  async domainDefineXML<T>(xml: XmlSource<T>, options?: CallOptions): Promise<Domain> {
    const { dom } = await this.call.domainDefineXML({ xml: xmlText(xml) }, options);
    return new Domain(this.self, dom);
  }

  /** Stores a domain's XML, or replaces what is stored. */
  async domainDefineXMLFlags<T>(xml: XmlSource<T>, options?: DomainDefineOptions): Promise<Domain> {
    const { dom } = await this.call.domainDefineXMLFlags(
      { xml: xmlText(xml), flags: flagsOf(DomainDefineFlags, options) },
      options,
    );
    return new Domain(this.self, dom);
  }

  /** Finds a running domain by its id. */
  async domainLookupByID(id: number, options?: CallOptions): Promise<Domain> {
    const { dom } = await this.call.domainLookupByID({ id }, options);
    return new Domain(this.self, dom);
  }

  /** Finds a domain by name. */
  async domainLookupByName(name: string, options?: CallOptions): Promise<Domain> {
    const { dom } = await this.call.domainLookupByName({ name }, options);
    return new Domain(this.self, dom);
  }

  /** Finds a domain by its UUID in 16 bytes. */
  async domainLookupByUUID(uuid: Uint8Array, options?: CallOptions): Promise<Domain> {
    return this.domainLookupByUUIDString(formatUuid(uuid), options);
  }

  /** Finds a domain by its UUID as text. */
  async domainLookupByUUIDString(uuid: string, options?: CallOptions): Promise<Domain> {
    const { dom } = await this.call.domainLookupByUUID({ uuid: canonicalUuid(uuid) }, options);
    return new Domain(this.self, dom);
  }

  /** Starts a guest out of a saved image (path on the host), where it left off. */
  domainRestore(from: string, options?: CallOptions): Promise<void> {
    return this.call.domainRestore({ from }, options);
  }

  /** Starts a guest out of a saved image (path on the host); `xml` replaces the definition in it. */
  domainRestoreFlags<T>(
    from: string,
    options?: DomainSaveRestoreOptions & { readonly xml?: XmlSource<T> | undefined },
  ): Promise<void> {
    return this.call.domainRestoreFlags(
      { from, dxml: optionalXml(options?.xml), flags: flagsOf(DomainSaveRestoreFlags, options) },
      options,
    );
  }

  /** Starts a guest out of a saved image: which and how is in the parameters. */
  domainRestoreParams(params: SaveParameters, options?: DomainSaveRestoreOptions): Promise<void> {
    return this.call.domainRestoreParams(
      { params: saveParameters.encode(params), flags: flagsOf(DomainSaveRestoreFlags, options) },
      options,
    );
  }

  /** Replaces the XML in a saved image (path on the host). */
  domainSaveImageDefineXML<T>(file: string, dxml: XmlSource<T>, options?: DomainSaveRestoreOptions): Promise<void> {
    return this.call.domainSaveImageDefineXML(
      { file, dxml: xmlText(dxml), flags: flagsOf(DomainSaveRestoreFlags, options) },
      options,
    );
  }

  /** XML in a saved image (path on the host). */
  domainSaveImageGetXMLDesc(file: string, options?: DomainSaveImageXMLOptions & AsText): Promise<string>;
  domainSaveImageGetXMLDesc<D>(file: string, options: DomainSaveImageXMLOptions & AsValue<D>): Promise<D>;
  async domainSaveImageGetXMLDesc<D>(
    file: string,
    options?: DomainSaveImageXMLOptions & AsDocument<D>,
  ): Promise<string | D> {
    const { xml } = await this.call.domainSaveImageGetXMLDesc(
      { file, flags: flagsOf(DomainSaveImageXMLFlags, options) },
      options,
    );
    return documentAs(xml, options);
  }

  /** Takes over a QEMU process that somebody else started, by its pid. */
  async domainQemuAttach(pid: number, options?: PlainOptions): Promise<Domain> {
    const { dom } = await this.qemu.domainAttach({ pidValue: pid, flags: options?.flags ?? 0 }, options);
    return new Domain(this.self, dom);
  }

  /** Measurements of the given domains in one call. */
  domainListGetStats(domains: readonly Domain[], options?: DomainStatsOptions): Promise<DomainStatsReport[]> {
    return domains.length === 0
      ? Promise.resolve([])
      : this.#stats(
          domains.map(({ ref }) => ref),
          options,
        );
  }

  async #stats(doms: readonly NonnullDomain[], options: DomainStatsOptions | undefined): Promise<DomainStatsReport[]> {
    const stats = flagsOf(DomainStatsTypes, options?.stats);
    const flags = flagsOf(ConnectGetAllDomainStatsFlags, options);
    const { retStats } = await this.call.connectGetAllDomainStats({ doms, stats, flags }, options);
    return retStats.map(({ dom, params }) => ({ domain: new Domain(this.self, dom), stats: paramRecord(params) }));
  }
}
