import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { freePort } from '../libvirtd.js';
import { Background, run } from '../process.js';

const program = '/usr/sbin/sshd';

/** Why an ssh server cannot run here; undefined: it can. */
export const noSshd: string | undefined = !existsSync(program)
  ? 'there is no sshd'
  : !existsSync('/usr/bin/ssh')
    ? 'there is no ssh'
    : process.getuid?.() !== 0
      ? 'an ssh server needs root'
      : undefined;

/** An ssh server on the loopback with keys of its own, which lets the test's user in by a key of the test's. */
export class Sshd implements AsyncDisposable {
  readonly folder: string;
  readonly port: number;
  readonly #process: Background;

  private constructor(folder: string, port: number, process: Background) {
    this.folder = folder;
    this.port = port;
    this.#process = process;
  }

  /**
   * Starts the server and waits until it listens.
   * @param inside puts a command into the surroundings in which those who log in shall be
   * @param searchPath PATH of those who log in
   */
  static async start(
    inside: (command: readonly string[]) => readonly string[] = command => command,
    searchPath = '/usr/bin:/bin',
  ): Promise<Sshd> {
    const folder = await mkdtemp(path.join(tmpdir(), 'sshd-'));
    const at = (name: string) => path.join(folder, name);
    for (const name of ['host', 'user']) await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)]);
    await cp(at('user.pub'), at('authorized'));
    const port = await freePort();
    const hostKey = await run('ssh-keygen', ['-y', '-f', at('host')]);
    await writeFile(at('known'), `[127.0.0.1]:${port} ${hostKey.stdout}`);
    const config = [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${at('host')}`,
      `AuthorizedKeysFile ${at('authorized')}`,
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'UsePAM no',
      // The folder is the test's; who may write there is its own affair.
      'StrictModes no',
      'PermitRootLogin prohibit-password',
      `SetEnv PATH=${searchPath}`,
      `PidFile ${at('pid')}`,
    ];
    await writeFile(at('config'), `${config.join('\n')}\n`);
    await chmod(folder, 0o755);
    await mkdir('/run/sshd', { recursive: true });
    const [command = '', ...args] = inside([program, '-D', '-e', '-f', at('config')]);
    const server = new Background(command, args);
    await server.saw('Server listening on');
    return new Sshd(folder, port, server);
  }

  /** The authority and the parameters of URIs through this server. */
  uri(driver: string, path: string, more: Readonly<Record<string, string>> = {}): string {
    const parameters = {
      keyfile: this.at('user'),
      known_hosts: this.at('known'),
      no_tty: '1',
      ...more,
    };
    const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return `${driver}+ssh://${userInfo().username}@127.0.0.1:${this.port}${path}?${query.join('&')}`;
  }

  at(name: string): string {
    return path.join(this.folder, name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stop('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }
}
