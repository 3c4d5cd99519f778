import { isAbsolute, join, relative } from 'node:path';
import { CONTRACT, type DriverKind, secondaryKinds } from '../contract/index.js';

/** What a package says about the driver in it, read from its `package.json` before any of its code is loaded. */
export interface DriverManifest {
  /** The package's name. */
  readonly package: string;
  readonly version: string;
  /** The package's folder, absolute. */
  readonly folder: string;
  /** The file that exports the definition, absolute, inside `folder`. */
  readonly file: string;
  readonly contract: number;
  readonly kind: DriverKind;
  readonly schemes: readonly string[];
  /** It has nothing to take up when a daemon starts: its code is loaded when the first client asks for it. */
  readonly onDemand: boolean;
}

/** Why a manifest cannot be used; the package's name as far as it could be read. */
export interface ManifestFault {
  readonly package: string;
  readonly folder: string;
  readonly cause: string;
}

/** Longest `package.json` that is read, in bytes. */
export const maxManifestBytes = 1 << 20;

/** In the place of a scheme: whatever no other driver opens. */
export const anyScheme = '*';

const maxSchemes = 16;
const schemeShape = /^(?:[a-z][a-z0-9.-]{0,31}|\*)$/;
const packageShape = /^(?:@[a-z0-9~-][a-z0-9._~-]{0,100}\/)?[a-z0-9~-][a-z0-9._~-]{0,100}$/;

/**
 * Reads the `tsvirt` entry of a package's manifest.
 * @param text the contents of `package.json`, as far from trusted as any other input
 * @returns undefined for a package that has no such entry: it is no driver
 */
export function readManifest(folder: string, text: string): DriverManifest | ManifestFault | undefined {
  // Most packages are no drivers; this spares parsing them.
  if (!text.includes('"tsvirt"')) return undefined;
  const fault = (name: string, cause: string): ManifestFault => ({ package: name, folder, cause });
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (reason) {
    return fault(folder, `package.json is not JSON: ${reason instanceof Error ? reason.message : String(reason)}`);
  }
  if (!isRecord(document) || !('tsvirt' in document)) return undefined;
  const name = document['name'];
  if (typeof name !== 'string' || !packageShape.test(name)) {
    return fault(folder, `package.json has no usable "name": ${shown(name)}`);
  }
  const version = typeof document['version'] === 'string' ? document['version'].slice(0, 64) : 'unversioned';
  const entry = document['tsvirt'];
  if (!isRecord(entry)) return fault(name, `"tsvirt" is ${shown(entry)}, not an object`);
  const { driver, contract, kind, schemes, onDemand = false } = entry;
  if (typeof contract !== 'number' || !Number.isInteger(contract) || contract < 1) {
    return fault(name, `"tsvirt.contract" is ${shown(contract)}, not a version number`);
  }
  // Before the rest: another version of the contract may well say the rest in another way.
  if (contract !== CONTRACT) return fault(name, `made for contract ${contract}, this daemon has ${CONTRACT}`);
  const file = typeof driver === 'string' ? insideFile(folder, driver) : undefined;
  if (file === undefined) return fault(name, `"tsvirt.driver" is ${shown(driver)}, not a file inside the package`);
  if (!isKind(kind)) return fault(name, `"tsvirt.kind" is ${shown(kind)}, expected one of ${kinds.join(', ')}`);
  if (!Array.isArray(schemes) || schemes.length === 0 || schemes.length > maxSchemes || !schemes.every(isScheme)) {
    return fault(name, `"tsvirt.schemes" is ${shown(schemes)}, not a list of 1 to ${maxSchemes} URI schemes`);
  }
  if (typeof onDemand !== 'boolean') return fault(name, `"tsvirt.onDemand" is ${shown(onDemand)}, not true or false`);
  return { package: name, version, folder, file, contract, kind, schemes: [...new Set(schemes)], onDemand };
}

/** Whether what was read is a fault. */
export function isFault(read: DriverManifest | ManifestFault): read is ManifestFault {
  return 'cause' in read;
}

const kinds: readonly DriverKind[] = ['hypervisor', ...secondaryKinds];

function isKind(value: unknown): value is DriverKind {
  return kinds.some(kind => kind === value);
}

function isScheme(value: unknown): value is string {
  return typeof value === 'string' && schemeShape.test(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function insideFile(folder: string, path: string): string | undefined {
  if (path === '' || path.length > 1024 || path.includes('\0') || isAbsolute(path)) return undefined;
  const file = join(folder, path);
  const way = relative(folder, file);
  return way === '' || way.startsWith('..') || isAbsolute(way) ? undefined : file;
}

/** A value from a manifest, short enough for a log line. */
function shown(value: unknown): string {
  const text = value === undefined ? 'missing' : (JSON.stringify(value) ?? typeof value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
