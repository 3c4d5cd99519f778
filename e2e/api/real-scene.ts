import { openSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type AdminConnection, type Connection, type Domain, open, openAdmin } from '@tsvirt/core';
// @boundaries-ignore one table of calls, for core's own tests and for real hosts
import type { Objects } from '../../packages/core/test/api/calls.js';
// @boundaries-ignore one table of calls, for core's own tests and for real hosts
import { documents } from '../../packages/core/test/api/documents.js';
import type { ApiHost } from './api-host.js';
import {
  boundDevice,
  keptDomain,
  keptFilter,
  keptNetwork,
  type KeptObject,
  keptPool,
  type KeptPlace,
  keptSecret,
  makeDisk,
  makeDisks,
  portUuid,
  removeDomain,
} from './kept-objects.js';

const limits = { timeoutMs: 60_000 };
const driver = 'qemu:///system';

/** One object of each class on a real host, for one call after the other: what a call changed is made anew. */
export class RealScene {
  readonly #here: ApiHost;
  readonly #there: ApiHost;
  readonly #keepers: readonly Connection[];
  readonly #place: KeptPlace;
  readonly #kept: readonly (readonly KeptObject[])[];
  readonly #asMade = new Map<KeptObject, string>();
  #open: readonly (Connection | AdminConnection)[] = [];
  #calls = 0;

  private constructor(here: ApiHost, there: ApiHost, keepers: readonly [Connection, Connection], folder: string) {
    this.#here = here;
    this.#there = there;
    this.#keepers = keepers;
    const xml = documents({ type: 'qemu', folder, network: 'lan' });
    const place = { connection: keepers[0], xml, folder };
    this.#place = place;
    // A guest has snapshots or checkpoints, and either are in the way of other calls.
    const checked = async (domain: Domain) => {
      for (const name of ['first', 'second'])
        await domain.checkpointCreateXML(`<domaincheckpoint><name>${name}</name></domaincheckpoint>`);
    };
    const snapped = async (domain: Domain) => {
      for (const name of ['first', 'second'])
        await domain.snapshotCreateXML(`<domainsnapshot><name>${name}</name></domainsnapshot>`);
    };
    this.#kept = [
      [keptNetwork(place, 'lan'), keptNetwork(place, 'every', portUuid), keptPool(place, 'every')],
      [keptSecret(place, '/secret'), keptFilter(place, 'every'), keptDomain(place, 'stopped')],
      [
        keptDomain(place, 'web', async () => {}),
        keptDomain(place, 'checked', checked),
        keptDomain(place, 'snapped', snapped),
      ],
    ];
  }

  /** @param here a host with taps `vnet71` and `vnet72` @param there another one, which the first can migrate to */
  static async open(here: ApiHost, there: ApiHost): Promise<RealScene> {
    const folder = await mkdtemp(path.join(tmpdir(), 'api-'));
    await makeDisks(folder);
    for (const name of ['made', 'renamed']) await makeDisk(folder, name);
    const keepers = [await open(here.uri(driver), limits), await open(there.uri(driver), limits)] as const;
    // Guests that come find the bridge of the network that they leave: both hosts live in one.
    const lan = "<network><name>lan</name><forward mode='bridge'/><bridge name='lanbr0'/></network>";
    await (await keepers[1].networkDefineXML(lan)).create();
    return new RealScene(here, there, keepers, folder);
  }

  /** Objects as they were made, on connections that no call has seen. */
  async objects(): Promise<Objects> {
    await this.#tidy();
    await this.#mend();
    const uri = this.#here.uri(driver);
    const destinationUri = this.#there.uri(driver);
    const { folder, xml } = this.#place;
    const connection = await open(uri, limits);
    const destination = await open(destinationUri, limits);
    const admin = await openAdmin(this.#here.adminUri);
    const server = await admin.lookupServer('libvirtd');
    const closable = await open(uri, limits);
    const [client] = (await server.listClients()).slice(-1);
    if (client === undefined) throw new Error('the server has clients');
    this.#open = [closable, connection, destination, admin];
    const [domain, stopped, checked, snapped] = await Promise.all(
      ['web', 'stopped', 'checked', 'snapped'].map(name => connection.domainLookupByName(name)),
    );
    if (domain === undefined || stopped === undefined || checked === undefined || snapped === undefined)
      throw new Error('each domain is there');
    const network = await connection.networkLookupByName('every');
    const pool = await connection.storagePoolLookupByName('every');
    const call = this.#calls++;
    return {
      uri,
      adminUri: this.#here.adminUri,
      how: limits,
      xml,
      folder,
      // No device of this machine is given away: this one is none that could be.
      pci: 'computer',
      descriptor: () => openSync('/dev/null', 'r'),
      file: name => path.join(folder, `${name}-${call}`),
      destination,
      destinationUri,
      closable,
      connection,
      domain,
      stopped,
      snapshot: await snapped.snapshotLookupByName('first'),
      checkpoint: await checked.checkpointLookupByName('first'),
      network,
      port: await network.portLookupByUUIDString(portUuid),
      pool,
      volume: await pool.storageVolLookupByName('every'),
      secret: await connection.secretLookupByUsage('volume', '/secret'),
      device: await connection.nodeDeviceLookupByName('computer'),
      iface: await connection.interfaceLookupByName('lo'),
      filter: await connection.nwFilterLookupByName('every'),
      binding: await connection.nwFilterBindingLookupByPortDev(boundDevice),
      admin,
      server,
      client,
    };
  }

  /** Ends the connections of the last call. */
  async endCall(): Promise<void> {
    await Promise.all(this.#open.map(connection => connection.close()));
    this.#open = [];
  }

  async close(): Promise<void> {
    await this.endCall();
    for (const object of this.#kept.flat().toReversed()) await object.remove();
    await this.#tidy();
    await Promise.all(this.#keepers.map(connection => connection.close()));
    await rm(this.#place.folder, { recursive: true });
  }

  async #mend(): Promise<void> {
    for (const group of this.#kept) await Promise.all(group.map(object => this.#mendOne(object)));
  }

  async #mendOne(object: KeptObject): Promise<void> {
    const asMade = this.#asMade.get(object);
    // An object that cannot be looked at any more is made anew as well.
    if (asMade !== undefined && asMade === (await object.look().catch(() => undefined))) return;
    await object.remove();
    await object.make();
    this.#asMade.set(object, await object.look());
  }

  /** Takes away what calls have made. */
  async #tidy(): Promise<void> {
    const [here, there] = this.#keepers;
    if (here === undefined || there === undefined) return;
    for (const name of ['made', 'renamed']) await removeDomain(here, name);
    for (const name of ['copy', 'scratch', 'nbd'])
      await rm(path.join(this.#place.folder, 'disks', name), { force: true });
    for (const { name } of await there.listAllDomains()) await removeDomain(there, name);
    const made = { ...this.#place, connection: here };
    for (const object of [keptNetwork(made, 'made'), keptPool(made, 'made'), keptSecret(made, '/made')])
      await object.remove();
    await mkdir(path.join(this.#place.folder, 'pools', 'made'), { recursive: true });
    if ((await here.listNWFilters()).includes('made')) await (await here.nwFilterLookupByName('made')).undefine();
  }
}
