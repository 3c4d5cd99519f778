import { UsageError } from '../usage-error.js';

/** Kinds of objects as they are called on the command line. */
export const objectKinds = [
  'domain',
  'network',
  'pool',
  'volume',
  'secret',
  'device',
  'interface',
  'filter',
  'binding',
  'snapshot',
  'checkpoint',
] as const;
export type ObjectKind = (typeof objectKinds)[number];

/** Kinds that are named within another object: a volume in its pool, points in time of their domain. */
const owned: ReadonlySet<ObjectKind> = new Set<ObjectKind>(['volume', 'snapshot', 'checkpoint']);

/** An object as the command line names it: `web`, `network/default`, `volume/POOL/NAME`, `snapshot/DOMAIN/NAME`. */
export interface ObjectName {
  readonly kind: ObjectKind;
  /** Name or UUID; for secrets the UUID. */
  readonly name: string;
  /** The pool or domain that it belongs to; undefined for kinds that belong to none. */
  readonly owner: string | undefined;
}

/** Reads a name; without a kind in front it is a domain's. @throws UsageError */
export function parseObjectName(text: string): ObjectName {
  const [first = '', ...rest] = text.split('/');
  const kind = objectKinds.find(known => known === first);
  if (kind === undefined || rest.length === 0) {
    if (text === '') throw new UsageError('a name is empty');
    return { kind: 'domain', name: text, owner: undefined };
  }
  const [owner, ...names] = owned.has(kind) ? rest : [undefined, ...rest];
  const name = names.join('/');
  if (name === '' || owner === '') {
    throw new UsageError(`'${text}': expected ${owned.has(kind) ? `${kind}/OWNER/NAME` : `${kind}/NAME`}`);
  }
  return { kind, name, owner };
}

/** The name as the command line takes it; that of a domain stands alone. */
export function objectText({ kind, name, owner }: ObjectName): string {
  if (kind === 'domain') return name;
  return [kind, ...(owner === undefined ? [] : [owner]), name].join('/');
}
