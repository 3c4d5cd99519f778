import { VirtError, waitFor } from '@tsvirt/util';
import {
  type AccessObject,
  type AccessPolicy,
  type Call,
  type CallOptions,
  type Client,
  type Permission,
  processIdentity,
  type SiblingConnection,
} from '../contract/index.js';
import { type EventObject, remote, type RemoteProcedures } from '../protocol/index.js';
import type { WireValue } from '../protocol/procedure.js';
import { type AccessSubject, checkAcl, demand, filtered } from '../rpc/access-checks.js';
import { apiDomain } from '../rpc/api-domain.js';
import type { OpenedConnection } from '../rpc/connection-opener.js';
import { refusedReadOnly } from '../rpc/refusals.js';
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
      if (!isProcedure(name)) return undefined;
      let found = functions.get(name);
      if (found === undefined) functions.set(name, (found = callerOf(name, opened, options)));
      return found;
    },
    has: (_, name) => isProcedure(name),
  });
  // Every procedure's name gives a function that passes that procedure's values to its handler and back.
  return client as Client<RemoteProcedures>;
}

type Caller = (args: WireValue, options?: CallOptions) => Promise<unknown>;

function callerOf(name: keyof RemoteProcedures, opened: OpenedConnection, options: SiblingOptions): Caller {
  const { readOnly, policy, signal } = options;
  const procedure = remote.procedureNamed(name);
  const subject = { policy, identity: processIdentity, driver: opened.driverName };
  return async (args, { signal: own, timeoutMs } = {}) => {
    if (readOnly && refusedReadOnly(procedure, args)) {
      throw new VirtError('OPERATION_DENIED', apiDomain(procedure), 'read only access prevents this call');
    }
    const handler: unknown = opened.handlers[name];
    if (typeof handler !== 'function') throw notServed(procedure);
    await checkAcl(procedure, args, subject);
    const limits = [own, timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs)];
    const given = limits.filter(limit => limit !== undefined);
    const until = given.length === 0 ? signal : AbortSignal.any([signal, ...given]);
    const call = new SiblingCall(readOnly, until, subject);
    // The handler stands under the procedure's name, so it gives that procedure's result.
    const reply = Promise.resolve(Reflect.apply(handler, undefined, [args, call]) as WireValue | undefined);
    const ret = await waitFor(reply, { signal: until, domain: apiDomain(procedure), what: procedure.apiName });
    return ret === undefined ? undefined : filtered(procedure, ret, subject);
  };
}

function isProcedure(name: string | symbol): name is keyof RemoteProcedures {
  return typeof name === 'string' && Object.hasOwn(remote.procedures, name);
}

/** What surrounds a call that came from a driver in this process: the daemon's own identity, no descriptors, no stream. */
class SiblingCall implements Call {
  readonly identity = processIdentity;
  readonly readOnly: boolean;
  readonly signal: AbortSignal;
  readonly fds: readonly number[] = [];
  readonly #subject: AccessSubject;

  constructor(readOnly: boolean, signal: AbortSignal, subject: AccessSubject) {
    this.readOnly = readOnly;
    this.signal = signal;
    this.#subject = subject;
  }

  get stream(): never {
    throw new VirtError('NO_SUPPORT', 'RPC', 'streams between drivers of one daemon');
  }

  replyFds(): never {
    throw new VirtError('NO_SUPPORT', 'RPC', 'descriptors between drivers of one daemon');
  }

  require(permission: Permission, object?: AccessObject): Promise<void> {
    return demand(permission, object, this.#subject);
  }

  allows(permission: Permission, object?: AccessObject): boolean | Promise<boolean> {
    const { policy, identity, driver } = this.#subject;
    return policy.allows(identity, driver, permission, object);
  }
}
