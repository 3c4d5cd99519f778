import { VirtError } from '@tsvirt/util';
import { readXml, type XmlElement, type XmlWriter } from '@tsvirt/util/xml';
import { type Domain, domain as domainElement } from '../domain/domain.js';
import { group, type ReadOptions, startOutput, startReading } from '../kernel/index.js';
import { withNotice } from '../store/notice.js';
import type { DomainStateName } from './domain-states.js';
import { headFields, statusDocument, validateStatus } from './status-document.js';

const head = group(headFields).spec;

/** What every driver keeps on disk about a domain that runs. */
export interface DomainStatus {
  readonly state: DomainStateName;
  /** One of the state's in `domainStates`. */
  readonly reason: string;
  /** The guest's process; absent while it is being started, and for drivers without one. */
  readonly pid?: number | undefined;
  /** What the guest was given that is not supported, by libvirt's names: `custom-argv`, `host-cpu`. */
  readonly taints?: readonly string[] | undefined;
  /** The live definition, with its id. */
  readonly domain: Domain;
}

/** A status as it was read. */
export interface ReadDomainStatus extends DomainStatus {
  /** The whole document: the driver's own part are its children beside `taint` and `domain`. */
  readonly root: XmlElement;
}

/**
 * Writes the status file of a domain. It holds secrets: only its owner may read the file.
 * @param writeOwn writes the driver's own part, elements that stand before the definition
 */
export function formatDomainStatus(status: DomainStatus, writeOwn?: (xml: XmlWriter) => void): string {
  const { domain } = status;
  const out = startOutput({ secure: true });
  const { xml } = out;
  xml.open('domstatus');
  const common = { ...status, taints: status.taints ?? [] };
  head.attributes?.(common, out);
  head.children?.(common, out);
  writeOwn?.(xml);
  domainElement.write(domain, out);
  xml.close();
  return withNotice(`edit ${domain.name}`, xml.toString());
}

/**
 * Reads the status file of a domain.
 * @throws XML_DETAIL, XML_ERROR and others for what is no status, INTERNAL_ERROR for a state that does not exist
 */
export function parseDomainStatus(
  text: string | Uint8Array,
  options: Pick<ReadOptions, 'domainTypes'> = {},
): ReadDomainStatus {
  const root = readXml(text, { domain: 'DOMAIN' });
  if (root.name !== 'domstatus')
    throw new VirtError('XML_ERROR', 'DOMAIN', `unexpected root element <${root.name}>, expecting <domstatus>`);
  const { own: _own, ...status } = statusDocument.read(root, startReading(root, options));
  validateStatus(status);
  // Files of a guest that is being started have 0.
  return { ...status, pid: status.pid === 0 ? undefined : status.pid, root };
}
