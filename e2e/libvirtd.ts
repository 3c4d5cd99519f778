import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { endGuests, endServers } from './guest-processes.js';
import type { OwnNetwork } from './own-network.js';
import { Background, run } from './process.js';

const program = '/usr/sbin/libvirtd';

/** Why a private libvirtd cannot run here; undefined: it can. */
export const noLibvirtd: string | undefined = await whyNot();

async function whyNot(): Promise<string | undefined> {
  if (!existsSync(program)) return 'there is no libvirtd';
  if (process.getuid?.() !== 0) return 'a private libvirtd needs root';
  const made = await run('unshare', ['-m', '-n', 'true'], { anyStatus: true }).catch(() => undefined);
  return made?.status === 0 ? undefined : 'unshare makes no namespaces here, as in containers with few capabilities';
}

/** How a libvirtd is set up. */
export interface LibvirtdOptions {
  /** Lines of its libvirtd.conf. */
  readonly conf?: readonly string[];
  /** Listen on the network, as `conf` says. */
  readonly listen?: boolean;
  /** The contents of /etc/sasl2/libvirt.conf. @param folder the daemon's own */
  readonly sasl?: (folder: string) => string;
  /** Lines of its qemu.conf; absent: guests run as the daemon does, outside of control groups and namespaces. */
  readonly qemuConf?: readonly string[];
  /** The network that the daemon and its guests live in; absent: the host's. */
  readonly network?: OwnNetwork;
}

/** Guests that need nothing of the host but the program. */
export const plainGuests: readonly string[] = [
  'user = "root"',
  'group = "root"',
  'dynamic_ownership = 0',
  'remember_owner = 0',
  'security_driver = "none"',
  'cgroup_controllers = []',
  'namespaces = []',
  'stdio_handler = "file"',
];

// In a mount namespace of its own: each folder of the daemon's is one of the test's. Ends up as libvirtd itself.
const script = `
dir=$1; shift
for pair in run:/run/libvirt etc:/etc/libvirt lib:/var/lib/libvirt cache:/var/cache/libvirt log:/var/log/libvirt sasl:/etc/sasl2 lock:/run/lock; do
  mkdir -p "\${pair#*:}" && mount --bind "$dir/\${pair%%:*}" "\${pair#*:}" || exit 3
done
exec "$@"`;

/** The real daemon, private to a test. Its files are the test's own, and its sockets lie in them. */
export class Libvirtd implements AsyncDisposable {
  readonly folder: string;
  readonly #command: readonly string[];
  #process: Background;

  private constructor(folder: string, command: readonly string[]) {
    this.folder = folder;
    this.#command = command;
    this.#process = this.#run();
  }

  /** Starts a daemon and waits until it takes clients. @throws Error with its words when it does not */
  static async start(options: LibvirtdOptions = {}): Promise<Libvirtd> {
    const { conf = [], listen = false, sasl, qemuConf = plainGuests, network } = options;
    const folder = await mkdtemp(path.join(tmpdir(), 'libvirtd-'));
    for (const name of ['run', 'etc', 'lib', 'cache', 'log', 'sasl', 'lock']) await mkdir(path.join(folder, name));
    await cp('/etc/libvirt', path.join(folder, 'etc'), { recursive: true });
    await writeFile(path.join(folder, 'etc', 'libvirtd.conf'), `${conf.join('\n')}\n`);
    await writeFile(path.join(folder, 'etc', 'qemu.conf'), `${qemuConf.join('\n')}\n`);
    if (sasl !== undefined) await writeFile(path.join(folder, 'sasl', 'libvirt.conf'), sasl(folder));
    const daemon = [program, ...(listen ? ['--listen'] : []), '--pid-file', '/run/libvirt/libvirtd.pid'];
    const apart = ['unshare', '-m', '--propagation', 'private', 'bash', '-c', script, 'libvirtd', folder, ...daemon];
    const started = new Libvirtd(folder, network === undefined ? apart : network.inside(apart));
    await started.#ready();
    return started;
  }

  /** Ends the daemon and starts another on the same files. Guests and networks go on. */
  async restart(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.stop(signal);
    this.#process = this.#run();
    await this.#ready();
  }

  get pid(): number {
    const { pid } = this.#process.child;
    if (pid === undefined) throw new Error('libvirtd was not started');
    return pid;
  }

  /** A file of the daemon's. */
  at(...names: readonly string[]): string {
    return path.join(this.folder, ...names);
  }

  socket(name = 'libvirt-sock'): string {
    return this.at('run', name);
  }

  /** The command line that runs a program where this daemon's folders are in their usual places. */
  inside(command: readonly string[]): string[] {
    return ['nsenter', '-t', String(this.pid), '-m', '-n', ...command];
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.#process.stop(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await endGuests(this.at('run', 'qemu'));
    await endServers(this.at('run', 'network'));
    await rm(this.folder, { recursive: true, force: true });
  }

  #run(): Background {
    const [program = '', ...args] = this.#command;
    return new Background(program, args);
  }

  async #ready(): Promise<void> {
    const until = Date.now() + 30_000;
    // The daemon tells nobody that it listens: trying is the only way to know.
    while (!(await answers(this.socket()))) {
      const { exitCode } = this.#process.child;
      if (exitCode !== null || Date.now() > until)
        throw new Error(`libvirtd is not there (status ${exitCode}): ${this.#process.output}`);
      await pause(50);
    }
  }
}

function answers(socket: string): Promise<boolean> {
  return new Promise(resolve => {
    const client = net.connect({ path: socket });
    client.once('connect', () => {
      client.destroy();
      resolve(true);
    });
    client.once('error', () => resolve(false));
  });
}

/** A TCP port of the loopback that nobody uses. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}
