import { formatDomainStatus, parseDomainStatus } from '@tsvirt/conf/status';
import { VirtError } from '@tsvirt/util';
import { attribute, child, children, type XmlElement } from '@tsvirt/util/xml';
import { asGuest, type Guest } from '../definition.js';
import { type Phase, phaseOf, spelledPhase } from '../lifecycle.js';
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

/** Writes a status file's text. It holds secrets: only the owner may read the file. */
export function formatStatus(status: Status): string {
  const { phase, definition, files, process } = status;
  const common = { ...spelledPhase(phase), pid: process?.pid, domain: { ...definition, id: status.id } };
  return formatDomainStatus(common, xml => {
    if (process !== undefined) xml.open('process').attribute('starttime', process.startTime).close();
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
  });
}

/** Reads a status file. @throws XML_ERROR and others for what is none */
export function parseStatus(text: string): Status {
  const { root, domain, pid, ...spelled } = parseDomainStatus(text);
  const phase = phaseOf(spelled);
  if (phase === undefined) throw broken(`no reason '${spelled.reason}' of state '${spelled.state}'`);
  const definition = asGuest(domain);
  if (definition.id === undefined) throw broken('a running domain has an id');
  const startTime = attributeOf(root, 'process', 'starttime');
  const actual = attributeOf(root, 'balloon', 'actual');
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
    process: pid === undefined || startTime === undefined ? undefined : { pid, startTime: BigInt(decimal(startTime)) },
    rebootPending: child(root, 'fakereboot') !== undefined,
    vcpuThreads: children(child(root, 'vcpus') ?? root, 'vcpu').map(vcpu => decimal(attribute(vcpu, 'pid') ?? '')),
    balloonKiB: actual === undefined ? undefined : BigInt(decimal(actual)),
  };
}

function broken(what: string): VirtError {
  return new VirtError('XML_ERROR', 'QEMU', `status file: ${what}`);
}

function attributeOf(root: XmlElement, name: string, of: string): string | undefined {
  const element = child(root, name);
  return element === undefined ? undefined : attribute(element, of);
}

function pathOf(root: XmlElement, name: string): string {
  const path = attributeOf(root, name, 'path');
  if (path === undefined || !path.startsWith('/')) throw broken(`no path in element '${name}'`);
  return path;
}

function decimal(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw broken(`'${text}' is not a number`);
  return Number(text);
}
