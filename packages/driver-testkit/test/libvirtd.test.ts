import { access } from 'node:fs/promises';
import { connect, type EventName, type RpcConnection } from '@tsvirt/core';
import { CONTRACT, type DriverDefinition, type DriverHandlers, declined, EventHub } from '@tsvirt/core/contract';
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
    const call: unknown = Reflect.get(connection.call, name);
    if (typeof call !== 'function') throw new Error(`the client has no ${name}`);
    return [name, (args: unknown) => Reflect.apply(call, undefined, [args])] as const;
  });
  // Client and handlers of a procedure have the same arguments and results.
  return Object.fromEntries(handlers) as DriverHandlers;
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
