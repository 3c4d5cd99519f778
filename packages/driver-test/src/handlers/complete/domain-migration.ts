import type { Call, DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainMigrateFlags as Flag,
  DomainMigrateMaxSpeedFlags,
  DomainMigrateParam as Name,
  type NonnullDomain,
  type TypedParam,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { IncomingMigrations, type Prepared } from '../../domain/migration/incoming.js';
import { readRequest } from '../../domain/migration/migration-request.js';
import type { MigrationTuning } from '../../domain/migration/migration-tuning.js';
import { begin, confirm, paceOf, perform } from '../../domain/migration/outgoing.js';
import { migrateToPeer } from '../../domain/migration/peer-to-peer.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';
import { textParam, uint64 } from '../../host/typed-params.js';

const { postcopy } = DomainMigrateMaxSpeedFlags;
/** What bandwidths are refused above: more bytes a second than a signed 64-bit number holds. */
const maxBandwidth = 8_796_093_022_207n;

type Bytes = ArrayLike<number>;

/** Guests move between hosts, in the steps of libvirt's protocol 3. */
export function domainMigrationHandlers(host: TestHost): DriverHandlers {
  const incoming = new IncomingMigrations(host);

  const performed = async (
    dom: NonnullDomain,
    dconnuri: string | null,
    params: readonly TypedParam[],
    cookieIn: Bytes,
    flags: number,
    call: Call,
  ): Promise<{ cookieOut: Uint8Array }> => {
    const request = readRequest(params, flags, 'domainMigratePerform3Params');
    const domain = host.domains.find(dom);
    if ((flags & Flag.peer2peer) === 0)
      return { cookieOut: await perform(host, domain, request, Uint8Array.from(cookieIn), call.signal) };
    if (dconnuri === null) throw new VirtError('INTERNAL_ERROR', 'TEST', 'peer to peer migration names no daemon');
    await migrateToPeer(host, domain, dconnuri, params, flags, call.signal);
    return { cookieOut: new Uint8Array(0) };
  };

  const prepared = (
    params: readonly TypedParam[],
    cookieIn: Bytes,
    flags: number,
    procedure: string,
    { connection }: Call,
  ): Prepared => incoming.prepare(readRequest(params, flags, procedure), Uint8Array.from(cookieIn), connection);

  const tune = (dom: NonnullDomain, change: Partial<MigrationTuning>): void => {
    const { runtime } = host.domains.find(dom);
    runtime.tuning = { ...runtime.tuning, ...change };
  };

  const tuningOf = (dom: NonnullDomain): MigrationTuning => host.domains.find(dom).runtime.tuning;

  return {
    domainMigrateBegin3Params: ({ dom, params, flags }) =>
      begin(host, host.domains.find(dom), readRequest(params, flags, 'domainMigrateBegin3Params')),
    domainMigratePrepare3Params: ({ params, cookieIn, flags }, call) =>
      prepared(params, cookieIn, flags, 'domainMigratePrepare3Params', call),
    domainMigratePerform3Params: ({ dom, dconnuri, params, cookieIn, flags }, call) =>
      performed(dom, dconnuri, params, cookieIn, flags, call),
    domainMigrateFinish3Params({ params, cookieIn, flags, cancelled }) {
      const request = readRequest(params, flags, 'domainMigrateFinish3Params');
      const { domain, cookieOut } = incoming.finish(request, Uint8Array.from(cookieIn), cancelled !== 0);
      return { dom: domain.reference, cookieOut };
    },
    domainMigrateConfirm3Params({ dom, params, flags, cancelled }) {
      const request = readRequest(params, flags, 'domainMigrateConfirm3Params');
      confirm(host, host.domains.find(dom), request, cancelled !== 0);
    },

    // The same steps as clients take them that know no named parameters.
    domainMigrateBegin3: ({ dom, xmlin, flags, dname, bandwidth }) =>
      begin(
        host,
        host.domains.find(dom),
        readRequest(named({ xml: xmlin, dname, bandwidth }), Number(flags), 'domainMigrateBegin3'),
      ),
    domainMigratePrepare3: ({ cookieIn, uriIn, flags, dname, bandwidth, domXml }, call) =>
      prepared(
        named({ xml: domXml, dname, bandwidth, uri: uriIn }),
        cookieIn,
        Number(flags),
        'domainMigratePrepare3',
        call,
      ),
    domainMigratePerform3: ({ dom, xmlin, cookieIn, dconnuri, uri, flags, dname, bandwidth }, call) =>
      performed(dom, dconnuri, named({ xml: xmlin, dname, bandwidth, uri }), cookieIn, Number(flags), call),
    domainMigrateFinish3({ dname, cookieIn, flags, cancelled }) {
      const request = readRequest(named({ dname }), Number(flags), 'domainMigrateFinish3');
      const { domain, cookieOut } = incoming.finish(request, Uint8Array.from(cookieIn), cancelled !== 0);
      return { dom: domain.reference, cookieOut };
    },
    domainMigrateConfirm3({ dom, flags, cancelled }) {
      const request = readRequest([], Number(flags), 'domainMigrateConfirm3');
      confirm(host, host.domains.find(dom), request, cancelled !== 0);
    },

    domainMigrateStartPostCopy({ dom, flags }) {
      checkFlags(flags, 0, 'domainMigrateStartPostCopy');
      const { job } = host.domains.findActive(dom).runtime;
      if (job?.operation !== 'migrationOut')
        throw new VirtError(
          'OPERATION_INVALID',
          'TEST',
          'post-copy can only be started while outgoing migration is in progress',
        );
      if (!job.allowsPostcopy)
        throw new VirtError(
          'OPERATION_INVALID',
          'TEST',
          'switching to post-copy requires migration to be started with VIR_MIGRATE_POSTCOPY flag',
        );
      job.isPostcopy = true;
      job.progress.setSpeed(Number.POSITIVE_INFINITY);
    },

    domainMigrateSetMaxDowntime({ dom, downtime, flags }) {
      checkFlags(flags, 0, 'domainMigrateSetMaxDowntime');
      host.domains.findActive(dom);
      tune(dom, { downtimeMs: downtime });
    },
    domainMigrateGetMaxDowntime({ dom, flags }) {
      checkFlags(flags, 0, 'domainMigrateGetMaxDowntime');
      host.domains.findActive(dom);
      return { downtime: tuningOf(dom).downtimeMs };
    },
    domainMigrateSetMaxSpeed({ dom, bandwidth, flags }) {
      checkFlags(flags, postcopy, 'domainMigrateSetMaxSpeed');
      if (bandwidth > maxBandwidth)
        throw new VirtError('OVERFLOW', 'TEST', `bandwidth must be less than ${maxBandwidth + 1n}`);
      if ((flags & postcopy) !== 0) return tune(dom, { postcopyBandwidth: bandwidth });
      tune(dom, { bandwidth });
      const domain = host.domains.find(dom);
      const { job } = domain.runtime;
      if (job?.operation === 'migrationOut') job.progress.setSpeed(paceOf(host, domain, bandwidth));
    },
    domainMigrateGetMaxSpeed({ dom, flags }) {
      checkFlags(flags, postcopy, 'domainMigrateGetMaxSpeed');
      const { bandwidth, postcopyBandwidth } = tuningOf(dom);
      return { bandwidth: (flags & postcopy) !== 0 ? postcopyBandwidth : bandwidth };
    },
    domainMigrateSetCompressionCache({ dom, cacheSize, flags }) {
      checkFlags(flags, 0, 'domainMigrateSetCompressionCache');
      host.domains.findActive(dom);
      tune(dom, { cacheSize });
    },
    domainMigrateGetCompressionCache({ dom, flags }) {
      checkFlags(flags, 0, 'domainMigrateGetCompressionCache');
      host.domains.findActive(dom);
      return { cacheSize: tuningOf(dom).cacheSize };
    },
  };
}

interface Unnamed {
  readonly xml?: string | null;
  readonly dname?: string | null;
  readonly uri?: string | null;
  readonly bandwidth?: bigint;
}

function named({ xml = null, dname = null, uri = null, bandwidth = 0n }: Unnamed): TypedParam[] {
  return [
    ...(xml === null ? [] : [textParam(Name.destXml, xml)]),
    ...(dname === null ? [] : [textParam(Name.destName, dname)]),
    ...(uri === null ? [] : [textParam(Name.uri, uri)]),
    ...(bandwidth === 0n ? [] : [uint64(Name.bandwidth, bandwidth)]),
  ];
}
