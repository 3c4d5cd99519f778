import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LogRecord, logSettings, setLog } from '@tsvirt/util';
import { processIdentity } from '../../src/contract/index.js';
import { DriverRegistry, type RegistryOptions } from '../../src/registry/index.js';
import type { OpenedConnection } from '../../src/rpc/connection-opener.js';

/** A manifest's `tsvirt` entry. */
export function entry(schemes: readonly string[], kind = 'hypervisor', contract = 1): object {
  return { driver: './index.js', contract, kind, schemes };
}

/** A driver's source: it answers its own name as the host's name. `members` overrides or adds to the definition's. */
export function source(name: string, schemes: readonly string[], members = '', kind = 'hypervisor'): string {
  return `
    const declined = Symbol.for('tsvirt.declined');
    const handlers = { connectGetHostname: () => ({ hostname: ${JSON.stringify(name)} }) };
    export default {
      name: ${JSON.stringify(name)}, kind: ${JSON.stringify(kind)}, contract: 1, schemes: ${JSON.stringify(schemes)},
      start: async () => ({ open: ({ uri }) => uri.host === undefined ? { handlers } : declined }),
      ${members}
    };`;
}

/**
 * Driver packages written to a folder of the test's own, and a registry that loads them as the daemon does. The packages
 * import nothing, so that they need nothing beside them.
 */
export class InstalledDrivers {
  readonly root: string;
  readonly lines: LogRecord[] = [];
  readonly #before = logSettings();
  #registry: DriverRegistry | undefined;

  private constructor(root: string) {
    this.root = root;
    setLog({ level: 'info', sinks: [{ level: 'info', write: record => this.lines.push(record) }] });
  }

  static async create(): Promise<InstalledDrivers> {
    return new InstalledDrivers(await mkdtemp(join(tmpdir(), 'tsvirt-registry-')));
  }

  /** Messages of warnings and errors so far. */
  get problems(): string[] {
    return this.lines.filter(({ level }) => level !== 'info').map(({ message }) => message);
  }

  async install(
    name: string,
    tsvirt: unknown,
    code: string,
    folder = join(this.root, 'node_modules', name),
  ): Promise<string> {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name, version: '1.2.3', type: 'module', tsvirt }));
    await writeFile(join(folder, 'index.js'), code);
    return folder;
  }

  /** Installs a driver that works, of one scheme. */
  good(name: string, scheme: string, members = '', kind = 'hypervisor'): Promise<string> {
    return this.install(name, entry([scheme], kind), source(scheme.toUpperCase(), [scheme], members, kind));
  }

  registry(options: Partial<RegistryOptions> = {}): DriverRegistry {
    const at = (name: string): string => join(this.root, name);
    const directories = { etc: at('etc'), run: at('run'), lib: at('lib'), cache: at('cache'), log: at('log') };
    const places = { beside: [this.root] };
    this.#registry = new DriverRegistry({ places, directories, privileged: true, libVersion: 9_000_000, ...options });
    return this.#registry;
  }

  async load(options: Partial<RegistryOptions> = {}): Promise<DriverRegistry> {
    const registry = this.registry(options);
    await registry.load();
    return registry;
  }

  async dispose(): Promise<void> {
    await this.#registry?.stop();
    setLog(this.#before);
    await rm(this.root, { recursive: true });
  }
}

/** Opens a URI as a client of the daemon's own user does. */
export function open(
  registry: DriverRegistry,
  uri: string | null,
  signal: AbortSignal = new AbortController().signal,
): Promise<OpenedConnection> {
  return registry.open({ uri, readOnly: false, flags: 0, identity: processIdentity, signal });
}

/** Calls a handler that needs nothing of what surrounds a call but its signal. */
export async function ask(connection: OpenedConnection, name: string, args: unknown = {}): Promise<unknown> {
  const handler: unknown = Reflect.get(connection.handlers, name);
  if (typeof handler !== 'function') throw new Error(`there is no ${name}`);
  const reply: unknown = Reflect.apply(handler, connection.handlers, [args, { signal: new AbortController().signal }]);
  return await reply;
}

/** What a connection's driver says its host is. */
export async function hostname(registry: DriverRegistry, uri: string | null): Promise<unknown> {
  const reply = await ask(await open(registry, uri), 'connectGetHostname');
  return typeof reply === 'object' && reply !== null && 'hostname' in reply ? reply.hostname : undefined;
}
