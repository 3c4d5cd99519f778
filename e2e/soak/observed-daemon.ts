import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openAdmin } from '@tsvirt/core';
import type { Background } from '../process.js';
import { daemonFile, Place } from '../tsvirtd.js';

const drivers = fileURLToPath(new URL('../../packages', import.meta.url));

/** What a daemon holds at one moment, after it has collected its garbage. Bytes, unless the name says otherwise. */
export interface Holdings {
  readonly heapUsed: number;
  /** Memory beside the heap that objects in it hold: buffers, sockets. */
  readonly external: number;
  readonly rss: number;
  readonly descriptors: number;
  readonly clients: number;
}

const preload = `let asked = 0; process.on('SIGUSR2', () => { gc(); gc(); const { heapUsed, external, rss } = process.memoryUsage();
  console.log('holdings ' + ++asked + ' ' + JSON.stringify({ heapUsed, external, rss })); });`;

/** The built daemon in a process and a root of its own, that tells on a signal what it holds. */
export class ObservedDaemon implements AsyncDisposable {
  readonly #place: Place;
  readonly #process: Background;
  #asked = 0;

  private constructor(place: Place, process: Background) {
    this.#place = place;
    this.#process = process;
  }

  /** @param clients how many it serves at once */
  static async start(clients: number): Promise<ObservedDaemon> {
    const place = await Place.create();
    await mkdir(place.at('root', 'etc'), { recursive: true });
    const limits = { max_clients: clients + 100, max_anonymous_clients: 0, max_queued_clients: clients };
    const text = Object.entries(limits).map(([key, value]) => `${key} = ${value}\n`);
    await writeFile(place.at('root', 'etc', 'tsvirtd.conf'), text.join(''));
    // With an arena for each thread, what the allocator keeps apart would look like a leak in the resident set.
    const args = [
      'MALLOC_ARENA_MAX=2',
      process.execPath,
      '--expose-gc',
      '--import',
      `data:text/javascript,${encodeURIComponent(preload)}`,
      daemonFile,
    ];
    const started = await place.start([], {
      program: '/usr/bin/env',
      args: [...args, '--verbose', '--root', place.root, '--driver-path', drivers],
    });
    return new ObservedDaemon(place, started);
  }

  get socket(): string {
    return this.#place.socket();
  }

  get pid(): number {
    return this.#process.child.pid ?? 0;
  }

  /** Waits until only so many clients are left. @throws Error when others are still there after ten seconds */
  async settled(clients: number): Promise<void> {
    const late = AbortSignal.timeout(10_000);
    await using admin = await openAdmin(`libvirtd:///system?socket=${this.#place.socket('libvirt-admin-sock')}`);
    const server = await admin.lookupServer('libvirtd');
    for (;;) {
      const { current = 0 } = await server.getClientLimits();
      if (current <= clients) return;
      if (late.aborted) throw new Error(`${current} clients are still there, of which ${clients} should be`);
    }
  }

  async holdings(): Promise<Holdings> {
    await using admin = await openAdmin(`libvirtd:///system?socket=${this.#place.socket('libvirt-admin-sock')}`);
    const { current: clients = 0 } = await (await admin.lookupServer('libvirtd')).getClientLimits();
    this.#process.child.kill('SIGUSR2');
    const wanted = ++this.#asked;
    const answer = new RegExp(`^holdings ${wanted} (.*)\\n`, 'm');
    await this.#process.saw(answer);
    const said = answer.exec(this.#process.output)?.[1] ?? '{}';
    const { heapUsed = 0, external = 0, rss = 0 }: Partial<Holdings> = JSON.parse(said);
    const descriptors = (await readdir(`/proc/${this.pid}/fd`)).length;
    return { heapUsed, external, rss, descriptors, clients };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stop('SIGTERM');
    await this.#place.dispose();
  }
}
