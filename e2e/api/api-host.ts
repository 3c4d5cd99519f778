import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe } from 'vitest';
import { inWorkspace } from '../documents.js';
import { Libvirtd, noLibvirtd, plainGuests } from '../libvirtd.js';
import { ownAddress, OwnNetwork } from '../own-network.js';
import { cannotRun } from '../tsvirtd.js';
import { hasQemu, WorkspaceDaemon } from '../workspace-daemon.js';

/** A daemon of a test's own, and how it is reached. */
export interface ApiHost extends AsyncDisposable {
  /** A URI through the daemon's socket. @param driver `test:///default`, `qemu:///system` */
  uri(driver: string): string;
  /** A URI of its admin socket. */
  readonly adminUri: string;
  /** The daemon's process. */
  readonly pid: number;
  /** A path of the test's own that the daemon can write to. */
  at(name: string): string;
  /** Ends the daemon and starts it again on the same files. @param signal what it is ended with; SIGTERM unless given */
  restart(signal?: NodeJS.Signals): Promise<void>;
  /** Ends the daemon; `restart` starts it again. */
  stop(): Promise<void>;
  /** The network that its guests live in; undefined: it needs none. */
  readonly network: OwnNetwork | undefined;
}

/** A daemon that the expectations are held against. */
export interface Daemon {
  readonly name: string;
  /** Why it cannot run here; undefined: it can. */
  readonly missing: string | undefined;
  /** @param beside another host that guests can reach from there */
  start(beside?: ApiHost): Promise<ApiHost>;
  /** The driver that serves the whole API: the complete mock, or QEMU and the host's own networks, pools and secrets. */
  readonly complete: string;
  /** What guests of that driver run under. */
  readonly guestType: 'test' | 'qemu';
  /** Whether its QEMU driver serves a function, by the function's name in C. */
  serves(name: string): boolean;
}

const servedByQemu = await qemuFunctions();

const daemons: readonly Daemon[] = [
  {
    name: 'tsvirtd',
    missing: cannotRun,
    complete: 'test:///default?complete=1',
    guestType: 'test',
    serves: name => servedByQemu.has(name),
    async start() {
      const daemon = await WorkspaceDaemon.start();
      return {
        uri: driver => through(driver, daemon.place.socket()),
        adminUri: `libvirtd:///system?socket=${daemon.place.socket('libvirt-admin-sock')}`,
        get pid() {
          return daemon.pid;
        },
        at: name => daemon.place.at(name),
        restart: (signal = 'SIGTERM') => daemon.restart(signal),
        stop: async () => void (await daemon.stop()),
        network: undefined,
        [Symbol.asyncDispose]: () => daemon[Symbol.asyncDispose](),
      };
    },
  },
  {
    name: 'libvirtd',
    missing: noLibvirtd,
    complete: 'qemu:///system',
    guestType: 'qemu',
    serves: () => true,
    async start(beside) {
      const network = beside?.network ?? (await OwnNetwork.create());
      const conf = ['auth_unix_rw = "none"', 'auth_unix_ro = "none"', `host_uuid = "${randomUUID()}"`];
      const qemuConf = [...plainGuests, `migration_host = "${ownAddress}"`, `migration_address = "${ownAddress}"`];
      const daemon = await Libvirtd.start({ conf, qemuConf, network });
      return {
        uri: driver => through(driver, daemon.socket()),
        adminUri: `libvirtd:///system?socket=${daemon.socket('libvirt-admin-sock')}`,
        get pid() {
          return daemon.pid;
        },
        at: name => daemon.at(name),
        restart: signal => daemon.restart(signal),
        stop: () => daemon.stop(),
        network,
        async [Symbol.asyncDispose]() {
          await daemon[Symbol.asyncDispose]();
          if (beside === undefined) await network[Symbol.asyncDispose]();
        },
      };
    },
  },
];

/** Why guests cannot run here under QEMU; undefined: they can. */
export const noQemu: string | undefined = !hasQemu
  ? 'there is no qemu-system-x86_64'
  : process.getuid?.() === 0
    ? undefined
    : 'qemu:///system needs root';

/**
 * The same expectations of every daemon; one that cannot run here is skipped, with the reason in its name.
 * @param missing what the expectations need besides, when it is not there
 */
export function onEachDaemon(
  title: string,
  expectations: (daemon: Daemon) => void,
  missing?: string | ((daemon: Daemon) => string | undefined),
): void {
  for (const daemon of daemons) {
    const reason = daemon.missing ?? (typeof missing === 'function' ? missing(daemon) : missing);
    const name = `${title}, served by ${daemon.name}${reason === undefined ? '' : `: ${reason}`}`;
    describe.skipIf(reason !== undefined)(name, () => expectations(daemon));
  }
}

/** What the driver that serves the whole API lacks here; undefined: nothing. */
export function completeMissing({ guestType }: Daemon): string | undefined {
  return guestType === 'qemu' ? noQemu : undefined;
}

/**
 * A guest of the driver that serves the whole API. Started paused, it stays as it is under QEMU too: no firmware and no
 * system runs in it, hence nothing in it depends on time.
 */
export function guestXml({ guestType }: Daemon, name: string, devices = '', rest = ''): string {
  return `<domain type='${guestType}'>
    <name>${name}</name><memory unit='MiB'>64</memory><vcpu current='1'>2</vcpu>
    <os><type arch='x86_64' machine='pc'>hvm</type></os>${rest}
    <devices>${devices}<memballoon model='virtio'/></devices>
  </domain>`;
}

/** A small domain of the test driver's kind. */
export function domainXml(name: string): string {
  return `<domain type='test'><name>${name}</name><memory>65536</memory><vcpu>2</vcpu><os><type>hvm</type></os></domain>`;
}

/** The driver's URI by way of a socket. */
function through(driver: string, socket: string): string {
  const [scheme, rest = ''] = driver.split('://');
  return `${scheme}+unix://${rest}${rest.includes('?') ? '&' : '?'}socket=${socket}`;
}

/** What the table in the documentation says, which a test of its own holds to be true. */
async function qemuFunctions(): Promise<ReadonlySet<string>> {
  const text = await readFile(inWorkspace('docs/which-driver-serves-what.json'), 'utf8');
  // Its shape is that of the test that writes it.
  const groups = JSON.parse(text) as readonly {
    readonly rows: readonly { readonly function: string; readonly by: { readonly qemu: boolean } }[];
  }[];
  return new Set(groups.flatMap(({ rows }) => rows.filter(({ by }) => by.qemu).map(row => row.function)));
}
