import { readFile } from 'node:fs/promises';
import { describe } from 'vitest';
import { inWorkspace } from '../documents.js';
import { Libvirtd, noLibvirtd } from '../libvirtd.js';
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
  /** Ends the daemon and starts it again on the same files. */
  restart(): Promise<void>;
}

/** A daemon that the expectations are held against. */
export interface Daemon {
  readonly name: string;
  /** Why it cannot run here; undefined: it can. */
  readonly missing: string | undefined;
  start(): Promise<ApiHost>;
  /** Whose storage pools have content. */
  readonly storage: string;
  /** Whether its QEMU driver serves a function, by the function's name in C. */
  serves(name: string): boolean;
}

const servedByQemu = await qemuFunctions();

const daemons: readonly Daemon[] = [
  {
    name: 'tsvirtd',
    missing: cannotRun,
    storage: 'test:///default?complete=1',
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
        restart: () => daemon.restart('SIGTERM'),
        [Symbol.asyncDispose]: () => daemon[Symbol.asyncDispose](),
      };
    },
  },
  {
    name: 'libvirtd',
    missing: noLibvirtd,
    storage: 'qemu:///system',
    serves: () => true,
    async start() {
      const daemon = await Libvirtd.start({ conf: ['auth_unix_rw = "none"', 'auth_unix_ro = "none"'] });
      return {
        uri: driver => through(driver, daemon.socket()),
        adminUri: `libvirtd:///system?socket=${daemon.socket('libvirt-admin-sock')}`,
        get pid() {
          return daemon.pid;
        },
        at: name => daemon.at(name),
        restart: () => daemon.restart(),
        [Symbol.asyncDispose]: () => daemon[Symbol.asyncDispose](),
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
export function onEachDaemon(title: string, expectations: (daemon: Daemon) => void, missing?: string): void {
  for (const daemon of daemons) {
    const reason = daemon.missing ?? missing;
    const name = `${title}, served by ${daemon.name}${reason === undefined ? '' : `: ${reason}`}`;
    describe.skipIf(reason !== undefined)(name, () => expectations(daemon));
  }
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
