import { type Fields, type StructOf, struct, type Xdr } from './xdr.js';
import type { XdrReader } from './xdr-reader.js';
import type { XdrWriter } from './xdr-writer.js';

/**
 * A permission check before a call: `object:permission`, checked always, or under a condition
 * (`withFlags`: all bits set in the argument `flags`; `withoutFlags`: none set; `when`: an argument's value).
 */
export interface AclRule {
  readonly permission: `${string}:${string}`;
  readonly withFlags?: number;
  readonly withoutFlags?: number;
  readonly when?: { readonly argument: string; readonly value: number | bigint | string };
}

/** A permission as a table writes it: the plain form for what is checked always. */
export type Acl = AclRule['permission'] | AclRule;

/**
 * When a read-only connection is refused: always (`true`), when any of these bits is set in `flags`, or when an
 * argument has that value.
 */
export type ReadOnlyRule = true | { readonly flags: number } | { readonly argument: string; readonly value: number };

/**
 * What only the wire does with a list, undone here so that handlers and callers deal in plain lists.
 * - `results`: `needResults` 0 asks for the number alone; `count` in the reply holds it in either case.
 * - `params`: `nparams` 0 asks for the number alone, and the reply's `count` holds it (0 once the list is there).
 *   `uncut`: any other number means the whole list, since libvirt's own clients send whatever their memory held.
 * - `limit`: the caller's argument bounds how many items the reply may carry; no count in the reply.
 * - `whole`: nothing is asked, and the reply's `count` repeats the length of its list.
 */
export type Counted =
  | { readonly rule: 'results'; readonly list: string; readonly ask: string; readonly count: string }
  | {
      readonly rule: 'params';
      readonly list: string;
      readonly ask: string;
      readonly count: string;
      readonly max: number;
      readonly uncut?: true;
      /** Drivers take no number but that of the list: clients ask for it first. */
      readonly exact?: true;
    }
  | { readonly rule: 'limit'; readonly list: string; readonly ask: string; readonly max: number }
  | { readonly rule: 'whole'; readonly list: string; readonly count: string };

/** One procedure of a program, as its table writes it. Fields absent mean: low priority, no check, no stream. */
export interface ProcedureSpec {
  readonly number: number;
  readonly args?: Fields;
  readonly ret?: Fields;
  /** `high`: never blocks on a guest. */
  readonly priority?: 'high';
  readonly acl?: readonly Acl[];
  /** Objects without these permissions are left out of the returned list, or of the events. */
  readonly aclFilter?: readonly Acl[];
  readonly readOnlyDenied?: ReadOnlyRule;
  /** Allowed before the client is authenticated. */
  readonly beforeAuth?: true;
  /** `read`: daemon to client; `write`: client to daemon. */
  readonly stream?: 'read' | 'write';
  /** The bit of `flags` that allows holes in the stream. */
  readonly sparseFlag?: number;
  /** Which side sends file descriptors along. */
  readonly fds?: 'call' | 'reply' | 'both';
  readonly counted?: Counted;
  /** Typed parameters that hold text are left out of `params` unless `flags` has `TypedParameterFlags.stringOkay`. */
  readonly stringsOnRequest?: true;
  /** The public function's name where it isn't `vir` + the procedure's name; shown in errors. */
  readonly api?: string;
  /** The libvirt version that introduced it. */
  readonly since?: string;
}

/** One message that the server sends unasked. */
export interface EventSpec {
  readonly number: number;
  readonly args: Fields;
  readonly event: {
    readonly object: 'connect' | 'domain' | 'network' | 'storagePool' | 'nodeDevice' | 'secret' | 'monitor';
    /** The event's number in the public API; absent for the connection's close notice and monitor events. */
    readonly id?: number;
    /** Sent once for each callback, which its `callbackID` names; else once for each connection (the legacy way). */
    readonly perCallback: boolean;
  };
  readonly aclFilter?: readonly Acl[];
}

/** The event table of a program that has no events. */
export type NoEvents = { readonly [name: string]: never };

/** Procedures by name. */
export type ProcedureTable = { readonly [name: string]: ProcedureSpec };
/** Event messages by name. */
export type EventTable = { readonly [name: string]: EventSpec };

/** What a handler receives: the arguments without what is only the wire's. */
export type ArgsOf<P> = P extends { readonly args: infer F } ? StructOf<F> : NoArgs;
/** What a handler returns. */
export type RetOf<P> = P extends { readonly ret: infer F } ? StructOf<F> : void;
/** The arguments of a procedure that takes none. */
export type NoArgs = { readonly [name: string]: never };

// A generic parameter would let unknown keys of an entry pass; mapping them to `never` makes a typo an error again.
type OnlyKnown<T, Spec> = { readonly [P in keyof T]: { readonly [K in Exclude<keyof T[P], keyof Spec>]: never } };

/** Declares procedures; the value is the table as written, checked. */
export function procedures<const T extends ProcedureTable>(table: T & OnlyKnown<T, ProcedureSpec>): T {
  return table;
}

/** Declares event messages. */
export function events<const T extends EventTable>(table: T & OnlyKnown<T, EventSpec>): T {
  return table;
}

/** A procedure with its codecs, for dispatch and clients. Values are the wire's structs, hidden fields included. */
export interface Procedure {
  readonly name: string;
  /** The public function's name, for messages: `virDomainGetInfo`. */
  readonly apiName: string;
  readonly number: number;
  readonly spec: ProcedureSpec;
  decodeArgs(reader: XdrReader): WireValue;
  encodeArgs(writer: XdrWriter, args: WireValue): void;
  decodeRet(reader: XdrReader): WireValue;
  encodeRet(writer: XdrWriter, ret: WireValue): void;
}

/** An event message with its codec. */
export interface EventMessage {
  readonly name: string;
  readonly number: number;
  readonly spec: EventSpec;
  encode(writer: XdrWriter, args: WireValue): void;
  decode(reader: XdrReader): WireValue;
}

/** A struct of the wire whose exact type the table knows and generic code does not. */
export type WireValue = Readonly<Record<string, unknown>>;

/** A program of the protocol: its tables, and its entries by number. */
export interface Program<P extends ProcedureTable = ProcedureTable, E extends EventTable = EventTable> {
  readonly name: string;
  readonly id: number;
  readonly version: number;
  readonly procedures: P;
  readonly events: E;
  procedure(number: number): Procedure | undefined;
  /** @throws Error for a name that the table does not have. */
  procedureNamed(name: keyof P & string): Procedure;
  event(number: number): EventMessage | undefined;
  /** @throws Error for a name that the table does not have. */
  eventNamed(name: keyof E & string): EventMessage;
}

/** Makes a program out of its tables. Codecs are built when a procedure is first used. */
export function program<P extends ProcedureTable, E extends EventTable>(
  name: string,
  id: number,
  version: number,
  procedureTable: P,
  eventTable: E,
): Program<P, E> {
  const byNumber = new Map<number, Procedure>();
  const byName = new Map<string, Procedure>();
  for (const [key, spec] of Object.entries(procedureTable)) {
    const entry = new TableProcedure(key, spec);
    if (byNumber.has(spec.number)) throw new Error(`${name}: procedure ${spec.number} is declared twice`);
    byNumber.set(spec.number, entry);
    byName.set(key, entry);
  }
  const eventsByNumber = new Map<number, EventMessage>();
  const eventsByName = new Map<string, EventMessage>();
  for (const [key, spec] of Object.entries(eventTable)) {
    const entry = new TableEvent(key, spec);
    if (byNumber.has(spec.number) || eventsByNumber.has(spec.number))
      throw new Error(`${name}: procedure ${spec.number} is declared twice`);
    eventsByNumber.set(spec.number, entry);
    eventsByName.set(key, entry);
  }
  return {
    name,
    id,
    version,
    procedures: procedureTable,
    events: eventTable,
    procedure: number => byNumber.get(number),
    procedureNamed: key => known(byName.get(key), name, key),
    event: number => eventsByNumber.get(number),
    eventNamed: key => known(eventsByName.get(key), name, key),
  };
}

function known<T>(entry: T | undefined, programName: string, key: string): T {
  if (entry === undefined) throw new Error(`${programName} has no entry ${key}`);
  return entry;
}

const nothing: Xdr<WireValue> = { encode: () => {}, decode: () => ({}) };

class TableProcedure implements Procedure {
  readonly name: string;
  readonly apiName: string;
  readonly number: number;
  readonly spec: ProcedureSpec;
  #args: Xdr<WireValue> | undefined;
  #ret: Xdr<WireValue> | undefined;

  constructor(name: string, spec: ProcedureSpec) {
    this.name = name;
    this.apiName = spec.api ?? `vir${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    this.number = spec.number;
    this.spec = spec;
  }

  decodeArgs(reader: XdrReader): WireValue {
    this.#args ??= compile(this.spec.args);
    return this.#args.decode(reader);
  }

  encodeArgs(writer: XdrWriter, args: WireValue): void {
    this.#args ??= compile(this.spec.args);
    this.#args.encode(writer, args);
  }

  decodeRet(reader: XdrReader): WireValue {
    this.#ret ??= compile(this.spec.ret);
    return this.#ret.decode(reader);
  }

  encodeRet(writer: XdrWriter, ret: WireValue): void {
    this.#ret ??= compile(this.spec.ret);
    this.#ret.encode(writer, ret);
  }
}

class TableEvent implements EventMessage {
  readonly name: string;
  readonly number: number;
  readonly spec: EventSpec;
  #args: Xdr<WireValue> | undefined;

  constructor(name: string, spec: EventSpec) {
    this.name = name;
    this.number = spec.number;
    this.spec = spec;
  }

  encode(writer: XdrWriter, args: WireValue): void {
    this.#args ??= compile(this.spec.args);
    this.#args.encode(writer, args);
  }

  decode(reader: XdrReader): WireValue {
    this.#args ??= compile(this.spec.args);
    return this.#args.decode(reader);
  }
}

// The struct's inferred type is that of the table's literal; generic code only passes values on: the widest is sound.
function compile(fields: Fields | undefined): Xdr<WireValue> {
  return fields === undefined ? nothing : (struct(fields) as Xdr<WireValue>);
}
