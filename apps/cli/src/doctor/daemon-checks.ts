import { open } from '@tsvirt/core';
import { discover } from '@tsvirt/core/registry';
import { loadClientConfig, remoteTransports, resolveUri } from '@tsvirt/driver-remote/client';
import { VirtError } from '@tsvirt/util';
import { type DaemonSocket, daemonSockets, uriOfSocket } from '../connection/daemon-sockets.js';
import { driverPlaces } from '../connection/installed-drivers.js';
import { presentSockets } from '../connection/open-connection.js';
import { versionText } from '../output/amounts.js';
import type { Check, CheckContext, Finding } from './finding.js';

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
    const looked = daemonSockets().map(({ path }) => path);
    const text = `nobody listens at ${looked.join(', ')}`;
    return [{ subject: 'daemon', verdict: 'missing', text, fix: 'npx tsvirtd, or systemctl start libvirtd' }];
  },
};

async function askedDaemon({ path, of, scope }: DaemonSocket, { signal }: CheckContext): Promise<Finding> {
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
      text: `answers as libvirt ${versionText(version)} and serves ${known.join(', ')}`,
      facts,
    };
  } catch (reason) {
    signal.throwIfAborted();
    const { message, code } = VirtError.wrap(reason, 'NONE');
    return {
      subject: path,
      verdict: 'broken',
      text: message,
      fix: fixFor(message, code, of),
      facts: { path, scope, code },
    };
  }
}

function fixFor(message: string, code: string, of: DaemonSocket['of']): string | undefined {
  if (/Permission denied|EACCES/.test(message)) {
    return of === 'libvirt' ? 'sudo usermod -aG libvirt $USER, then log in again' : 'unix_sock_group in tsvirtd.conf';
  }
  if (/refused/.test(message)) return `the daemon ended without taking its socket away: start ${of}d again`;
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
    if (good.length + bad.length > 0) return [...good, ...bad];
    const text = 'none beside this command: test:///default and its like need one';
    return [{ subject: 'drivers', verdict: 'missing', text, fix: 'npm install @tsvirt/driver-test' }];
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
