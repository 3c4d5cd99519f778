import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';

/** What a package is in the house: decides which packages of the workspace it may lean on. */
type Role = 'util' | 'conf' | 'core' | 'driver' | 'app' | 'cli';

/** Who may use whom, by package or by role; all other use of one workspace package by another is a violation. */
const mayUse: { readonly [R in Role]: readonly string[] } = {
  util: [],
  conf: ['@tsvirt/util'],
  core: ['@tsvirt/util'],
  driver: ['@tsvirt/core', '@tsvirt/util', '@tsvirt/conf'],
  app: ['@tsvirt/core', '@tsvirt/util'],
  cli: ['@tsvirt/core', '@tsvirt/util', '@tsvirt/conf', '@tsvirt/driver-remote'],
};

/** What packages may use in their tests and builds alone. */
const inTests: readonly string[] = ['@tsvirt/driver-testkit'];

const scope = '@tsvirt/';

interface Package {
  readonly name: string;
  readonly role: Role;
  readonly folder: string;
  readonly manifest: Readonly<Record<string, unknown>>;
}

/**
 * Checks a workspace: no package depends on one that it may not use, neither in its package.json nor by an import (types
 * included), and none reaches into another's folder.
 * @param root the workspace's folder
 * @returns one line a violation
 */
export async function packageGraphViolations(root: string): Promise<string[]> {
  const packages = await readPackages(root);
  const found = await Promise.all(
    packages.map(async one => [...manifestViolations(one), ...(await sourceViolations(root, one))]),
  );
  return found.flat();
}

/** The packages of a workspace with their roles; those that offer no part of the house (benches, scenarios) are none. */
async function readPackages(root: string): Promise<Package[]> {
  const folders = await Promise.all(
    ['packages', 'apps'].map(async group => (await readdir(join(root, group))).map(name => join(root, group, name))),
  );
  const packages: Package[] = [];
  for (const folder of folders.flat()) {
    if (!(await stat(folder)).isDirectory()) continue;
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    if (!isRecord(manifest) || typeof manifest['name'] !== 'string') throw new Error(`${folder} has no name`);
    packages.push({ name: manifest['name'], role: roleOf(root, folder, manifest), folder, manifest });
  }
  return packages;
}

function roleOf(root: string, folder: string, manifest: Readonly<Record<string, unknown>>): Role {
  const place = relative(root, folder);
  // The command is a client: it reads documents, and goes where the remote driver's transports lead.
  if (place.startsWith('apps')) return place === join('apps', 'cli') ? 'cli' : 'app';
  if ('tsvirt' in manifest) return 'driver';
  const name = String(manifest['name']).slice(scope.length);
  if (name === 'util' || name === 'conf' || name === 'core') return name;
  // What is no base package and says nothing about a driver in it is held to the rules of drivers all the same.
  return 'driver';
}

function manifestViolations({ name, role, manifest }: Package): string[] {
  const violations: string[] = [];
  for (const kind of ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']) {
    const listed = manifest[kind];
    for (const dependency of isRecord(listed) ? Object.keys(listed) : []) {
      if (kind === 'devDependencies' && inTests.includes(dependency)) continue;
      if (!isAllowed(name, role, dependency))
        violations.push(`${name}: package.json lists ${dependency} under ${kind}`);
    }
  }
  return violations;
}

async function sourceViolations(root: string, { name, role, folder }: Package): Promise<string[]> {
  const violations: string[] = [];
  for (const file of await sources(folder)) {
    for (const specifier of specifiersIn(await readFile(file, 'utf8'))) {
      const where = relative(root, file);
      if (specifier.startsWith('.')) {
        const target = relative(folder, resolve(dirname(file), specifier));
        // What every package's build shares lies at the root.
        const shared = relative(root, resolve(dirname(file), specifier)).startsWith('tsup.base');
        if (target.startsWith('..') && !shared)
          violations.push(`${name}: ${where} reaches out of its package: ${specifier}`);
        continue;
      }
      const used = packageOf(specifier);
      if (inTests.includes(used) && /(\.test(-d)?\.ts$|\/test\/)/.test(where)) continue;
      if (!isAllowed(name, role, used)) violations.push(`${name}: ${where} imports ${specifier}`);
    }
  }
  return violations;
}

function isAllowed(name: string, role: Role, dependency: string): boolean {
  return !dependency.startsWith(scope) || dependency === name || mayUse[role].includes(dependency);
}

/** All that a module names to load: imports and re-exports, of types as well, calls of import and require, types by import(). */
function specifiersIn(source: string): string[] {
  const named = /\b(?:from|import|require|importActual|mock)\s*\(?\s*(['"`])([^'"`\n]+)\1/g;
  return [...source.matchAll(named)].map(match => match[2] ?? '');
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

async function sources(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = entries.map(async entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return ['node_modules', 'dist', 'fixtures', '.turbo'].includes(entry.name) ? [] : sources(path);
    return /\.(?:ts|mts|js|mjs)$/.test(entry.name) ? [path] : [];
  });
  return (await Promise.all(nested)).flat();
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
