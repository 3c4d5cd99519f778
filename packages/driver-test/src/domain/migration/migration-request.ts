import { DomainMigrateFlags as Flag, DomainMigrateParam as Name, type TypedParam } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { checkFlags } from '../../host/flags.js';

/** What a caller wants of a migration. */
export interface MigrationRequest {
  readonly flags: number;
  readonly name: string | undefined;
  readonly xml: string | undefined;
  readonly persistentXml: string | undefined;
  readonly uri: string | undefined;
  /** MiB/s; 0 is no limit. */
  readonly bandwidth: bigint;
}

const knownFlags = Object.values(Flag).reduce((all, flag) => all | flag, 0);
const texts: ReadonlySet<string> = new Set([
  Name.destName,
  Name.destXml,
  Name.persistXml,
  Name.uri,
  Name.graphicsUri,
  Name.listenAddress,
  Name.disksUri,
  Name.tlsDestination,
  Name.compression,
  Name.migrateDisks,
  Name.migrateDisksDetectZeroes,
]);
const known: ReadonlySet<string> = new Set(Object.values(Name));

/**
 * Reads flags and named parameters of one of a migration's steps.
 * @throws VirtError INVALID_ARG for those that there are not, and for flags that exclude each other
 */
export function readRequest(params: readonly TypedParam[], flags: number, procedure: string): MigrationRequest {
  checkFlags(flags, knownFlags, procedure);
  for (const { field, value } of params) {
    if (!known.has(field))
      throw new VirtError('INVALID_ARG', 'NONE', `parameter '${field}' is not one of a migration's`);
    if (texts.has(field) !== (value.type === 'string'))
      throw new VirtError('INVALID_ARG', 'NONE', `parameter '${field}' of a migration is of type ${value.type}`);
  }
  checkCombination(flags);
  const text = (name: string): string | undefined => {
    const value = params.find(({ field }) => field === name)?.value;
    return value?.type === 'string' ? value.value : undefined;
  };
  const bandwidth = params.find(({ field }) => field === Name.bandwidth)?.value;
  return {
    flags,
    name: text(Name.destName),
    xml: text(Name.destXml),
    persistentXml: text(Name.persistXml),
    uri: text(Name.uri),
    bandwidth: bandwidth?.type === 'ullong' ? bandwidth.value : 0n,
  };
}

function checkCombination(flags: number): void {
  const both = (first: number, second: number): boolean => (flags & first) !== 0 && (flags & second) !== 0;
  const refuse = (what: string): never => {
    throw new VirtError('INVALID_ARG', 'DOMAIN', what);
  };
  if (both(Flag.nonSharedDisk, Flag.nonSharedInc)) refuse('copying of all disks and of their tops exclude each other');
  if (both(Flag.tunnelled, Flag.parallel)) refuse('tunnelled and parallel migration exclude each other');
  if ((flags & Flag.offline) === 0) return;
  const storage = Flag.nonSharedDisk | Flag.nonSharedInc;
  if ((flags & (storage | Flag.tunnelled)) !== 0)
    throw new VirtError('OPERATION_INVALID', 'TEST', 'offline migration moves neither storage nor memory');
  if ((flags & Flag.persistDest) === 0)
    throw new VirtError(
      'OPERATION_INVALID',
      'TEST',
      'offline migration must be specified with the persistent flag set',
    );
}

/** The same parameters with one text more, or another one in its place. */
export function withText(params: readonly TypedParam[], field: string, value: string): TypedParam[] {
  return [...params.filter(param => param.field !== field), { field, value: { type: 'string', value } }];
}
