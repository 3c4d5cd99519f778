import { inWorkspace, read } from '../documents.js';

// The calls by which core's tests reach each function, and what they say of those that stand apart: the shapes are theirs.
const coreTests = (name: string): string => inWorkspace('packages/core/test/api', name);
const { calls }: { readonly calls: Readonly<Record<string, (objects: never) => unknown>> } = await import(
  /* @vite-ignore */ coreTests('calls.ts')
);
const { apart }: { readonly apart: readonly { readonly functions: RegExp; readonly reason: string }[] } = await import(
  /* @vite-ignore */ coreTests('apart.ts')
);

/** A function of libvirt's C API. */
export interface ApiFunction {
  readonly name: string;
  /** The kind of its first argument; null: it has none of the API's objects. */
  readonly self: string | null;
  /** The procedures that it may use, as `program:name`. */
  readonly procedures: readonly string[];
  /** The number of the one that it maps onto; null: the client answers alone, or chooses. */
  readonly number: number | null;
  /** The version of libvirt that brought it; undefined: not known. */
  readonly since?: string;
}

type Facts = Omit<ApiFunction, 'name'>;

// Written from libvirt's API description; its shape is the one above.
const facts: Readonly<Record<string, Facts>> = JSON.parse(await read('packages/core/test/fixtures/protocol/api.json'));

export const apiFunctions: readonly ApiFunction[] = Object.entries(facts).map(([name, of]) => ({ name, ...of }));

/** The classes that the sample objects of core's tests are of. */
const classes: Readonly<Record<string, string>> = {
  closable: 'connection',
  iface: 'interface',
  filter: 'nwfilter',
  binding: 'nwfilterBinding',
  device: 'nodeDevice',
  pool: 'storagePool',
  volume: 'storageVol',
  port: 'networkPort',
};

/**
 * How a function is called here: `domain.getInfo`, `open`; undefined: it stands apart.
 * Taken from the calls by which core's tests reach each function, so that it is what works.
 */
export function methodOf(name: string): string | undefined {
  const text = String(calls[name] ?? '');
  const ofStream = name.startsWith('virStream') ? /\)\)?\.(\w+)\(/.exec(text)?.[1] : undefined;
  if (ofStream !== undefined) return `stream.${ofStream}`;
  const called = /\bo\.(\w+)\.(\w+)\(/.exec(text);
  if (called !== null) return `${classes[called[1] ?? ''] ?? called[1]}.${called[2]}`;
  return /\b(open|openAdmin)\b/.exec(text)?.[1];
}

/** Why a function has no method; undefined: it has one. */
export function reasonApart(name: string): string | undefined {
  return apart.find(({ functions }) => functions.test(name))?.reason;
}
