import { join } from 'node:path';
import type { Directories } from '@tsvirt/core/contract';
import { discover, type DriverPlaces, DriverRegistry } from '@tsvirt/core/registry';
import { userDirectories } from '@tsvirt/util/host';
import { packageFolder } from '../identity.js';

/** The libvirt whose behaviour the drivers' is compared with, as connectGetLibVersion writes it. */
export const libVersion = 9_000_000;

/** Where driver packages are looked for: in folders that are named, beside this package, and from the working folder upwards. */
export function driverPlaces(folders: readonly string[]): DriverPlaces {
  return { folders, beside: [packageFolder], working: [process.cwd()] };
}

/**
 * Drivers for a URI scheme that are installed here, to be used in this process. Packages for other schemes are not loaded.
 * @returns undefined when no installed package opens such URIs; else a registry that is loading, the caller's to stop
 */
export async function driversFor(scheme: string, folders: readonly string[]): Promise<DriverRegistry | undefined> {
  const places = driverPlaces(folders);
  const { manifests } = await discover(places);
  const opener = manifests.find(({ kind, schemes }) => kind === 'hypervisor' && schemes.includes(scheme));
  if (opener === undefined) return undefined;
  const allow = [opener, ...manifests.filter(({ kind }) => kind !== 'hypervisor')].map(manifest => manifest.package);
  const privileged = process.getuid?.() === 0;
  const registry = new DriverRegistry({
    places: { ...places, allow },
    directories: privileged ? systemDirectories() : ownDirectories(),
    privileged,
    libVersion,
  });
  void registry.load();
  return registry;
}

function systemDirectories(): Directories {
  const below = (folder: string) => join(folder, 'tsvirt');
  return {
    etc: below('/etc'),
    run: below('/run'),
    lib: below('/var/lib'),
    cache: below('/var/cache'),
    log: below('/var/log'),
  };
}

function ownDirectories(): Directories {
  const { config, runtime, data, cache } = userDirectories('tsvirt');
  return { etc: config, run: runtime, lib: data, cache, log: join(cache, 'log') };
}
