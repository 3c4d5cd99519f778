import { openSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { open, openAdmin } from '../../src/index.js';
import type { Procedure } from '../../src/protocol/index.js';
import { admin, lxc, qemu, remote } from '../../src/protocol/index.js';
import { apart } from './apart.js';
import { calls, type Objects } from './calls.js';
import { xml } from './documents.js';
import { EchoHost } from './echo-host.js';

interface ApiFunction {
  readonly self: string | null;
  readonly procedures: readonly string[];
  readonly number: number | null;
}

// Written from libvirt's API description; its shape is the one above.
const api = JSON.parse(readFileSync(new URL('../fixtures/protocol/api.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, ApiFunction>
>;
const programs = { remote, qemu, lxc, admin };

/** Prefixes that a method's name loses on objects of a kind. */
const prefixes: Readonly<Record<string, string>> = {
  connect: 'virConnect',
  domain: 'virDomain',
  network: 'virNetwork',
  network_port: 'virNetworkPort',
  storage_pool: 'virStoragePool',
  storage_vol: 'virStorageVol',
  secret: 'virSecret',
  node_device: 'virNodeDevice',
  interface: 'virInterface',
  nwfilter: 'virNWFilter',
  nwfilter_binding: 'virNWFilterBinding',
  domain_snapshot: 'virDomainSnapshot',
  domain_checkpoint: 'virDomainCheckpoint',
  stream: 'virStream',
  admin_connect: 'virAdmConnect',
  admin_server: 'virAdmServer',
  admin_client: 'virAdmClient',
};

/** Functions that stand on another object than their first argument's: on the one in their name. */
const elsewhere: Readonly<Record<string, string>> = {
  virDomainRevertToSnapshot: 'revertToSnapshot',
  virStoragePoolLookupByVolume: 'storagePoolLookupByVolume',
  virDomainListGetStats: 'domainListGetStats',
  virConnectOpen: 'open',
  virConnectOpenReadOnly: 'open',
  virAdmConnectOpen: 'openAdmin',
};

/** The function's name without `vir` and without the object's own prefix, a leading acronym in lower case. */
function methodName(name: string, self: string | null): string {
  const prefix = prefixes[self ?? ''] ?? 'vir';
  const rest = name.startsWith(prefix) ? name.slice(prefix.length) : name.slice('vir'.length);
  const start = /^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/.exec(rest)?.[0] ?? '';
  return start.toLowerCase() + rest.slice(start.length);
}

function mainProcedure({ procedures, number }: ApiFunction): Procedure | undefined {
  const program = procedures[0]?.split(':')[0];
  if (number === null || program === undefined || !isProgram(program)) return undefined;
  return programs[program].procedure(number);
}

function isProgram(name: string): name is keyof typeof programs {
  return Object.hasOwn(programs, name);
}

const names = Object.keys(api);

test('every function of the API is a method, or stands apart for a reason', () => {
  const missing = names.filter(name => calls[name] === undefined && !apart.some(entry => entry.functions.test(name)));
  expect(missing).toEqual([]);
  const both = names.filter(name => calls[name] !== undefined && apart.some(entry => entry.functions.test(name)));
  expect(both).toEqual([]);
  expect(Object.keys(calls).filter(name => api[name] === undefined)).toEqual([]);
});

test.each(Object.keys(calls))('%s has its name', name => {
  const expected = elsewhere[name] ?? methodName(name, api[name]?.self ?? null);
  expect(String(calls[name])).toMatch(new RegExp(`\\b${expected}\\)?\\(`));
});

describe('over the wire', () => {
  let host: EchoHost;
  let objects: Objects;

  beforeAll(async () => {
    host = await EchoHost.start();
    const connection = await open(host.uri);
    const domain = await connection.domainLookupByName('x');
    const pool = await connection.storagePoolLookupByName('x');
    const network = await connection.networkLookupByName('x');
    const administration = await openAdmin(host.adminUri);
    const server = await administration.lookupServer('libvirtd');
    objects = {
      uri: host.uri,
      descriptor: () => openSync('/dev/null', 'r'),
      how: {},
      adminUri: host.adminUri,
      file: name => `/${name}`,
      xml,
      folder: '',
      pci: 'pci_0000_00_03_0',
      destination: connection,
      destinationUri: 'test+tcp://elsewhere/default',
      closable: await open(host.uri),
      connection,
      domain,
      stopped: domain,
      pool,
      network,
      snapshot: await domain.snapshotLookupByName('x'),
      checkpoint: await domain.checkpointLookupByName('x'),
      port: await network.portLookupByUUIDString(domain.uuid),
      volume: await pool.storageVolLookupByName('x'),
      secret: await connection.secretLookupByUUIDString(domain.uuid),
      device: await connection.nodeDeviceLookupByName('x'),
      iface: await connection.interfaceLookupByName('x'),
      filter: await connection.nwFilterLookupByName('x'),
      binding: await connection.nwFilterBindingLookupByPortDev('x'),
      admin: administration,
      server,
      client: await server.lookupClient(1n),
    };
  });
  afterAll(async () => {
    await objects.connection.close();
    await objects.admin.close();
    await host[Symbol.asyncDispose]();
  });

  const called = Object.keys(calls).filter(name => (api[name]?.procedures.length ?? 0) > 0);

  test.each(called)('%s reaches the server', async name => {
    const procedure = mainProcedure(api[name] ?? { self: null, procedures: [], number: null });
    if (procedure?.spec.fds !== undefined && !host.passesFds) return;
    host.calls.clear();
    const made: unknown = await calls[name]?.(objects);
    if (name.startsWith('virConnectOpen') || name === 'virAdmConnectOpen') await closeIt(made);
    if (procedure === undefined) expect(host.calls.size).toBeGreaterThan(0);
    else expect([...host.calls]).toContain(procedure.name);
  });

  test.each(Object.keys(calls).filter(name => !called.includes(name)))('%s answers', async name => {
    await calls[name]?.(objects);
  });
});

async function closeIt(made: unknown): Promise<void> {
  if (typeof made === 'object' && made !== null && 'close' in made && typeof made.close === 'function') {
    await made.close();
  }
}
