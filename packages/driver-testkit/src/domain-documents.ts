import { DomainXMLFlags, type NonnullDomain } from '@tsvirt/core/protocol';
import { child, children, attribute, readXml } from '@tsvirt/util/xml';
import type { Stage } from './stage.js';

/** A domain's document, and what its next start would make of it. */
export interface Documents {
  readonly live: string;
  readonly inactive: string;
}

export async function documentsOf({ call }: Stage, dom: NonnullDomain): Promise<Documents> {
  const { xml: live } = await call.domainGetXMLDesc({ dom, flags: 0 });
  const { xml: inactive } = await call.domainGetXMLDesc({ dom, flags: DomainXMLFlags.inactive });
  return { live, inactive };
}

/** The target of the first disk that a domain can write to, or the end of the rule when it has none. */
export async function firstDisk(stage: Stage, dom: NonnullDomain): Promise<string> {
  const { live } = await documentsOf(stage, dom);
  const devices = child(readXml(live), 'devices');
  for (const disk of devices === undefined ? [] : children(devices, 'disk')) {
    const target = child(disk, 'target');
    const name = target === undefined ? undefined : attribute(target, 'dev');
    if (name !== undefined && (attribute(disk, 'device') ?? 'disk') === 'disk') return name;
  }
  return stage.skip('the domain has no disk');
}
