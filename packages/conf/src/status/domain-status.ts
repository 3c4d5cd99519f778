import { VirtError } from '@tsvirt/util';
import { attribute, readXml, type XmlElement, type XmlWriter } from '@tsvirt/util/xml';
import { type Domain, domain as domainElement } from '../domain/domain.js';
import { startOutput, startReading } from '../kernel/index.js';
import { withNotice } from '../store/notice.js';
import { domainStates, type DomainStateName, isDomainStateName } from './domain-states.js';

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
  const { state, reason, pid, taints = [], domain } = status;
  const out = startOutput({ secure: true });
  const { xml } = out;
  xml.open('domstatus').attribute('state', state).attribute('reason', reason);
  if (pid !== undefined) xml.attribute('pid', pid);
  for (const flag of taints) xml.open('taint').attribute('flag', flag).close();
  writeOwn?.(xml);
  domainElement.write(domain, out);
  xml.close();
  return withNotice(`edit ${domain.name}`, xml.toString());
}

/**
 * Reads the status file of a domain.
 * @throws XML_DETAIL, XML_ERROR and others for what is no status, INTERNAL_ERROR for a state that does not exist
 */
export function parseDomainStatus(text: string | Uint8Array): ReadDomainStatus {
  const root = readXml(text, { domain: 'DOMAIN' });
  if (root.name !== 'domstatus')
    throw new VirtError('XML_ERROR', 'DOMAIN', `unexpected root element <${root.name}>, expecting <domstatus>`);
  const state = attribute(root, 'state') ?? '';
  const reason = attribute(root, 'reason') ?? 'unknown';
  if (!isDomainStateName(state)) throw new VirtError('INTERNAL_ERROR', 'DOMAIN', `invalid domain state '${state}'`);
  const reasons: readonly string[] = domainStates[state];
  if (!reasons.includes(reason))
    throw new VirtError('INTERNAL_ERROR', 'DOMAIN', `invalid reason '${reason}' of domain state '${state}'`);
  const children = root.children.filter(child => child.kind === 'element');
  const definition = children.find(({ name }) => name === 'domain');
  if (definition === undefined) throw new VirtError('XML_ERROR', 'DOMAIN', 'no domain in status file');
  const taints = children.flatMap(child => {
    const flag = child.name === 'taint' ? attribute(child, 'flag') : undefined;
    return flag === undefined ? [] : [flag];
  });
  return {
    state,
    reason,
    pid: readPid(attribute(root, 'pid')),
    taints,
    domain: domainElement.read(definition, startReading(definition)),
    root,
  };
}

function readPid(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,10}$/.test(text)) throw new VirtError('INTERNAL_ERROR', 'DOMAIN', `invalid pid '${text}'`);
  // Files of a guest that is being started have 0.
  return Number(text) === 0 ? undefined : Number(text);
}
