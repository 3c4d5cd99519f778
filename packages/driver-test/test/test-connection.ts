import type { Call, Client, DriverConnection, DriverHandlers, RunningDriver, StreamEnd } from '@tsvirt/core/contract';
import { ConnectionTies, declined, processIdentity } from '@tsvirt/core/contract';
import type { RemoteProcedures } from '@tsvirt/core/protocol';
import { logger, VirtError, VirUri } from '@tsvirt/util';
import driver from '../src/index.js';

/** A connection to the mock hypervisor inside this process, its calls typed by the procedure table. */
export interface TestConnection {
  readonly call: Client<RemoteProcedures>;
  readonly connection: DriverConnection;
  /** What the handler of the last call with a stream offered to send. */
  readonly sent: Uint8Array[];
  /** Opens the same URI once more on the same driver. */
  another(): Promise<TestConnection>;
}

/** Starts the driver, with a context in which there is nothing else. */
export function startDriver(): Promise<RunningDriver> {
  const folder = '/nonexistent';
  return driver.start({
    directories: { etc: folder, run: folder, lib: folder, cache: folder, log: folder },
    log: logger('driver-test'),
    privileged: false,
    libVersion: 9_000_000,
    hostUuid: undefined,
    signal: new AbortController().signal,
    openConnection: () => Promise.reject(new VirtError('NO_CONNECT', 'NONE', 'no siblings here')),
  });
}

/** Starts the driver anew and opens a URI on it. */
export async function openTest(uri = 'test:///default'): Promise<TestConnection> {
  const running = await startDriver();
  const { signal } = new AbortController();
  const request = { uri: VirUri.parse(uri), readOnly: false, identity: processIdentity, signal };
  const another = async (): Promise<TestConnection> => {
    const connection = await running.open(request);
    if (connection === declined) throw new Error(`${uri} was declined`);
    const sent: Uint8Array[] = [];
    return { connection, sent, call: callerOf(connection.handlers, sent), another };
  };
  return another();
}

/** Calls handlers as a server does, without a wire between. */
function callerOf(handlers: DriverHandlers, sent: Uint8Array[]): Client<RemoteProcedures> {
  const context = callContext(sent);
  const client = new Proxy(
    {},
    {
      get: (_, name: string) => async (args: never) => {
        const handler = handlers[name as keyof DriverHandlers] as ((args: never, call: Call) => unknown) | undefined;
        if (handler === undefined) throw new VirtError('NO_SUPPORT', 'NONE', name);
        return await handler(args, context);
      },
    },
  );
  return client as Client<RemoteProcedures>;
}

export function callContext(sent: Uint8Array[]): Call {
  const never = new AbortController().signal;
  const end: StreamEnd = {
    signal: never,
    write: async data => void sent.push(data),
    writeHole: async () => {},
    end: async () => {},
    async *[Symbol.asyncIterator]() {},
  };
  return {
    identity: processIdentity,
    readOnly: false,
    connection: new ConnectionTies(() => {}),
    signal: never,
    stream: { sparse: false, serve: run => void run(end) },
    fds: [],
    replyFds: () => {},
    require: async () => {},
    allows: () => true,
  };
}
