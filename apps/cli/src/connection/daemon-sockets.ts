import { join } from 'node:path';
import { userDirectories } from '@tsvirt/util/host';

/** A place where a daemon of this host may listen. */
export interface DaemonSocket {
  readonly path: string;
  /** Which product keeps its sockets there; the other one may stand in its place. */
  readonly of: 'libvirt' | 'tsvirt';
  /** The system's daemon, or one of this user's own. */
  readonly scope: 'system' | 'user';
}

/**
 * Where daemons listen on this host, in the order in which a connection without a URI tries them: for root the system's,
 * for other users their own before the system's; libvirt's before tsvirt's.
 */
export function daemonSockets(isRoot: boolean = process.getuid?.() === 0): DaemonSocket[] {
  const names = ['libvirt', 'tsvirt'] as const;
  const file = 'libvirt-sock';
  const system = names.map(of => ({ path: join('/run', of, file), of, scope: 'system' as const }));
  if (isRoot) return system;
  return [
    ...names.map(of => ({ path: join(userDirectories(of).runtime, file), of, scope: 'user' as const })),
    ...system,
  ];
}

/** The URI that leaves the choice of the hypervisor to the daemon behind a socket. */
export function uriOfSocket(path: string): string {
  return `remote+unix:///?socket=${path.split('/').map(encodeURIComponent).join('/')}`;
}
