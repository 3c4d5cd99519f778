import type { CallOptions } from '../../contract/index.js';
import {
  DomainCoreDumpFlags,
  DomainCoreDumpFormat,
  DomainSaveImageXMLFlags,
  DomainSaveRestoreFlags,
} from '../../protocol/enums/index.js';
import type { DomainCoreDumpOptions, DomainSaveImageXMLOptions, DomainSaveRestoreOptions } from '../call-flags.js';
import { flagsOf, numberOf, type PlainOptions, type ValueOf } from '../flag-options.js';
import { saveParameters, type SaveParameters } from '../parameters/domain-jobs.js';
import { type AsDocument, type AsText, type AsValue, documentAs, optionalXml, type XmlSource } from '../xml-codec.js';
import { DomainLifecycleCalls } from './lifecycle.js';

/** Saving a guest to files, and dumping its memory. */
export abstract class DomainSaving extends DomainLifecycleCalls {
  /** Writes the guest's memory into the file `to` on the host. */
  coreDump(to: string, options?: DomainCoreDumpOptions): Promise<void> {
    return this.call.domainCoreDump({ dom: this.ref, to, flags: flagsOf(DomainCoreDumpFlags, options) }, options);
  }

  /** Writes the guest's memory into a file on the host, in a format: `raw`, `kdumpZlib`. */
  coreDumpWithFormat(
    to: string,
    dumpformat: ValueOf<typeof DomainCoreDumpFormat>,
    options?: DomainCoreDumpOptions,
  ): Promise<void> {
    return this.call.domainCoreDumpWithFormat(
      {
        dom: this.ref,
        to,
        dumpformat: numberOf(DomainCoreDumpFormat, dumpformat),
        flags: flagsOf(DomainCoreDumpFlags, options),
      },
      options,
    );
  }

  /** Whether the next start goes on from a managed save. */
  async hasManagedSaveImage(options?: PlainOptions): Promise<boolean> {
    const { result } = await this.call.domainHasManagedSaveImage(
      { dom: this.ref, flags: options?.flags ?? 0 },
      options,
    );
    return result !== 0;
  }

  /** Stops the guest and keeps its state where the next start finds it. */
  managedSave(options?: DomainSaveRestoreOptions): Promise<void> {
    return this.call.domainManagedSave({ dom: this.ref, flags: flagsOf(DomainSaveRestoreFlags, options) }, options);
  }

  /** Replaces the XML in the domain's managed save. */
  managedSaveDefineXML<T>(
    options?: DomainSaveRestoreOptions & { readonly xml?: XmlSource<T> | undefined },
  ): Promise<void> {
    return this.call.domainManagedSaveDefineXML(
      { dom: this.ref, dxml: optionalXml(options?.xml), flags: flagsOf(DomainSaveRestoreFlags, options) },
      options,
    );
  }

  /** XML in the domain's managed save. */
  managedSaveGetXMLDesc(options?: DomainSaveImageXMLOptions & AsText): Promise<string>;
  managedSaveGetXMLDesc<D>(options: DomainSaveImageXMLOptions & AsValue<D>): Promise<D>;
  async managedSaveGetXMLDesc<D>(options?: DomainSaveImageXMLOptions & AsDocument<D>): Promise<string | D> {
    const { xml } = await this.call.domainManagedSaveGetXMLDesc(
      { dom: this.ref, flags: flagsOf(DomainSaveImageXMLFlags, options) },
      options,
    );
    return documentAs(xml, options);
  }

  /** Drops a managed save, so that the next start is a fresh boot. */
  managedSaveRemove(options?: PlainOptions): Promise<void> {
    return this.call.domainManagedSaveRemove({ dom: this.ref, flags: options?.flags ?? 0 }, options);
  }

  /** Stops the guest and writes its state into the file `to` on the host. */
  save(to: string, options?: CallOptions): Promise<void> {
    return this.call.domainSave({ dom: this.ref, to }, options);
  }

  /** Stops the guest and writes its state into a file on the host; `xml` replaces the definition in it. */
  saveFlags<T>(
    to: string,
    options?: DomainSaveRestoreOptions & { readonly xml?: XmlSource<T> | undefined },
  ): Promise<void> {
    return this.call.domainSaveFlags(
      { dom: this.ref, to, dxml: optionalXml(options?.xml), flags: flagsOf(DomainSaveRestoreFlags, options) },
      options,
    );
  }

  /** Stops the guest and writes its state: where and how is in the parameters. */
  saveParams(params: SaveParameters, options?: DomainSaveRestoreOptions): Promise<void> {
    return this.call.domainSaveParams(
      { dom: this.ref, params: saveParameters.encode(params), flags: flagsOf(DomainSaveRestoreFlags, options) },
      options,
    );
  }
}
