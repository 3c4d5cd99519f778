import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Background } from './process.js';

const workspace = fileURLToPath(new URL('..', import.meta.url));

/** The daemon as it is published. */
export const daemonFile = path.join(workspace, 'apps/daemon/dist/main.js');

/** Why scenarios with the built daemon cannot run here; undefined: they can. */
export const cannotRun: string | undefined = !existsSync(daemonFile)
  ? 'the packages are not built'
  : !existsSync('/usr/bin/virsh')
    ? 'there is no virsh'
    : undefined;

/** How a daemon is started, where that differs from `node dist/main.js --verbose --root ...`. */
export interface Start {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
}

/** A folder of a test's own: the daemon's root, and beside it whatever driver packages are installed there. */
export class Place {
  readonly folder: string;
  readonly #daemons = new Set<Background>();

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(): Promise<Place> {
    return new Place(await mkdtemp(path.join(tmpdir(), 'tsvirtd-')));
  }

  at(...names: readonly string[]): string {
    return path.join(this.folder, ...names);
  }

  /** The root that daemons get. */
  get root(): string {
    return this.at('root');
  }

  socket(name = 'libvirt-sock'): string {
    return this.at('root', 'run', name);
  }

  /** A URI of the example driver through this place's socket. */
  hello(socket = this.socket()): string {
    return `hello+unix:///default?socket=${socket}`;
  }

  /** Installs the example driver into a folder, with what it imports linked beside it. @returns the folder, for `--driver-path` */
  async installHello(): Promise<string> {
    const folder = this.at('drivers');
    await mkdir(path.join(folder, 'node_modules', '@tsvirt'), { recursive: true });
    for (const name of ['core', 'util']) {
      await symlink(path.join(workspace, 'packages', name), path.join(folder, 'node_modules', '@tsvirt', name));
    }
    const example = path.join(workspace, 'examples/driver-hello');
    const filter = (file: string): boolean => !path.relative(example, file).startsWith('node_modules');
    await cp(example, path.join(folder, 'driver-hello'), { recursive: true, filter });
    return folder;
  }

  /** Starts a daemon and waits until it has said what it serves. @throws Error with its words when it ends before */
  async start(args: readonly string[] = [], start?: Start): Promise<Background> {
    const usual = { program: process.execPath, args: [daemonFile, '--verbose', '--root', this.root, ...args] };
    const { program, args: all, cwd } = { cwd: this.folder, ...(start ?? usual) };
    const daemon = new Background(program, all, { cwd });
    this.#daemons.add(daemon);
    await daemon.saw(/^tsvirtd .* listens on$/m);
    return daemon;
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#daemons].map(daemon => daemon.stop('SIGKILL')));
    await rm(this.folder, { recursive: true, force: true });
  }
}
