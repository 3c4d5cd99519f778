import type { CallOptions, Connection } from '@tsvirt/core';
import { UsageError } from '../usage-error.js';
import { domains } from './domains.js';
import type { Kind } from './kind.js';
import { kinds } from './kind-table.js';
import type { ManagedObject } from './managed-object.js';

/** An object as the command line names it: `web`, `network/default`, `volume/POOL/NAME`, `snapshot/DOMAIN/NAME`. */
export interface ObjectName {
  readonly kind: Kind;
  /** Name or UUID. */
  readonly name: string;
  /** The pool or domain that it belongs to; empty for kinds that belong to none. */
  readonly owner: string;
}

/** Reads a name; without a kind in front it is a domain's. @throws UsageError */
export function parseObjectName(text: string): ObjectName {
  const [first, ...rest] = text.split('/');
  const kind = kinds.find(({ word }) => word === first);
  if (kind === undefined || rest.length === 0) {
    if (text === '') throw new UsageError('a name is empty');
    return { kind: domains, name: text, owner: '' };
  }
  const [owner = '', ...names] = kind.owner === undefined ? ['', ...rest] : rest;
  const name = names.join('/');
  if (name === '' || (owner === '' && kind.owner !== undefined)) {
    throw new UsageError(`'${text}': expected ${nameForm(kind)}`);
  }
  return { kind, name, owner };
}

/** Reads the name of a domain, for commands that know nothing else. @throws UsageError for an object of another kind */
export function parseDomainName(text: string, command: string): string {
  const { kind, name } = parseObjectName(text);
  if (kind === domains) return name;
  throw new UsageError(`${command} is for domains, not for ${kind.plural}`);
}

/** How objects of a kind are named: `volume/POOL/NAME`. */
export function nameForm({ word, owner }: Kind): string {
  return [word, ...(owner === undefined ? [] : [owner.toUpperCase()]), 'NAME'].join('/');
}

/** The name as the command line takes it; that of a domain stands alone. */
export function objectText({ kind, name, owner }: ObjectName): string {
  if (kind === domains) return name;
  return [kind.word, ...(kind.owner === undefined ? [] : [owner]), name].join('/');
}

/** Finds an object by its name, or by its UUID. @throws VirtError NO_DOMAIN and its like when there is none */
export function findObject(connection: Connection, name: ObjectName, limits: CallOptions): Promise<ManagedObject> {
  return name.kind.find(connection, name, limits);
}
