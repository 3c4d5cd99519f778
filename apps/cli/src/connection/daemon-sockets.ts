import { join } from 'node:path';
import { userDirectories } from '@tsvirt/util/host';

/** A place where a daemon of this host may listen. */
export interface DaemonSocket {
  readonly path: string;
  /** Which product keeps its sockets there; the other one may stand in its place. */
  readonly of: 'libvirt' | 'tsvirt';
  /** The daemon that opens it. */
  readonly daemon: string;
  /** The system's daemon, or one of this user's own. */
  readonly scope: 'system' | 'user';
}

/** Hypervisors that have a daemon of their own where libvirt is installed as many daemons. */
const ownDaemons = ['virtqemud', 'virtlxcd', 'virtxend', 'virtvboxd', 'virtchd'] as const;

/**
 * Where daemons listen on this host, in the order in which a connection without a URI tries them: for root the system's,
 * for other users their own before the system's; libvirt's before tsvirt's, one for all before those for one hypervisor each.
 */
export function daemonSockets(isRoot: boolean = process.getuid?.() === 0): DaemonSocket[] {
  const system = inFolders(of => join('/run', of), 'system');
  return isRoot ? system : [...inFolders(of => userDirectories(of).runtime, 'user'), ...system];
}

function inFolders(folderOf: (of: DaemonSocket['of']) => string, scope: DaemonSocket['scope']): DaemonSocket[] {
  const libvirt = folderOf('libvirt');
  return [
    { path: join(libvirt, 'libvirt-sock'), of: 'libvirt', daemon: 'libvirtd', scope },
    ...ownDaemons.map(daemon => ({ path: join(libvirt, `${daemon}-sock`), of: 'libvirt' as const, daemon, scope })),
    { path: join(folderOf('tsvirt'), 'libvirt-sock'), of: 'tsvirt', daemon: 'tsvirtd', scope },
  ];
}

/** The URI that leaves the choice of the hypervisor to the daemon behind a socket. */
export function uriOfSocket(path: string): string {
  return `remote+unix:///?socket=${path.split('/').map(encodeURIComponent).join('/')}`;
}
