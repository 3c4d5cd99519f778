import { VirtError } from '@tsvirt/util';
import type { CallOptions } from '../../contract/index.js';
import { ConnectGetAllDomainStatsFlags, DomainXMLFlags } from '../../protocol/enums/index.js';
import type { NonnullDomain } from '../../protocol/objects.js';
import { type DomainStateReport, stateReport } from '../domain/domain-state.js';
import { Domain } from '../domain/domain.js';
import type { ParamRecord } from '../parameters/parameter-group.js';
import { documentAs, type XmlParser } from '../xml-codec.js';
import type { Connection } from './connection.js';
import type { DomainStatsReport } from './domains.js';

/** What a list of domains with their particulars shall have. */
export interface OverviewOptions<D = string> extends CallOptions {
  /** Only these domains: those that run, or those that don't. Both unless given. */
  readonly only?: 'active' | 'inactive' | undefined;
  /** Whether the XML comes along, and which; `as` turns it into a value. */
  readonly xml?:
    | boolean
    | {
        readonly inactive?: boolean | undefined;
        readonly secure?: boolean | undefined;
        readonly as?: XmlParser<D> | undefined;
      }
    | undefined;
}

/** One domain of an overview. */
export interface DomainOverview<D = string> {
  readonly domain: Domain;
  readonly status: DomainStateReport;
  readonly maxMemoryKiB: bigint;
  readonly memoryKiB: bigint;
  readonly vcpus: number;
  /** CPU time that the guest has used in ns. */
  readonly cpuTimeNs: bigint;
  /** What was measured, by the API's names, which `domainStats` nests; empty where the driver measures nothing. */
  readonly stats: ParamRecord;
  /** Undefined when it was not asked for. */
  readonly xml: string | D | undefined;
}

/** Calls under way at once: enough to hide the way to the daemon, few enough to leave others a place. */
const atOnce = 64;

/**
 * All domains with state, size, measurements and, when asked for, XML. List and measurements are one call; what the
 * driver does not measure, and XML, is asked for domain by domain, many at once. Domains that go away meanwhile are left out.
 */
export async function domainOverview<D>(
  connection: Connection,
  options: OverviewOptions<D>,
): Promise<DomainOverview<D>[]> {
  const reports = await listed(connection, options);
  const all: (DomainOverview<D> | undefined)[] = [];
  let next = 0;
  const worker = async () => {
    for (;;) {
      const at = next++;
      const report = reports[at];
      if (report === undefined) return;
      all[at] = await particulars(report, options).catch(leftOut);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, reports.length) }, worker));
  return all.filter(one => one !== undefined);
}

async function listed(connection: Connection, options: OverviewOptions<unknown>): Promise<DomainStatsReport[]> {
  const { only, signal, timeoutMs } = options;
  const limits = { signal, timeoutMs };
  const flags = only === undefined ? 0 : ConnectGetAllDomainStatsFlags[only];
  try {
    return await connection.getAllDomainStats({ flags, ...limits });
  } catch (reason) {
    if (!VirtError.is(reason) || reason.code !== 'NO_SUPPORT') throw reason;
    // The two flags are the same in both calls.
    const { domains } = await connection.call.connectListAllDomains({ flags }, limits);
    return domains.map((dom: NonnullDomain) => ({ domain: new Domain(connection, dom), stats: {} }));
  }
}

async function particulars<D>(
  { domain, stats }: DomainStatsReport,
  options: OverviewOptions<D>,
): Promise<DomainOverview<D>> {
  const [size, xml] = await Promise.all([measured(domain, stats) ?? asked(domain, options), document(domain, options)]);
  return { domain, stats, xml, ...size };
}

type Size = Pick<DomainOverview, 'status' | 'maxMemoryKiB' | 'memoryKiB' | 'vcpus' | 'cpuTimeNs'>;

/** What `domainGetInfo` and `domainGetState` would answer, out of measurements; undefined when one of them is missing. */
function measured(domain: Domain, stats: ParamRecord): Size | undefined {
  const { 'state.state': state, 'state.reason': reason, 'vcpu.current': vcpus } = stats;
  const { 'balloon.maximum': maximum, 'balloon.current': current, 'cpu.time': cpuTimeNs } = stats;
  if (typeof state !== 'number' || typeof reason !== 'number' || typeof vcpus !== 'number') return undefined;
  if (typeof maximum !== 'bigint' || typeof current !== 'bigint' || typeof cpuTimeNs !== 'bigint') return undefined;
  // libvirtd measures CPU time also where there is no guest: then it is of something else.
  const used = domain.id === undefined ? 0n : cpuTimeNs;
  return { status: stateReport(state, reason), maxMemoryKiB: maximum, memoryKiB: current, vcpus, cpuTimeNs: used };
}

async function asked(domain: Domain, options: CallOptions): Promise<Size> {
  const [status, info] = await Promise.all([domain.getState(options), domain.getInfo(options)]);
  const { maxMemoryKiB, memoryKiB, vcpus, cpuTimeNs } = info;
  return { status, maxMemoryKiB, memoryKiB, vcpus, cpuTimeNs };
}

async function document<D>(domain: Domain, options: OverviewOptions<D>): Promise<string | D | undefined> {
  const { xml: wanted = false } = options;
  if (wanted === false) return undefined;
  const { inactive = false, secure = false, as } = wanted === true ? {} : wanted;
  const flags = (inactive ? DomainXMLFlags.inactive : 0) | (secure ? DomainXMLFlags.secure : 0);
  const { xml } = await domain.connection.call.domainGetXMLDesc({ dom: domain.ref, flags }, options);
  return documentAs(xml, { as });
}

function leftOut(reason: unknown): undefined {
  if (VirtError.is(reason) && reason.code === 'NO_DOMAIN') return undefined;
  throw reason;
}
