import { VirtError } from '@tsvirt/util';
import type { CallOptions } from '../../contract/index.js';
import { DomainMigrateFlags, DomainMigrateParam } from '../../protocol/enums/index.js';
import type { TypedParam } from '../../protocol/typed-param.js';
import type { DomainMigrateOptions } from '../call-flags.js';
import type { Connection } from '../connection/connection.js';
import { type MigrateParameters, migrateParameters } from '../parameters/domain-jobs.js';
import { Domain } from './domain.js';

/** Drivers with this feature keep others from changing a domain while it migrates (`VIR_DRV_FEATURE_MIGRATE_CHANGE_PROTECTION`). */
const changeProtectionFeature = 7;
/** Drivers with this feature know migration with named parameters (`VIR_DRV_FEATURE_MIGRATION_PARAMS`). */
const parametersFeature = 13;

const noCookie = new Uint8Array(0);

/**
 * Moves a guest to another connection's host. This program leads both sides through the five steps of protocol 3; the
 * guest's memory goes from host to host.
 * @returns the domain on the destination
 * @throws VirtError what the side said that failed; the guest then goes on where it was
 */
export async function migrateManaged(
  source: Domain,
  destination: Connection,
  parameters: MigrateParameters,
  givenFlags: number,
  options: CallOptions | undefined,
): Promise<Domain> {
  if ((givenFlags & (DomainMigrateFlags.peer2peer | DomainMigrateFlags.tunnelled)) !== 0) {
    throw new VirtError('INVALID_ARG', 'DOMAIN', 'the hosts migrate peer to peer by migrateToURI3');
  }
  const { call } = source.connection;
  await requireParameters(source.connection, options);
  await requireParameters(destination, options);
  const dom = source.ref;
  const { supported } = await call.connectSupportsFeature({ feature: changeProtectionFeature }, options);
  const flags = supported === 0 ? givenFlags : givenFlags | DomainMigrateFlags.changeProtection;
  const notThere = DomainMigrateFlags.abortOnError | DomainMigrateFlags.autoConverge;
  const thereFlags = flags & ~notThere;
  let params = migrateParameters.encode(parameters);
  const begun = await call.domainMigrateBegin3Params({ dom, params, flags }, options);
  params = withText(params, DomainMigrateParam.destXml, begun.xml);
  let cookie = noCookie;
  let failure: unknown;
  let cancelled = false;
  try {
    const prepared = await destination.call.domainMigratePrepare3Params(
      { params, cookieIn: begun.cookieOut, flags: thereFlags },
      options,
    );
    if (prepared.uriOut !== null) params = withText(params, DomainMigrateParam.uri, prepared.uriOut);
    cookie = Uint8Array.from(prepared.cookieOut);
  } catch (reason) {
    // Nothing waits at the destination: only the source is told that it is over.
    await confirm(true, noCookie);
    throw reason;
  }
  if ((flags & DomainMigrateFlags.offline) === 0) {
    try {
      const performed = await call.domainMigratePerform3Params(
        { dom, dconnuri: null, params, cookieIn: cookie, flags },
        options,
      );
      cookie = Uint8Array.from(performed.cookieOut);
    } catch (reason) {
      failure = reason;
      cancelled = true;
    }
  }
  if (parameters.destName === undefined) params = withText(params, DomainMigrateParam.destName, source.name);
  let arrived: Domain | undefined;
  try {
    // From here on both sides must be told, whatever the caller's patience.
    const finished = await destination.call.domainMigrateFinish3Params({
      params,
      cookieIn: cookie,
      flags: thereFlags,
      cancelled: cancelled ? 1 : 0,
    });
    cookie = Uint8Array.from(finished.cookieOut);
    if (!cancelled) arrived = new Domain(destination, finished.dom);
  } catch (reason) {
    failure ??= reason;
  }
  await confirm(arrived === undefined, cookie);
  if (arrived === undefined)
    throw failure ?? new VirtError('OPERATION_FAILED', 'DOMAIN', 'the migration was cancelled');
  return arrived;

  async function confirm(isCancelled: boolean, cookieIn: Uint8Array): Promise<void> {
    const told = call.domainMigrateConfirm3Params({ dom, params, cookieIn, flags, cancelled: isCancelled ? 1 : 0 });
    // A guest that arrived stays arrived; of a migration that failed, its own error says more than this one.
    await told.catch(() => {});
  }
}

/** Has the source's daemon move the guest by itself: to the daemon at `daemonUri`, or straight to the parameter `uri`. */
export async function migrateUnmanaged(
  source: Domain,
  daemonUri: string | undefined,
  parameters: MigrateParameters,
  flags: number,
  options: CallOptions | undefined,
): Promise<void> {
  const peerToPeer = (flags & DomainMigrateFlags.peer2peer) !== 0;
  if (peerToPeer && daemonUri === undefined) {
    throw new VirtError('INVALID_ARG', 'DOMAIN', "peer to peer migration needs the URI of the destination's daemon");
  }
  await requireParameters(source.connection, options);
  await source.connection.call.domainMigratePerform3Params(
    {
      dom: source.ref,
      dconnuri: peerToPeer ? (daemonUri ?? null) : null,
      params: migrateParameters.encode(parameters),
      cookieIn: noCookie,
      flags,
    },
    options,
  );
}

/** Options of the older migration calls, which name their parameters one by one. */
export type SimpleMigrateOptions = DomainMigrateOptions & {
  /** Name of the domain at the destination; its present one unless given. */
  readonly name?: string | undefined;
  /** Where the guest's memory goes: `tcp://host`. The destination chooses unless given. */
  readonly uri?: string | undefined;
  /** In MiB/s; the hypervisor's default unless given. */
  readonly bandwidth?: bigint | undefined;
};

/** The named parameters of such options. */
export function simpleParameters({ name, uri, bandwidth }: SimpleMigrateOptions, destXml?: string): MigrateParameters {
  return { destName: name, uri, bandwidth: bandwidth === 0n ? undefined : bandwidth, destXml };
}

async function requireParameters(connection: Connection, options: CallOptions | undefined): Promise<void> {
  const { supported } = await connection.call.connectSupportsFeature({ feature: parametersFeature }, options);
  if (supported === 0) throw new VirtError('NO_SUPPORT', 'DOMAIN', 'migration with named parameters');
}

function withText(params: readonly TypedParam[], field: string, value: string): readonly TypedParam[] {
  return [...params.filter(param => param.field !== field), { field, value: { type: 'string', value } }];
}
