import { DomainMigrateFlags as Flag, DomainMigrateParam as Name, type TypedParam } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import type { TestHost } from '../../host/test-host.js';
import type { TestDomain } from '../test-domain.js';
import { readRequest, withText } from './migration-request.js';
import { begin, confirm, perform } from './outgoing.js';

/** Flags that mean the source only, or say who leads. */
const notThere = Flag.peer2peer | Flag.tunnelled | Flag.abortOnError | Flag.autoConverge;
/** How long the destination may take for one of its steps. */
const stepMs = 30_000;

/**
 * The host leads the migration itself: it connects to the daemon of the destination and goes through all steps with it.
 * What happens in one process, tunnelled or not, moves no memory.
 * @throws VirtError what failed first; the guest then goes on here, and nothing is left there
 */
export async function migrateToPeer(
  host: TestHost,
  domain: TestDomain,
  daemonUri: string,
  given: readonly TypedParam[],
  flags: number,
  signal: AbortSignal,
): Promise<void> {
  if (host.openConnection === undefined)
    throw new VirtError('NO_SUPPORT', 'TEST', 'this host cannot connect to another one');
  await using there = await host.openConnection(daemonUri, signal);
  const request = readRequest(given, flags, 'domainMigratePerform3Params');
  const thereFlags = flags & ~notThere;
  const { cookieOut: begun, xml } = begin(host, domain, request);
  const name = request.name ?? domain.name;
  let params = withText(withText(given, Name.destXml, xml), Name.destName, name);
  const limits = { signal, timeoutMs: stepMs };
  const prepared = await there.call.domainMigratePrepare3Params({ params, cookieIn: begun, flags: thereFlags }, limits);
  if (prepared.uriOut !== null) params = withText(params, Name.uri, prepared.uriOut);
  let cookieIn = prepared.cookieOut;
  let failure: unknown;
  if ((flags & Flag.offline) === 0) {
    try {
      cookieIn = await perform(host, domain, request, cookieIn, signal);
    } catch (reason) {
      failure = reason;
    }
  }
  const cancelled = failure === undefined ? 0 : 1;
  try {
    // Whatever the caller's patience, the destination must be told.
    await there.call.domainMigrateFinish3Params(
      { params, cookieIn, flags: thereFlags, cancelled },
      { timeoutMs: stepMs },
    );
  } catch (reason) {
    failure ??= reason;
  }
  confirm(host, domain, request, failure !== undefined);
  if (failure !== undefined) throw VirtError.wrap(failure, 'TEST');
}
