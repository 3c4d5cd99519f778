import { domain as domainElement } from '@tsvirt/conf/domain';
import { startOutput, startReading } from '@tsvirt/conf/kernel';
import { VirtError } from '@tsvirt/util';
import { attribute, child, children, readXml, type XmlElement } from '@tsvirt/util/xml';
import { asGuest, type Guest } from '../definition.js';
import { type Phase, phaseOf, reasonText } from '../lifecycle.js';
import type { GuestFiles } from './layout.js';

/** Everything about a running guest that outlives the daemon: enough to take the guest back. */
export interface Status {
  readonly phase: Phase;
  readonly id: number;
  readonly definition: Guest;
  readonly files: GuestFiles;
  /** Absent while QEMU is being started. */
  readonly process: { readonly pid: number; readonly startTime: bigint } | undefined;
  readonly rebootPending: boolean;
  readonly vcpuThreads: readonly number[];
  readonly balloonKiB: bigint | undefined;
}

const notice = (name: string) => `<!--
WARNING: THIS IS AN AUTO-GENERATED FILE. CHANGES TO IT ARE LIKELY TO BE
OVERWRITTEN AND LOST. Changes to this xml configuration should be made using:
  virsh edit ${name}
or other application using the libvirt API.
-->

`;

/** The words at the head of each file, for whoever thinks of editing it. A name can't end the comment. */
export function withNotice(name: string, xml: string): string {
  return notice(name.replaceAll('--', '- -')) + xml;
}

/** Writes a status file's text. It holds secrets: only the owner may read the file. */
export function formatStatus(status: Status): string {
  const { phase, definition, files, process } = status;
  const out = startOutput({ secure: true });
  const { xml } = out;
  xml.open('domstatus').attribute('state', phase.state).attribute('reason', reasonText(phase.reason));
  if (process !== undefined) xml.attribute('pid', process.pid).attribute('starttime', process.startTime);
  xml.open('monitor').attribute('path', files.monitor).attribute('type', 'unix').close();
  xml.open('vcpus');
  for (const [id, pid] of status.vcpuThreads.entries())
    xml.open('vcpu').attribute('id', id).attribute('pid', pid).close();
  xml.close();
  xml.open('libDir').attribute('path', files.folder).close();
  xml.open('channelTargetDir').attribute('path', files.channels).close();
  xml.open('pidFile').attribute('path', files.pid).close();
  if (status.rebootPending) xml.open('fakereboot').close();
  if (status.balloonKiB !== undefined) xml.open('balloon').attribute('actual', status.balloonKiB).close();
  domainElement.write({ ...definition, id: status.id }, out);
  xml.close();
  return withNotice(definition.name, xml.toString());
}

/** Reads a status file. @throws XML_ERROR and others for what is none */
export function parseStatus(text: string): Status {
  const root = readXml(text);
  const phase = phaseOf(attribute(root, 'state'), attribute(root, 'reason'));
  const found = child(root, 'domain');
  if (root.name !== 'domstatus' || phase === undefined || found === undefined)
    throw broken('not the status of a domain');
  const definition = asGuest(domainElement.read(found, startReading(found)));
  if (definition.id === undefined) throw broken('a running domain has an id');
  const pid = attribute(root, 'pid');
  const startTime = attribute(root, 'starttime');
  const actual = child(root, 'balloon');
  return {
    phase,
    id: definition.id,
    definition,
    files: {
      monitor: pathOf(root, 'monitor'),
      folder: pathOf(root, 'libDir'),
      channels: pathOf(root, 'channelTargetDir'),
      pid: pathOf(root, 'pidFile'),
    },
    process:
      pid === undefined || startTime === undefined
        ? undefined
        : { pid: decimal(pid), startTime: BigInt(decimal(startTime)) },
    rebootPending: child(root, 'fakereboot') !== undefined,
    vcpuThreads: children(child(root, 'vcpus') ?? root, 'vcpu').map(vcpu => decimal(attribute(vcpu, 'pid') ?? '')),
    balloonKiB: actual === undefined ? undefined : BigInt(decimal(attribute(actual, 'actual') ?? '')),
  };
}

function broken(what: string): VirtError {
  return new VirtError('XML_ERROR', 'QEMU', `status file: ${what}`);
}

function pathOf(root: XmlElement, name: string): string {
  const element = child(root, name);
  const path = element === undefined ? undefined : attribute(element, 'path');
  if (path === undefined || !path.startsWith('/')) throw broken(`no path in element '${name}'`);
  return path;
}

function decimal(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw broken(`'${text}' is not a number`);
  return Number(text);
}
