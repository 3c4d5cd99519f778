import { VirtError, waitFor } from '@tsvirt/util';
import {
  type AccessPolicy,
  type Call,
  type CallOptions,
  type Client,
  processIdentity,
  type SiblingConnection,
} from '../contract/index.js';
import { type EventObject, remote, type RemoteProcedures } from '../protocol/index.js';
import type { ProcedureSpec, WireValue } from '../protocol/procedure.js';
import type { OpenedConnection } from '../rpc/connection-opener.js';
import { notServed } from './secondary-link.js';

/** What surrounds the calls of one sibling connection. */
export interface SiblingOptions {
  readonly readOnly: boolean;
  readonly policy: AccessPolicy;
  /** Ends every call when the daemon stops. */
  readonly signal: AbortSignal;
}

/** The connection that one driver has to another in the same process: calls reach the handlers with nothing in between but the checks. */
export function siblingConnection(opened: OpenedConnection, options: SiblingOptions): SiblingConnection {
  return {
    uri: opened.uri,
    call: clientOf(opened, options),
    // Any of the hubs will do for a secondary driver, which has one; a hypervisor's own is the domains'.
    events: eventObjects.map(object => opened.hubFor(object)).find(hub => hub !== undefined),
    [Symbol.asyncDispose]: async () => {
      await opened.close();
    },
  };
}

const eventObjects: readonly Exclude<EventObject, 'connect'>[] = [
  'domain',
  'network',
  'storagePool',
  'nodeDevice',
  'secret',
  'monitor',
];

/** A client whose functions are made when they are first asked for: most siblings use two or three. */
function clientOf(opened: OpenedConnection, options: SiblingOptions): Client<RemoteProcedures> {
  const functions = new Map<string, unknown>();
  const target: object = {};
  const client = new Proxy(target, {
    get(_, name) {
      if (typeof name !== 'string' || !Object.hasOwn(remote.procedures, name)) return undefined;
      let found = functions.get(name);
      if (found === undefined) functions.set(name, (found = callerOf(name, opened, options)));
      return found;
    },
    has: (_, name) => typeof name === 'string' && Object.hasOwn(remote.procedures, name),
  });
  // Every procedure's name gives a function that passes that procedure's values to its handler and back.
  return client as Client<RemoteProcedures>;
}

type Caller = (args: WireValue, options?: CallOptions) => Promise<unknown>;

function callerOf(name: string, opened: OpenedConnection, { readOnly, policy, signal }: SiblingOptions): Caller {
  const { spec } = remote.procedureNamed(name as keyof RemoteProcedures & string);
  return async (args, callOptions = {}) => {
    if (readOnly && isDenied(spec, args)) {
      throw new VirtError('OPERATION_DENIED', 'RPC', 'read only access prevents this call');
    }
    const handler: unknown = Reflect.get(opened.handlers, name);
    if (typeof handler !== 'function') throw notServed(name);
    const signals = callOptions.signal === undefined ? signal : AbortSignal.any([signal, callOptions.signal]);
    const limit = callOptions.timeoutMs;
    const timed = limit === undefined ? signals : AbortSignal.any([signals, AbortSignal.timeout(limit)]);
    const call = new SiblingCall(readOnly, timed, policy, opened.driverName);
    const reply = Promise.resolve(Reflect.apply(handler, opened.handlers, [args, call]));
    return waitFor(reply, { signal: timed, domain: 'RPC', what: name });
  };
}

function isDenied({ readOnlyDenied: rule }: ProcedureSpec, args: WireValue): boolean {
  if (rule === undefined || rule === true) return rule === true;
  if ('argument' in rule) return args[rule.argument] === rule.value;
  const { flags } = args;
  return typeof flags === 'number' && (flags & rule.flags) !== 0;
}

/** What surrounds a call that came from a driver in this process: the daemon's own identity, no descriptors, no stream. */
class SiblingCall implements Call {
  readonly identity = processIdentity;
  readonly readOnly: boolean;
  readonly signal: AbortSignal;
  readonly fds: readonly number[] = [];
  readonly #policy: AccessPolicy;
  readonly #driver: string;

  constructor(readOnly: boolean, signal: AbortSignal, policy: AccessPolicy, driver: string) {
    this.readOnly = readOnly;
    this.signal = signal;
    this.#policy = policy;
    this.#driver = driver;
  }

  get stream(): never {
    throw new VirtError('NO_SUPPORT', 'RPC', 'streams between drivers of one daemon');
  }

  replyFds(): never {
    throw new VirtError('NO_SUPPORT', 'RPC', 'descriptors between drivers of one daemon');
  }

  async require(...[permission, object]: Parameters<Call['require']>): Promise<void> {
    if (await this.allows(permission, object)) return;
    const what = object?.name === undefined ? '' : ` on ${object.name}`;
    throw new VirtError('ACCESS_DENIED', 'ACCESS', `${permission}${what}`);
  }

  allows(...[permission, object]: Parameters<Call['allows']>): boolean | Promise<boolean> {
    return this.#policy.allows(this.identity, this.#driver, permission, object);
  }
}
