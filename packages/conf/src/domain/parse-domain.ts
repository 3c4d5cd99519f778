import { VirtError } from '@tsvirt/util';
import { child, textOf, type XmlElement } from '@tsvirt/util/xml';
import { readDocument, rootOf } from '../document.js';
import {
  fault,
  type FormatFlags,
  type IgnoredPart,
  type ReadOptions,
  rememberSource,
  startOutput,
  startReading,
} from '../kernel/index.js';
import { asDefinition } from './as-definition.js';
import { type Domain, domain } from './domain.js';

/** A domain as it was read, and the paths of what no description accounts for when those were asked for. */
export interface ParsedDomain {
  readonly domain: Domain;
  readonly unknown: readonly string[];
  /** The same parts with their places. */
  readonly ignored: readonly IgnoredPart[];
}

/**
 * Reads a domain document as it stands: nothing is filled in (see `completeDomain`), nothing that spans elements is
 * checked (see `validateDomain`).
 * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not a domain document;
 * XML_INVALID_SCHEMA for unknown parts with `unknown: 'refuse'`
 * @example
 * ```ts
 * import { buildDomain, formatDomain, parseDomain } from '@tsvirt/conf';
 *
 * const xml = formatDomain(buildDomain({ name: 'web', memory: '4 GiB', disks: ['/var/lib/libvirt/images/web.qcow2'] }));
 * const domain = parseDomain(xml);
 * console.log(domain.name, domain.memory?.sizeKiB); // web 4194304n
 * for (const { source, target } of domain.devices.disks) {
 *   if (source.type === 'file') console.log(target.dev, source.file); // vda /var/lib/libvirt/images/web.qcow2
 * }
 * ```
 */
export function parseDomain(xml: string | Uint8Array, options: ReadOptions = {}): Domain {
  return parseDomainReporting(xml, options).domain;
}

/** As `parseDomain`; with `unknown: 'report'` the paths of unknown parts come along. */
export function parseDomainReporting(xml: string | Uint8Array, options: ReadOptions = {}): ParsedDomain {
  const root = rootOf(xml, 'domain', { domain: 'DOMAIN', name: '(domain_definition)' });
  try {
    const { value, unknown, ignored } = readDocument(domain, root, options);
    rememberSource(value, xml, domain, options);
    return { domain: value, unknown, ignored };
  } catch (reason) {
    // libvirt looks for the name before anything else, so this is what callers hear of a document with more faults.
    if (!VirtError.is(reason) || reason.code === 'XML_INVALID_SCHEMA' || named(root)) throw reason;
    const what = "Missing required element 'name' in element 'domain'";
    throw fault(root, startReading(root), what, '', { code: 'NO_NAME', domain: 'DOMAIN' });
  }
}

function named(root: XmlElement): boolean {
  const name = child(root, 'name');
  return name !== undefined && textOf(name) !== '';
}

/** Writes a domain document in libvirt's order and layout. */
export function formatDomain(value: Domain, flags: FormatFlags = {}): string {
  const out = startOutput(flags);
  domain.write(flags.inactive === true ? asDefinition(value) : value, out);
  return out.xml.toString();
}
