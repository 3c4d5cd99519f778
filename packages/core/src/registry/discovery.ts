import type { Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { errnoOf } from '@tsvirt/util';
import { readFileText } from '@tsvirt/util/host';
import { type DriverManifest, isFault, type ManifestFault, maxManifestBytes, readManifest } from './manifest.js';

/** Where to look for driver packages. */
export interface DriverPlaces {
  /** Packages asked for by name or by absolute folder: looked up first, and missed when they are not there. */
  readonly packages?: readonly string[] | undefined;
  /** Folders that are a package, or hold packages. */
  readonly folders?: readonly string[] | undefined;
  /** Folders from which `node_modules` is looked for, upwards: the daemon's own package. */
  readonly beside?: readonly string[] | undefined;
  /** As `beside`, but only `node_modules` that belong to root or to this user count: the folder that one happens to be in. */
  readonly working?: readonly string[] | undefined;
  /** When given, packages not in it are left alone. */
  readonly allow?: readonly string[] | undefined;
  /** Packages that are left alone, even when asked for. */
  readonly deny?: readonly string[] | undefined;
}

/** What a search found, in the order in which claims to a scheme count. */
export interface Found {
  readonly manifests: readonly DriverManifest[];
  /** Packages that say they are drivers and cannot be used. */
  readonly faults: readonly ManifestFault[];
  /** Driver packages that the allow or deny list leaves out. */
  readonly excluded: readonly DriverManifest[];
}

/**
 * Finds driver packages by their manifests; none of their code is loaded. The order is: packages asked for, then
 * `folders`, then those beside; within each of these, by package name. Of several with one name the first counts.
 */
export async function discover(places: DriverPlaces): Promise<Found> {
  const upward = await Promise.all([
    ...(places.beside ?? []).map(folder => nodeModulesUpward(folder, () => true)),
    ...(places.working ?? []).map(folder => nodeModulesUpward(folder, isOurs)),
  ]);
  const modules = [...new Set(upward.flat())];
  const [asked, inFolders, installed] = await Promise.all([
    Promise.all((places.packages ?? []).map(name => askedFor(name, modules))),
    Promise.all((places.folders ?? []).map(inFolder)),
    Promise.all(modules.map(inNodeModules)),
  ]);
  const manifests = new Map<string, DriverManifest>();
  const excluded = new Map<string, DriverManifest>();
  const faults = new Map<string, ManifestFault>();
  for (const read of [...asked, ...inFolders.map(byName).flat(), ...installed.map(byName).flat()]) {
    const name = read.package;
    if (manifests.has(name) || excluded.has(name) || faults.has(read.folder)) continue;
    if (isFault(read)) {
      if (permitted(name, places)) faults.set(read.folder, read);
    } else if (permitted(name, places)) manifests.set(name, read);
    else excluded.set(name, read);
  }
  return { manifests: [...manifests.values()], faults: [...faults.values()], excluded: [...excluded.values()] };
}

type Read = DriverManifest | ManifestFault;

function permitted(name: string, { allow, deny }: DriverPlaces): boolean {
  return (allow === undefined || allow.includes(name)) && deny?.includes(name) !== true;
}

function byName(reads: readonly Read[]): Read[] {
  return reads.toSorted((a, b) => (a.package < b.package ? -1 : a.package > b.package ? 1 : 0));
}

/** A package that the configuration names: by its absolute folder, or by its name in the nearest `node_modules`. */
async function askedFor(name: string, modules: readonly string[]): Promise<Read> {
  const folders = isAbsolute(name) ? [name] : modules.map(folder => join(folder, name));
  for (const folder of folders) {
    const read = await readPackage(folder);
    if (read === 'none') return { package: name, folder, cause: 'its package.json has no "tsvirt" entry' };
    if (read !== undefined) return read;
  }
  const where = isAbsolute(name)
    ? 'there is no package in that folder'
    : `not in ${modules.join(', ') || 'any node_modules'}`;
  return { package: name, folder: name, cause: `not installed: ${where}` };
}

async function inFolder(given: string): Promise<Read[]> {
  const folder = resolve(given);
  const own = await readPackage(folder);
  if (own !== undefined && own !== 'none') return [own];
  const inside = await packagesIn(folder);
  if (inside === undefined)
    return [{ package: folder, folder, cause: 'the folder named by --driver-path cannot be read' }];
  return inside;
}

async function inNodeModules(folder: string): Promise<Read[]> {
  return (await packagesIn(folder)) ?? [];
}

/** Driver packages among the sub-folders, and among those of scopes (`@scope/`); undefined when the folder can't be listed. */
async function packagesIn(folder: string): Promise<Read[] | undefined> {
  const names = await list(folder);
  if (names === undefined) return undefined;
  const nested = names.map(async name => {
    if (name.startsWith('@')) return (await packagesIn(join(folder, name))) ?? [];
    if (name.startsWith('.')) return [];
    const read = await readPackage(join(folder, name));
    return read === undefined || read === 'none' ? [] : [read];
  });
  return (await Promise.all(nested)).flat();
}

async function list(folder: string): Promise<string[] | undefined> {
  try {
    return await readdir(folder);
  } catch (reason) {
    if (isAbsence(reason)) return undefined;
    throw reason;
  }
}

/** @returns undefined when no package is there, `none` when it is no driver. */
async function readPackage(folder: string): Promise<Read | 'none' | undefined> {
  const path = join(folder, 'package.json');
  try {
    const text = await readFileText(path, { maxBytes: maxManifestBytes });
    if (text === undefined) return undefined;
    const read = readManifest(folder, text);
    if (read === undefined) return 'none';
    // The real folder: a package linked into two places is one package, and imports resolve from where it truly lies.
    return isFault(read) ? read : (readManifest(await realpath(folder), text) ?? 'none');
  } catch (reason) {
    const cause = reason instanceof Error && reason.cause !== undefined ? reason.cause : reason;
    if (isAbsence(cause)) return undefined;
    return { package: folder, folder, cause: reason instanceof Error ? reason.message : String(reason) };
  }
}

/** The `node_modules` folders that module resolution would look in from a folder, nearest first. */
async function nodeModulesUpward(from: string, counts: (folder: Stats) => boolean): Promise<string[]> {
  const candidates: string[] = [];
  for (let at = resolve(from); ; at = dirname(at)) {
    if (basename(at) !== 'node_modules') candidates.push(join(at, 'node_modules'));
    if (at === dirname(at)) break;
  }
  const present = await Promise.all(candidates.map(folder => isFolder(folder, counts)));
  return candidates.filter((_, index) => present[index] === true);
}

async function isFolder(path: string, counts: (folder: Stats) => boolean): Promise<boolean> {
  try {
    const found = await stat(path);
    return found.isDirectory() && counts(found);
  } catch (reason) {
    if (isAbsence(reason)) return false;
    throw reason;
  }
}

/** Whether nobody else could have put packages there. */
function isOurs({ uid }: Stats): boolean {
  return uid === 0 || uid === process.getuid?.();
}

const absences = ['ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP'];

/** Whether something is not there, or not for us to see. */
function isAbsence(reason: unknown): boolean {
  return absences.includes(errnoOf(reason) ?? '');
}
