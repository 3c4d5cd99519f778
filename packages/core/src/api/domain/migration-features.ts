import { VirtError } from '@tsvirt/util';
import type { CallOptions } from '../../contract/index.js';
import { DomainMigrateFlags } from '../../protocol/enums/index.js';
import type { Connection } from '../connection/connection.js';

/** What drivers say of migration when they are asked for their features (`virDrvFeature`). */
export const MigrationFeature = {
  /** Nobody changes a domain between the steps of its migration. */
  changeProtection: 7,
  /** Domains that do not run migrate. */
  offline: 12,
  /** Parameters have names. */
  parameters: 13,
} as const;

const described = {
  offline: 'migration of domains that do not run',
  parameters: 'migration with named parameters',
} as const;

/** @throws VirtError INVALID_ARG for flags that exclude or need each other, as libvirt's client says it */
export function checkMigrateFlags(flags: number): void {
  const { nonSharedDisk, nonSharedInc, tunnelled, peer2peer } = DomainMigrateFlags;
  const has = (flag: number): boolean => (flags & flag) !== 0;
  const refuse = (what: string): never => {
    throw new VirtError('INVALID_ARG', 'DOMAIN', what);
  };
  if (has(nonSharedDisk) && has(nonSharedInc)) refuse('copying of whole disks and of their tops exclude each other');
  if (has(tunnelled) && !has(peer2peer)) refuse('only hosts that migrate peer to peer tunnel');
}

/** Asks a connection's driver for a feature. */
export async function supports(connection: Connection, feature: number, options?: CallOptions): Promise<boolean> {
  return (await connection.call.connectSupportsFeature({ feature }, options)).supported !== 0;
}

/** @throws VirtError NO_SUPPORT for named parameters, ARGUMENT_UNSUPPORTED for domains that do not run */
export async function requireFeature(
  connection: Connection,
  name: keyof typeof described,
  options?: CallOptions,
): Promise<void> {
  if (await supports(connection, MigrationFeature[name], options)) return;
  throw new VirtError(name === 'offline' ? 'ARGUMENT_UNSUPPORTED' : 'NO_SUPPORT', 'DOMAIN', described[name]);
}
