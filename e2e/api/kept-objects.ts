import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Connection, Domain, StoragePool } from '@tsvirt/core';
import { VirtError } from '@tsvirt/util';
// @boundaries-ignore one table of calls, for core's own tests and for real hosts
import type { Documents } from '../../packages/core/test/api/documents.js';
import { run } from '../process.js';

/** An object of a real host that is there, as it was made, before each call. */
export interface KeptObject {
  /** What tells whether it still is as it was made; rejects when it is gone. */
  look(): Promise<string>;
  /** Takes away what there is of it. */
  remove(): Promise<void>;
  make(): Promise<void>;
}

/** The port and the binding that there is one of. */
export const portUuid = 'a51cc1b3-7b0a-4b1e-8f1c-0c1ed7b1c101';
export const boundDevice = 'vnet71';

/** Stands for an object; what a call left of it is told from it by its own description. */
export interface KeptPlace {
  readonly connection: Connection;
  readonly xml: Documents;
  readonly folder: string;
}

/** A domain, with what `more` brings into being once it runs; without `more` it does not run. */
export function keptDomain(place: KeptPlace, name: string, more?: (domain: Domain) => Promise<unknown>): KeptObject {
  const { connection, xml, folder } = place;
  return {
    async look() {
      const domain = await connection.domainLookupByName(name);
      const all = [
        domain.getState(),
        domain.getXMLDesc(),
        domain.getXMLDesc({ inactive: true }),
        domain.hasManagedSaveImage(),
        domain.getAutostart(),
        domain.listAllSnapshots().then(list => list.map(one => one.name)),
        domain.listAllCheckpoints().then(list => list.map(one => one.name)),
      ];
      if (domain.id === undefined) return JSON.stringify(await Promise.all(all));
      // What the hypervisor calls its state tells more: a guest that was saved or dumped looks paused only.
      const more = [
        domain.getJobInfo().then(({ type }) => type),
        domain.getBlockJobInfo('vda').then(job => job?.type ?? ''),
        domain.qemuMonitorCommand('{"execute":"query-status"}'),
      ];
      const status = (await Promise.all(more)).map(text => text.replace(/"id":"[^"]*"/, ''));
      return JSON.stringify([domain.id, ...status, ...(await Promise.all(all))]);
    },
    remove: () => removeDomain(connection, name),
    async make() {
      await makeDisk(folder, name);
      const domain = await connection.domainDefineXML(xml.domain(name));
      if (more === undefined) return;
      await domain.createWithFlags({ paused: true });
      await more(domain);
    },
  };
}

/** A disk of a domain upon its base. */
export async function makeDisk(folder: string, name: string): Promise<void> {
  const [file, base] = [name, `base-${name}`].map(disk => path.join(folder, 'disks', disk));
  await writeFile(base ?? '', Buffer.alloc(4 << 20, 'tsvirt'));
  await run('qemu-img', ['create', '-q', '-f', 'qcow2', '-b', base ?? '', '-F', 'raw', file ?? '']);
}

/** Takes away a domain of any state. */
export async function removeDomain(connection: Connection, name: string): Promise<void> {
  await ifThere(async () => {
    const domain = await connection.domainLookupByName(name);
    const isPersistent = await domain.isPersistent();
    if (await domain.isActive()) await domain.destroy();
    if (isPersistent)
      await domain.undefineFlags({ managedSave: true, snapshotsMetadata: true, checkpointsMetadata: true });
  });
}

/** A network at work, and a port in it. */
export function keptNetwork({ connection, xml }: KeptPlace, name: string, port?: string): KeptObject {
  return {
    async look() {
      const network = await connection.networkLookupByName(name);
      // Those of guests come and go with them.
      const ports = (await network.listAllPorts()).map(async one => (one.uuid === port ? one.getXMLDesc() : ''));
      const all = [
        network.isActive(),
        network.getAutostart(),
        network.getXMLDesc().then(text => text.replace(/ connections='\d+'/g, '')),
        network.getXMLDesc({ inactive: true }),
      ];
      return JSON.stringify([...(await Promise.all(all)), (await Promise.all(ports)).join('')]);
    },
    remove: () =>
      ifThere(async () => {
        const network = await connection.networkLookupByName(name);
        const isPersistent = await network.isPersistent();
        if (await network.isActive()) await network.destroy();
        if (isPersistent) await network.undefine();
      }),
    async make() {
      const network = await connection.networkDefineXML(xml.network(name));
      await network.create();
      if (port !== undefined) await network.portCreateXML(xml.port(port));
    },
  };
}

/** A pool at work, and a volume in it. */
export function keptPool({ connection, xml, folder }: KeptPlace, name: string): KeptObject {
  const target = path.join(folder, 'pools', name);
  return {
    async look() {
      const pool = await connection.storagePoolLookupByName(name);
      // How much of the disk is used is no matter of the pool's.
      const description = (await pool.getXMLDesc()).replace(/<(capacity|allocation|available) .*/g, '');
      const volumes = (await pool.listAllVolumes()).map(async one => [
        one.key,
        (await one.getInfo()).capacity.toString(),
      ]);
      const all = [pool.isActive(), pool.getAutostart(), pool.isPersistent()];
      return JSON.stringify([description, ...(await Promise.all(all)), await Promise.all(volumes)]);
    },
    async remove() {
      await ifThere(async () => removePool(await connection.storagePoolLookupByName(name)));
      await rm(target, { recursive: true, force: true });
    },
    async make() {
      await mkdir(target, { recursive: true });
      const pool = await connection.storagePoolDefineXML(xml.pool(name));
      await pool.create();
      await pool.storageVolCreateXML(xml.volume(name));
    },
  };
}

async function removePool(pool: StoragePool): Promise<void> {
  const isPersistent = await pool.isPersistent();
  if (await pool.isActive()) await pool.destroy();
  if (isPersistent) await pool.undefine();
}

/** A secret without a value. */
export function keptSecret({ connection, xml }: KeptPlace, volume: string): KeptObject {
  const find = () => connection.secretLookupByUsage('volume', volume);
  return {
    look: async () => (await find()).getXMLDesc(),
    remove: () => ifThere(async () => (await find()).undefine()),
    make: async () => void (await connection.secretDefineXML(xml.secret(volume))),
  };
}

/** A filter, and a device that it is bound to. */
export function keptFilter({ connection, xml }: KeptPlace, name: string): KeptObject {
  return {
    async look() {
      const filter = await connection.nwFilterLookupByName(name);
      const bindings = (await connection.listAllNWFilterBindings()).map(one => one.getPortDev());
      return JSON.stringify([await filter.getXMLDesc(), bindings]);
    },
    async remove() {
      for (const binding of await connection.listAllNWFilterBindings()) await binding.delete();
      await ifThere(async () => (await connection.nwFilterLookupByName(name)).undefine());
    },
    async make() {
      await connection.nwFilterDefineXML(xml.filter(name));
      await connection.nwFilterBindingCreateXML(xml.binding(boundDevice, name));
    },
  };
}

/** The disk that no domain owns, and the folder of all. */
export async function makeDisks(folder: string): Promise<void> {
  await mkdir(path.join(folder, 'disks'), { recursive: true });
  await writeFile(path.join(folder, 'disks', 'more'), Buffer.alloc(4 << 20, 'tsvirt'));
}

/** Does what cannot be done when the object is gone: then it need not be. */
async function ifThere(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (reason) {
    if (!VirtError.is(reason) || !reason.code.startsWith('NO_')) throw reason;
  }
}
