import { Background, run } from './process.js';

/** An address of the network's loopback that is not the loopback's own: libvirtd sends no guest to 127.0.0.1. */
export const ownAddress = '198.18.0.1';

const script = `ip link set lo up && ip address add ${ownAddress}/32 dev lo && echo ready && exec cat`;

/**
 * A network apart from the host's, of nothing but a loopback. It is there as long as this holds it; bridges, taps and
 * rules that are made in it go with it.
 */
export class OwnNetwork implements AsyncDisposable {
  readonly #holder: Background;

  private constructor(holder: Background) {
    this.#holder = holder;
  }

  /** Needs root. */
  static async create(): Promise<OwnNetwork> {
    const holder = new Background('unshare', ['-n', 'sh', '-c', script]);
    await holder.saw('ready');
    return new OwnNetwork(holder);
  }

  /** The command line that runs a program in it. */
  inside(command: readonly string[]): string[] {
    return ['nsenter', '-t', String(this.#holder.child.pid), '-n', ...command];
  }

  /** Makes a tap that nothing is connected to. */
  async addTap(name: string): Promise<void> {
    const [program = '', ...args] = this.inside(['ip', 'tuntap', 'add', name, 'mode', 'tap']);
    await run(program, args);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#holder.stop('SIGKILL');
  }
}
