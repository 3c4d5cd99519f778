import { readFileSync } from 'node:fs';

// The protocol as data: what libvirt's RPC programs consist of, one JSON file a program, up to libvirt 11.7.

/** A type: a scalar's or a named type's name, or a constructor over another type. */
export type TypeText =
  | string
  | { readonly string: number }
  | { readonly opaque: number; readonly fixed?: true }
  | { readonly array: TypeText; readonly max?: number; readonly len?: number }
  | { readonly optional: TypeText };

export interface FieldText {
  readonly name: string;
  readonly type: TypeText;
}

export interface NamedType {
  readonly kind: 'alias' | 'struct' | 'union' | 'enum';
  readonly type: TypeText;
  readonly fields: readonly FieldText[];
  readonly values: Readonly<Record<string, number>>;
  readonly cases: readonly {
    readonly value: number;
    readonly tag: string;
    readonly name: string;
    readonly type: TypeText;
  }[];
}

export interface ProcedureText {
  readonly number: number;
  readonly name: string;
  readonly kind: 'call' | 'event' | 'message';
  readonly args: string | null;
  readonly ret: string | null;
  readonly stream: 'read' | 'write' | null;
  readonly sparseFlag?: string;
  readonly priority: 'high' | 'low';
  readonly acl?: readonly string[];
  readonly aclFilter?: readonly string[];
  readonly readOnlyDenied?: boolean;
  readonly readOnlyDeniedWhen?: string;
  readonly beforeAuth?: boolean;
  readonly fds?: Readonly<Record<string, string>>;
  readonly event?: { readonly object: string; readonly id: number | null; readonly perCallback: boolean };
  readonly api: readonly string[];
  readonly internalApi?: string;
  readonly since?: string;
}

export interface ProgramText {
  readonly program: { readonly name: string; readonly id: number; readonly version: number };
  readonly limits: Readonly<Record<string, number>>;
  readonly types: Readonly<Record<string, NamedType>>;
  readonly procedures: readonly ProcedureText[];
}

export interface ConstantText {
  readonly name: string;
  readonly value: number | string;
  readonly group: string | null;
  readonly sentinel?: boolean;
}

// The files are part of this package and the tests fail loudly where they are not as declared above.
function load<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../fixtures/protocol/${name}.json`, import.meta.url), 'utf8')) as T;
}

export const descriptions: Readonly<Record<string, ProgramText>> = Object.fromEntries(
  ['remote', 'qemu', 'lxc', 'admin', 'keepalive'].map(name => [name, load<ProgramText>(name)]),
);

export const constants: readonly ConstantText[] = load<{ constants: readonly ConstantText[] }>('enums').constants;

/** A type of a program by name; what qemu and lxc import is remote's. */
export function namedType(program: string, name: string): NamedType {
  const found = descriptions[program]?.types[name] ?? descriptions['remote']?.types[name];
  if (found === undefined) throw new Error(`${program} has no type ${name}`);
  return found;
}

/** Fields of an args or ret struct. */
export function fieldsOf(program: string, name: string | null): readonly FieldText[] {
  return name === null ? [] : namedType(program, name).fields;
}

/** `need_results` as `needResults`. */
export function camel(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

const acronyms: Readonly<Record<string, string>> = {
  io: 'IO',
  mac: 'MAC',
  nic: 'NIC',
  pmsuspend: 'PMSuspend',
  pmwakeup: 'PMWakeup',
  rtc: 'RTC',
  sasl: 'SASL',
};

/** The name that a procedure has in our tables: the public function's, or else put together. */
export function tableName(procedure: ProcedureText): string {
  const plain = procedure.name.replaceAll('_', '');
  for (const api of [procedure.internalApi ?? '', ...procedure.api]) {
    const bare = api.replace(/^vir(Adm)?/, '');
    if (bare.toLowerCase() === plain) return bare.charAt(0).toLowerCase() + bare.slice(1);
  }
  const [first = '', ...rest] = procedure.name.split('_');
  return first + rest.map(part => acronyms[part] ?? part.charAt(0).toUpperCase() + part.slice(1)).join('');
}
