import { access } from 'node:fs/promises';
import { type ClientStream, connect, type EventName, type FullReply, type RpcConnection } from '@tsvirt/core';
import {
  type Call,
  CONTRACT,
  declined,
  type DriverDefinition,
  type DriverHandlers,
  EventHub,
  type StreamEnd,
} from '@tsvirt/core/contract';
import { eventObject, remote } from '@tsvirt/core/protocol';
import { logger } from '@tsvirt/util';
import { type ContractOptions, driverContract } from '../src/index.js';

// The rules are about what libvirt does, so a libvirtd must keep them. Its objects are made and removed for it: give it one
// that runs for nothing else.
const socket = process.env['TSVIRT_LIBVIRTD_SOCKET'];
const isThere =
  socket !== undefined &&
  (await access(socket).then(
    () => true,
    () => false,
  ));
const unavailable = isThere ? undefined : 'set TSVIRT_LIBVIRTD_SOCKET to the socket of a libvirtd to try the rules on';

const events = ['networkLifecycle', 'storagePoolLifecycle', 'secretLifecycle'] as const;

/** A daemon as a driver, as far as procedures and events of some names go. */
function daemonDriver(scheme: string, procedures: RegExp, heard: readonly EventName[]): DriverDefinition {
  return {
    name: scheme.toUpperCase(),
    kind: 'hypervisor',
    contract: CONTRACT,
    schemes: [scheme],
    async start() {
      const log = logger('contract');
      const hub = new EventHub({
        objectOf: ({ payload }) => eventObject(payload),
        onError: reason => log.error(reason),
      });
      const listener = await connect(`${scheme}+unix:///system?socket=${socket}`);
      for (const name of events) if (heard.includes(name)) await relay(listener, name, hub);
      return {
        async open({ uri }) {
          if (uri.scheme !== scheme) return declined;
          const wanted = uri.with({ scheme: `${scheme}+unix`, parameters: [{ name: 'socket', value: socket ?? '' }] });
          const connection = await connect(wanted.toString());
          return { handlers: handlersOver(connection, procedures), events: hub, close: () => connection.close() };
        },
        stop: () => listener.close(),
      };
    },
  };
}

async function relay(listener: RpcConnection, name: EventName, hub: EventHub): Promise<void> {
  const feed = await listener.events(name);
  void (async () => {
    for await (const payload of feed) hub.emit(name, payload);
  })().catch(() => {}); // ends with the connection
}

function handlersOver(connection: RpcConnection, procedures: RegExp): DriverHandlers {
  const names = Object.keys(remote.procedures).filter(name => procedures.test(name));
  const handlers = names.map(name => {
    const callFully: unknown = Reflect.get(connection, 'callFully');
    if (typeof callFully !== 'function') throw new Error('the client calls nothing');
    return [
      name,
      async (args: unknown, call: Call) => {
        // Client and handlers of a procedure have the same arguments and results.
        const reply = (await Reflect.apply(callFully, connection, [name, args])) as FullReply<unknown>;
        const { stream } = reply;
        if (stream !== undefined) call.stream.serve(end => passOn(end, stream));
        return reply.ret;
      },
    ] as const;
  });
  return Object.fromEntries(handlers) as DriverHandlers;
}

/** Joins the stream of a client to that of the daemon, both ways. */
async function passOn(end: StreamEnd, stream: ClientStream): Promise<void> {
  const up = async (): Promise<void> => {
    for await (const chunk of end) if (chunk.kind === 'data') await stream.write(chunk.data);
    await stream.finish();
  };
  const down = async (): Promise<void> => {
    for await (const chunk of stream) if (chunk.kind === 'data') await end.write(chunk.data);
    await end.end();
  };
  try {
    await Promise.all([up(), down()]);
  } finally {
    stream.abort();
  }
}

function tryOn(scheme: string, procedures: RegExp, heard: readonly EventName[], options: ContractOptions): void {
  driverContract(daemonDriver(scheme, procedures, heard), `${scheme}:///system`, { ...options, unavailable });
}

tryOn('secret', /^(?:secret|connect\w*Secrets)/, ['secretLifecycle'], {
  samples: {
    secret: ({ name, uuid }) => `<secret ephemeral='no' private='no'>
  <uuid>${uuid}</uuid>
  <usage type='volume'><volume>/nonexistent/${name}</volume></usage>
</secret>`,
  },
  persists: true,
});

tryOn('nwfilter', /^(?:nWFilter(?!Binding)|connect\w*NWFilters)/, [], {
  samples: { nwfilter: ({ name, uuid }) => `<filter name='${name}' chain='root'><uuid>${uuid}</uuid></filter>` },
  persists: true,
});

tryOn('network', /^(?:network(?!Port|[SG]etMetadata)|connect\w*Networks$)/, ['networkLifecycle'], {
  samples: {
    network: ({ name, uuid }) => `<network><name>${name}</name><uuid>${uuid}</uuid><bridge name='${name}'/></network>`,
  },
  persists: true,
});

tryOn('storage', /^(?:storage|connect(?!Find)\w*StoragePools$)/, ['storagePoolLifecycle'], {
  samples: {
    storagePool: ({ name, uuid, folder }) => `<pool type='dir'>
  <name>${name}</name>
  <uuid>${uuid}</uuid>
  <target><path>${folder}</path></target>
</pool>`,
    storageVol: ({ name }) => `<volume><name>${name}</name><capacity unit='MiB'>1</capacity></volume>`,
  },
  persists: true,
});
