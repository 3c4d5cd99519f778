import { formatUuid } from '@tsvirt/util';
import type { CallOptions } from '../../contract/index.js';
import {
  ConnectListAllInterfacesFlags,
  ConnectListAllNetworksFlags,
  InterfaceDefineFlags,
  NetworkCreateFlags,
  NetworkDefineFlags,
  NWFilterBindingCreateFlags,
  NWFilterDefineFlags,
} from '../../protocol/enums/index.js';
import type {
  ConnectListAllInterfacesOptions,
  ConnectListAllNetworksOptions,
  InterfaceDefineOptions,
  NetworkCreateOptions,
  NetworkDefineOptions,
  NWFilterBindingCreateOptions,
  NWFilterDefineOptions,
} from '../call-flags.js';
import { flagsOf, type PlainOptions } from '../flag-options.js';
import { Interface } from '../interface.js';
import { Network } from '../network.js';
import { NWFilterBinding } from '../nwfilter-binding.js';
import { NWFilter } from '../nwfilter.js';
import { canonicalUuid } from '../uuid-text.js';
import { type XmlSource, xmlText } from '../xml-codec.js';
import { DomainCalls } from './domains.js';

/** Virtual networks, interfaces of the host, network filters and their bindings. */
export abstract class NetworkCalls extends DomainCalls {
  /** Host interfaces; options narrow the list. */
  async listAllInterfaces(options?: ConnectListAllInterfacesOptions): Promise<Interface[]> {
    const { ifaces } = await this.call.connectListAllInterfaces(
      { flags: flagsOf(ConnectListAllInterfacesFlags, options) },
      options,
    );
    return ifaces.map(ref => new Interface(this.self, ref));
  }

  /** All filter bindings. */
  async listAllNWFilterBindings(options?: PlainOptions): Promise<NWFilterBinding[]> {
    const { bindings } = await this.call.connectListAllNWFilterBindings({ flags: options?.flags ?? 0 }, options);
    return bindings.map(ref => new NWFilterBinding(this.self, ref));
  }

  /** All network filters. */
  async listAllNWFilters(options?: PlainOptions): Promise<NWFilter[]> {
    const { filters } = await this.call.connectListAllNWFilters({ flags: options?.flags ?? 0 }, options);
    return filters.map(ref => new NWFilter(this.self, ref));
  }

  /** Networks of all states; options narrow the list. */
  async listAllNetworks(options?: ConnectListAllNetworksOptions): Promise<Network[]> {
    const { nets } = await this.call.connectListAllNetworks(
      { flags: flagsOf(ConnectListAllNetworksFlags, options) },
      options,
    );
    return nets.map(ref => new Network(this.self, ref));
  }

  /** Names of host interfaces that are configured and down. */
  async listDefinedInterfaces(options?: CallOptions): Promise<readonly string[]> {
    const { names } = await this.call.connectListDefinedInterfaces({}, options);
    return names;
  }

  /** Names of networks that are defined and not active. */
  async listDefinedNetworks(options?: CallOptions): Promise<readonly string[]> {
    const { names } = await this.call.connectListDefinedNetworks({}, options);
    return names;
  }

  /** Names of active host interfaces. */
  async listInterfaces(options?: CallOptions): Promise<readonly string[]> {
    const { names } = await this.call.connectListInterfaces({}, options);
    return names;
  }

  /** Names of all network filters. */
  async listNWFilters(options?: CallOptions): Promise<readonly string[]> {
    const { names } = await this.call.connectListNWFilters({}, options);
    return names;
  }

  /** Names of active networks. */
  async listNetworks(options?: CallOptions): Promise<readonly string[]> {
    const { names } = await this.call.connectListNetworks({}, options);
    return names;
  }

  /** Number of host interfaces that are configured and down. */
  async numOfDefinedInterfaces(options?: CallOptions): Promise<number> {
    const { num } = await this.call.connectNumOfDefinedInterfaces({}, options);
    return num;
  }

  /** Number of networks that are defined and not active. */
  async numOfDefinedNetworks(options?: CallOptions): Promise<number> {
    const { num } = await this.call.connectNumOfDefinedNetworks({}, options);
    return num;
  }

  /** Number of active host interfaces. */
  async numOfInterfaces(options?: CallOptions): Promise<number> {
    const { num } = await this.call.connectNumOfInterfaces({}, options);
    return num;
  }

  /** Number of network filters. */
  async numOfNWFilters(options?: CallOptions): Promise<number> {
    const { num } = await this.call.connectNumOfNWFilters({}, options);
    return num;
  }

  /** Number of active networks. */
  async numOfNetworks(options?: CallOptions): Promise<number> {
    const { num } = await this.call.connectNumOfNetworks({}, options);
    return num;
  }

  /** Starts a change of host interfaces that can be taken back; a reboot takes it back too. */
  interfaceChangeBegin(options?: PlainOptions): Promise<void> {
    return this.call.interfaceChangeBegin({ flags: options?.flags ?? 0 }, options);
  }

  /** Makes the change of host interfaces permanent. */
  interfaceChangeCommit(options?: PlainOptions): Promise<void> {
    return this.call.interfaceChangeCommit({ flags: options?.flags ?? 0 }, options);
  }

  /** Takes back the change of host interfaces. */
  interfaceChangeRollback(options?: PlainOptions): Promise<void> {
    return this.call.interfaceChangeRollback({ flags: options?.flags ?? 0 }, options);
  }

  /** Writes a host interface's configuration, or replaces it. The interface itself isn't touched. */
  async interfaceDefineXML<T>(xml: XmlSource<T>, options?: InterfaceDefineOptions): Promise<Interface> {
    const { iface } = await this.call.interfaceDefineXML(
      { xml: xmlText(xml), flags: flagsOf(InterfaceDefineFlags, options) },
      options,
    );
    return new Interface(this.self, iface);
  }

  /** Finds a host interface by MAC address. Fails when several have it. */
  async interfaceLookupByMACString(mac: string, options?: CallOptions): Promise<Interface> {
    const { iface } = await this.call.interfaceLookupByMACString({ mac }, options);
    return new Interface(this.self, iface);
  }

  /** Finds a host interface by name. */
  async interfaceLookupByName(name: string, options?: CallOptions): Promise<Interface> {
    const { iface } = await this.call.interfaceLookupByName({ name }, options);
    return new Interface(this.self, iface);
  }

  /** Puts a filter to work on a host device, out of the binding's XML. */
  async nwFilterBindingCreateXML<T>(
    xml: XmlSource<T>,
    options?: NWFilterBindingCreateOptions,
  ): Promise<NWFilterBinding> {
    const { nwfilter } = await this.call.nWFilterBindingCreateXML(
      { xml: xmlText(xml), flags: flagsOf(NWFilterBindingCreateFlags, options) },
      options,
    );
    return new NWFilterBinding(this.self, nwfilter);
  }

  /** Finds a filter binding by its host device (`vnet0`). */
  async nwFilterBindingLookupByPortDev(name: string, options?: CallOptions): Promise<NWFilterBinding> {
    const { nwfilter } = await this.call.nWFilterBindingLookupByPortDev({ name }, options);
    return new NWFilterBinding(this.self, nwfilter);
  }

  /** Stores a network filter, or replaces it; running guests that use it get the new rules. */
  async nwFilterDefineXML<T>(xml: XmlSource<T>, options?: CallOptions): Promise<NWFilter> {
    const { nwfilter } = await this.call.nWFilterDefineXML({ xml: xmlText(xml) }, options);
    return new NWFilter(this.self, nwfilter);
  }

  /** Stores a network filter, or replaces it; options may ask for a check against the schema. */
  async nwFilterDefineXMLFlags<T>(xml: XmlSource<T>, options?: NWFilterDefineOptions): Promise<NWFilter> {
    const { nwfilter } = await this.call.nWFilterDefineXMLFlags(
      { xml: xmlText(xml), flags: flagsOf(NWFilterDefineFlags, options) },
      options,
    );
    return new NWFilter(this.self, nwfilter);
  }

  /** Finds a network filter by name. */
  async nwFilterLookupByName(name: string, options?: CallOptions): Promise<NWFilter> {
    const { nwfilter } = await this.call.nWFilterLookupByName({ name }, options);
    return new NWFilter(this.self, nwfilter);
  }

  /** Finds a network filter by its UUID in 16 bytes. */
  async nwFilterLookupByUUID(uuid: Uint8Array, options?: CallOptions): Promise<NWFilter> {
    return this.nwFilterLookupByUUIDString(formatUuid(uuid), options);
  }

  /** Finds a network filter by its UUID as text. */
  async nwFilterLookupByUUIDString(uuid: string, options?: CallOptions): Promise<NWFilter> {
    const { nwfilter } = await this.call.nWFilterLookupByUUID({ uuid: canonicalUuid(uuid) }, options);
    return new NWFilter(this.self, nwfilter);
  }

  /** Starts a network out of its XML; unless defined already it is transient. */
  async networkCreateXML<T>(xml: XmlSource<T>, options?: CallOptions): Promise<Network> {
    const { net } = await this.call.networkCreateXML({ xml: xmlText(xml) }, options);
    return new Network(this.self, net);
  }

  /** Starts a network out of its XML; options may ask for a check against the schema. */
  async networkCreateXMLFlags<T>(xml: XmlSource<T>, options?: NetworkCreateOptions): Promise<Network> {
    const { net } = await this.call.networkCreateXMLFlags(
      { xml: xmlText(xml), flags: flagsOf(NetworkCreateFlags, options) },
      options,
    );
    return new Network(this.self, net);
  }

  /** Stores a network's XML, or replaces what is stored. */
  async networkDefineXML<T>(xml: XmlSource<T>, options?: CallOptions): Promise<Network> {
    const { net } = await this.call.networkDefineXML({ xml: xmlText(xml) }, options);
    return new Network(this.self, net);
  }

  /** Stores a network's XML, or replaces what is stored; options may ask for a check against the schema. */
  async networkDefineXMLFlags<T>(xml: XmlSource<T>, options?: NetworkDefineOptions): Promise<Network> {
    const { net } = await this.call.networkDefineXMLFlags(
      { xml: xmlText(xml), flags: flagsOf(NetworkDefineFlags, options) },
      options,
    );
    return new Network(this.self, net);
  }

  /** Finds a network by name. */
  async networkLookupByName(name: string, options?: CallOptions): Promise<Network> {
    const { net } = await this.call.networkLookupByName({ name }, options);
    return new Network(this.self, net);
  }

  /** Finds a network by its UUID in 16 bytes. */
  async networkLookupByUUID(uuid: Uint8Array, options?: CallOptions): Promise<Network> {
    return this.networkLookupByUUIDString(formatUuid(uuid), options);
  }

  /** Finds a network by its UUID as text. */
  async networkLookupByUUIDString(uuid: string, options?: CallOptions): Promise<Network> {
    const { net } = await this.call.networkLookupByUUID({ uuid: canonicalUuid(uuid) }, options);
    return new Network(this.self, net);
  }
}
