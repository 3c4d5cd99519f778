import { openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type AdminConnection, type Connection, type Domain, open, openAdmin } from '@tsvirt/core';
// @boundaries-ignore one table of calls, for core's own tests and for real hosts
import type { Objects } from '../../packages/core/test/api/calls.js';
// @boundaries-ignore one table of calls, for core's own tests and for real hosts
import { mdevUuid, xml } from '../../packages/core/test/api/documents.js';
import type { WorkspaceDaemon } from '../workspace-daemon.js';

const limits = { timeoutMs: 20_000 };

/** One object of each class on a fresh mock host, for one call. */
export class Scene {
  readonly objects: Objects;
  readonly #folder: string;
  readonly #open: readonly (Connection | AdminConnection)[];

  private constructor(objects: Objects, folder: string) {
    this.objects = objects;
    this.#folder = folder;
    this.#open = [objects.closable, objects.connection, objects.destination, objects.admin];
  }

  static async open(here: WorkspaceDaemon, there: WorkspaceDaemon): Promise<Scene> {
    const folder = await mkdtemp(path.join(tmpdir(), 'api-'));
    const uri = uriOf(here);
    const connection = await open(uri, limits);
    const domain = await started(connection, 'web');
    const stopped = await connection.domainDefineXML(xml.domain('stopped'));
    const network = await connection.networkDefineXML(xml.network('every'));
    await network.create();
    const pool = await connection.storagePoolDefineXML(xml.pool('every'));
    await pool.build();
    await pool.create();
    const device = await connection.nodeDeviceDefineXML(xml.mdev('', mdevUuid));
    await device.create();
    const filter = await connection.nwFilterDefineXML(xml.filter('every'));
    // A guest has snapshots or checkpoints, and either are in the way of other calls.
    const [checked, snapped] = [await started(connection, 'checked'), await started(connection, 'snapped')];
    const checkpoint = await checked.checkpointCreateXML('<domaincheckpoint><name>first</name></domaincheckpoint>');
    await checked.checkpointCreateXML('<domaincheckpoint><name>second</name></domaincheckpoint>');
    const snapshot = await snapped.snapshotCreateXML('<domainsnapshot><name>first</name></domainsnapshot>');
    await snapped.snapshotCreateXML('<domainsnapshot><name>second</name></domainsnapshot>');
    const adminUri = `libvirtd:///system?socket=${here.place.socket('libvirt-admin-sock')}`;
    const admin = await openAdmin(adminUri);
    const server = await admin.lookupServer('libvirtd');
    const closable = await open(uri, limits);
    const [client] = (await server.listClients()).slice(-1);
    if (client === undefined) throw new Error('the server has clients');
    const objects: Objects = {
      uri,
      adminUri,
      how: limits,
      descriptor: () => openSync('/dev/null', 'r'),
      file: name => path.join(folder, name),
      xml,
      folder: '',
      pci: 'pci_0000_00_03_0',
      destination: await open(uriOf(there), limits),
      destinationUri: uriOf(there),
      closable,
      connection,
      domain,
      stopped,
      snapshot,
      checkpoint,
      network,
      port: await network.portCreateXML(xml.port('a51cc1b3-7b0a-4b1e-8f1c-0c1ed7b1c101')),
      pool,
      volume: await pool.storageVolCreateXML(xml.volume('every')),
      secret: await connection.secretDefineXML(xml.secret('/secret')),
      device,
      iface: await connection.interfaceLookupByName('eth1'),
      filter,
      binding: await connection.nwFilterBindingCreateXML(xml.binding('vnet71', filter.name)),
      admin,
      server,
      client,
    };
    return new Scene(objects, folder);
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.map(connection => connection.close()));
    await rm(this.#folder, { recursive: true });
  }
}

async function started(connection: Connection, name: string): Promise<Domain> {
  const domain = await connection.domainDefineXML(xml.domain(name));
  await domain.create();
  return domain;
}

function uriOf(daemon: WorkspaceDaemon): string {
  return `${daemon.uri('test:///default')}&complete=1`;
}
