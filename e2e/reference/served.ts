import type { DriverDefinition } from '@tsvirt/core/contract';
import { admin, lxc, qemu, remote } from '@tsvirt/core/protocol';
import { connectionPrograms } from '@tsvirt/core/rpc';
import testDriver from '@tsvirt/driver-test';
import { testHost } from '@tsvirt/driver-test/testing';
import remoteDriver from '@tsvirt/driver-remote';
import { Bench } from '@tsvirt/driver-testkit';
import { VirtError } from '@tsvirt/util';
import { inWorkspace } from '../documents.js';
import type { ApiFunction } from './api-functions.js';

const programs = { remote, qemu, lxc, admin };

/** Drivers, in the order of the page. */
export const columns = ['test', 'test, complete', 'qemu', 'remote'] as const;
export type Column = (typeof columns)[number];

/** How a function is answered. */
export interface Served {
  /** The procedure that it maps onto; undefined: the client answers alone, or chooses among several. */
  readonly procedure: string | undefined;
  /** `client`, `daemon`: who answers it in front of any driver; undefined: the drivers do. */
  readonly before: 'client' | 'daemon' | undefined;
  readonly by: Readonly<Record<Column, boolean>>;
}

/** Asks each driver for its table of handlers, on a connection that is really open. */
export async function handlerTables(): Promise<Readonly<Record<Column, ReadonlySet<string>>>> {
  await using host = await testHost();
  // No package of this one's own: the driver as its package exports it.
  const { default: qemuDriver }: { readonly default: DriverDefinition } = await import(
    /* @vite-ignore */ inWorkspace('packages/driver-qemu/src/index.ts')
  );
  return {
    test: await handlersOf(testDriver, 'test:///default'),
    'test, complete': await handlersOf(testDriver, 'test:///default?complete=1'),
    qemu: await handlersOf(qemuDriver, 'qemu:///session'),
    remote: await handlersOf(remoteDriver, host.uri),
  };
}

/** The procedures that a driver handles on connections of a URI. */
export async function handlersOf(driver: DriverDefinition, uri: string): Promise<ReadonlySet<string>> {
  await using bench = await Bench.start(driver, uri);
  return new Set(Object.keys(bench.opened.handlers));
}

// What the daemon answers is asked of its routes, so nothing is ever opened through them.
const opener = { open: () => Promise.reject(new VirtError('NO_CONNECT', 'RPC', 'nothing is opened here')) };
const served = connectionPrograms({ libVersion: 0, opener });

/** Who serves a function, given what each driver handles. */
export function servedBy(
  { procedures, number }: ApiFunction,
  tables: Readonly<Record<Column, ReadonlySet<string>>>,
): Served {
  const found = procedures.map(text => procedureNamed(text));
  const main = found.find(procedure => procedure?.number === number);
  // A function that chooses among procedures is there where one of them is.
  const candidates = main === undefined ? found : [main];
  const names = candidates.flatMap(procedure => (procedure === undefined ? [] : [procedure.name]));
  const by = (column: Column): boolean => names.some(name => tables[column].has(name));
  return {
    procedure: main?.name,
    before:
      procedures.length === 0
        ? 'client'
        : candidates.some(procedure => procedure?.isOwn === true)
          ? 'daemon'
          : undefined,
    by: { test: by('test'), 'test, complete': by('test, complete'), qemu: by('qemu'), remote: by('remote') },
  };
}

interface NamedProcedure {
  readonly name: string;
  readonly number: number;
  readonly isOwn: boolean;
}

/** A procedure by libvirt's own name for it: `remote:domain_get_info`. */
function procedureNamed(text: string): NamedProcedure | undefined {
  const [program, name] = text.split(':');
  if (program === undefined || name === undefined || !isProgram(program)) return undefined;
  const plain = name.replaceAll('_', '');
  const table = programs[program];
  const found = Object.entries<{ readonly number: number }>(table.procedures).find(
    ([key]) => key.toLowerCase() === plain,
  );
  if (found === undefined) return undefined;
  const [key, { number }] = found;
  const routed = served.some(one => one.program === table && one.route(number)?.own !== undefined);
  return { name: key, number, isOwn: program === 'admin' || routed };
}

function isProgram(name: string): name is keyof typeof programs {
  return Object.hasOwn(programs, name);
}
