import type { DriverReport } from '@tsvirt/core/registry';
import type { WorkingUri } from './working-uris.js';

/** What the daemon tells the person who started it. */
export interface Announcement {
  readonly version: string;
  /** Open sockets in words: `/run/tsvirt/libvirt-sock`, `127.0.0.1:16509 (tcp)`. */
  readonly sockets: readonly string[];
  /** The read-write Unix socket; undefined when there is none. */
  readonly mainSocket: string | undefined;
  /** Each driver package, at work or refused. */
  readonly drivers: readonly DriverReport[];
  /** URIs that open here. */
  readonly examples: readonly WorkingUri[];
}

const remarks: { readonly [S in DriverReport['state']]?: string } = {
  loading: 'still starting',
  waiting: 'loaded when it is asked for',
};

/** The lines that are printed once the sockets listen and the drivers are loaded. */
export function announce({ version, sockets, mainSocket, drivers, examples }: Announcement): string {
  const lines = [`tsvirtd ${version} listens on`, ...sockets.map(socket => `  ${socket}`)];
  const used = drivers.filter(({ state }) => state !== 'refused' && state !== 'excluded');
  const unused = drivers.filter(({ state }) => state === 'refused' || state === 'excluded');
  lines.push(used.length === 0 ? 'No driver is at work.' : 'Drivers:');
  for (const { package: name, version: release, schemes, state, why } of used) {
    const remark = why ?? remarks[state];
    lines.push(`  ${name} ${release ?? ''} for ${schemes.join(', ')}${remark === undefined ? '' : ` (${remark})`}`);
  }
  if (unused.length > 0) lines.push('Not used:');
  for (const { package: name, why } of unused) lines.push(`  ${name}: ${why ?? ''}`);
  if (drivers.length === 0)
    lines.push('  Install a driver package beside the daemon, or name a folder with --driver-path.');
  if (examples.length > 0 && mainSocket !== undefined) {
    lines.push('Try:');
    for (const { scheme, path } of examples)
      lines.push(`  virsh -c '${scheme}+unix://${path}?socket=${encoded(mainSocket)}' list --all`);
  }
  return `${lines.join('\n')}\n`;
}

/** A path as the value of a URI's parameter, without the quotes that are around it. */
function encoded(path: string): string {
  return encodeURIComponent(path).replaceAll('%2F', '/').replaceAll("'", '%27');
}
