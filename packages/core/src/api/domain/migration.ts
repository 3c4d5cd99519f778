import { VirtError } from '@tsvirt/util';
import type { CallOptions } from '../../contract/index.js';
import { DomainMigrateFlags } from '../../protocol/enums/index.js';
import type { DomainMigrateOptions } from '../call-flags.js';
import { type MigrateParameters, migrateParameters } from '../parameters/domain-jobs.js';
import type { Domain } from './domain.js';
import { checkMigrateFlags, requireFeature } from './migration-features.js';

const noCookie = new Uint8Array(0);

/** Has the source's daemon move the guest by itself: to the daemon at `daemonUri`, or straight to the parameter `uri`. */
export async function migrateUnmanaged(
  source: Domain,
  daemonUri: string | undefined,
  parameters: MigrateParameters,
  flags: number,
  options: CallOptions | undefined,
): Promise<void> {
  checkMigrateFlags(flags);
  const peerToPeer = (flags & DomainMigrateFlags.peer2peer) !== 0;
  if (peerToPeer && daemonUri === undefined) {
    throw new VirtError('INVALID_ARG', 'DOMAIN', "peer to peer migration needs the URI of the destination's daemon");
  }
  await requireFeature(source.connection, 'parameters', options);
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
