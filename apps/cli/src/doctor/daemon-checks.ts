import { open } from '@tsvirt/core';
import { discover } from '@tsvirt/core/registry';
import { loadClientConfig, remoteTransports, resolveUri } from '@tsvirt/driver-remote/client';
import { VirtError } from '@tsvirt/util';
import { type DaemonSocket, daemonSockets, uriOfSocket } from '../connection/daemon-sockets.js';
import { driverPlaces } from '../connection/installed-drivers.js';
import { presentSockets } from '../connection/open-connection.js';
import { versionText } from '../output/amounts.js';
import { fileRights } from './file-rights.js';
import type { Check, CheckContext, Finding } from './finding.js';
import { firstExecutable, searchPath } from './program-checks.js';

/** What daemons are asked to open, to learn what they serve. */
const usualUris = ['qemu:///system', 'qemu:///session', 'lxc:///system', 'xen:///system', 'test:///default'] as const;
/** How long a daemon may take, in milliseconds. */
const patienceMs = 5_000;

/** Which daemons of this host answer, and what they serve. */
export const daemonsCheck: Check = {
  name: 'daemons',
  group: 'Daemons',
  async run(context) {
    const present = await presentSockets();
    const findings = await Promise.all(present.map(socket => askedDaemon(socket, context)));
    if (present.length > 0) return findings;
    const looked = daemonSockets().flatMap(({ path, daemon }) => (likely.includes(daemon) ? [path] : []));
    const text = `nobody listens at ${looked.join(', ')}`;
    return [{ subject: 'daemon', verdict: 'missing', text, fix: await howToStart(context) }];
  },
};

/** Daemons that people have. */
const likely = ['libvirtd', 'virtqemud', 'tsvirtd'];

/** How a daemon gets to work here: one that is installed, or else which to install. */
async function howToStart({ env }: CheckContext): Promise<string> {
  const folders = searchPath(env);
  if ((await firstExecutable(folders, 'libvirtd')) !== undefined) return 'sudo systemctl start libvirtd';
  if ((await firstExecutable(folders, 'virtqemud')) !== undefined) return 'sudo systemctl start virtqemud.socket';
  if ((await firstExecutable(folders, 'tsvirtd')) !== undefined) return 'tsvirtd';
  return 'npm install -g @tsvirt/daemon @tsvirt/driver-qemu, then tsvirtd; or libvirt of your distribution';
}

/** The oldest libvirt that this command is tried with, as connectGetLibVersion writes it. */
const oldestTried = 9_000_000;

async function askedDaemon({ path, of, daemon, scope }: DaemonSocket, { signal }: CheckContext): Promise<Finding> {
  const limits = () => ({ signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]), timeoutMs: patienceMs });
  const transports = remoteTransports();
  try {
    await using connection = await open(uriOfSocket(path), { ...limits(), transports });
    const [version, uri] = await Promise.all([connection.getLibVersion(limits()), connection.getURI(limits())]);
    const serves = await Promise.all(
      usualUris.map(async one => {
        const far = one.replace('://', '+unix://');
        try {
          await using other = await open(`${far}${uriOfSocket(path).slice('remote+unix:///'.length)}`, {
            ...limits(),
            transports,
            readOnly: true,
          });
          await other.getType(limits());
          return one;
        } catch (reason) {
          signal.throwIfAborted();
          if (!VirtError.is(reason)) throw reason;
          return undefined; // not served there
        }
      }),
    );
    const known = [...new Set([uri, ...serves.filter(one => one !== undefined)])];
    const facts = { path, scope, place: of, libVersion: versionText(version), uri, serves: known };
    return {
      subject: path,
      verdict: 'works',
      text: `answers as libvirt ${versionText(version)} and serves ${known.join(', ')}${
        version < oldestTried ? `; older than ${versionText(oldestTried)}, so some calls may not be there` : ''
      }`,
      facts,
    };
  } catch (reason) {
    signal.throwIfAborted();
    const { message, code } = VirtError.wrap(reason, 'NONE');
    const isClosed = /Permission denied/.test(message);
    const rights = isClosed ? await fileRights(path) : undefined;
    const config = `/etc/${of}/${daemon}.conf`;
    const fix = isClosed
      ? (rights?.fix ??
        `unix_sock_group = "GROUP" and unix_sock_rw_perms = "0770" in ${config}, then restart ${daemon}`)
      : fixFor(code, message, daemon);
    const text = rights === undefined ? message : `${message} (${rights.owners})`;
    return { subject: path, verdict: 'broken', text, fix, facts: { path, scope, code } };
  }
}

function fixFor(code: string, message: string, daemon: string): string | undefined {
  if (/refused/.test(message)) return `the daemon ended without taking its socket away: start ${daemon} again`;
  if (code === 'OPERATION_TIMEOUT' || code === 'OPERATION_ABORTED')
    return `it takes connections and answers nothing: look at its log, or restart ${daemon}`;
  return code.startsWith('AUTH') ? 'the daemon wants to know who you are: see its auth_unix_rw' : undefined;
}

/** Driver packages that this command can use without a daemon. */
export const driversCheck: Check = {
  name: 'drivers',
  group: 'Installed drivers',
  async run({ driverPaths }) {
    const { manifests, faults } = await discover(driverPlaces(driverPaths));
    const good = manifests.map(
      ({ package: subject, version, schemes, kind, folder }): Finding => ({
        subject,
        verdict: 'works',
        text: `${version}, ${kind} for ${schemes.join(', ')}`,
        facts: { version, kind, schemes, folder },
      }),
    );
    const bad = faults.map(
      ({ package: subject, cause, folder }): Finding => ({
        subject,
        verdict: 'broken',
        text: cause,
        facts: { folder },
      }),
    );
    // What takes every scheme carries calls to daemons: it drives nothing here.
    if (bad.length > 0 || manifests.some(({ schemes }) => !schemes.includes('*'))) return [...good, ...bad];
    const text = 'none beside this command that opens test:///default and its like';
    return [...good, { subject: 'drivers', verdict: 'missing', text, fix: 'npm install -g @tsvirt/driver-test' }];
  },
};

/** Which URI counts when none is given. */
export const settingsCheck: Check = {
  name: 'settings',
  group: 'Settings',
  async run({ env }) {
    const subject = 'default URI';
    const own = env['TSVIRT_URI'] ?? '';
    try {
      const uri = resolveUri(own, await loadClientConfig(), env);
      const text = uri === '' ? 'none: the first daemon that answers chooses' : uri;
      return [{ subject, verdict: 'works', text, facts: { uri } }];
    } catch (reason) {
      if (!VirtError.is(reason)) throw reason;
      return [{ subject, verdict: 'broken', text: reason.message, fix: 'mend libvirt.conf' }];
    }
  },
};
