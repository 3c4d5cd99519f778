/** A listening socket that the service manager handed over. */
export interface ActivatedSocket {
  readonly fd: number;
  readonly role: SocketRole;
}

/** What a socket is for. */
export type SocketRole = 'main' | 'readOnly' | 'admin' | 'tcp' | 'tls';

const firstFd = 3;
const maxFds = 64;

/**
 * The sockets of systemd's socket activation (sd_listen_fds(3)), told apart by their names: libvirt's unit names
 * (`libvirtd-ro.socket`), or the last word of any other.
 * @param env read, and rid of the variables, so that no child believes they are for it
 * @returns empty when this process was not activated so
 */
export function takeActivatedSockets(env: Record<string, string | undefined>, pid: number): ActivatedSocket[] {
  const { LISTEN_PID: forPid, LISTEN_FDS: count, LISTEN_FDNAMES: names } = env;
  delete env['LISTEN_PID'];
  delete env['LISTEN_FDS'];
  delete env['LISTEN_FDNAMES'];
  if (forPid !== String(pid) || count === undefined || !/^\d{1,3}$/.test(count)) return [];
  const named = names?.split(':') ?? [];
  return Array.from({ length: Math.min(Number(count), maxFds) }, (_, index) => ({
    fd: firstFd + index,
    role: roleOf(named[index] ?? ''),
  }));
}

function roleOf(name: string): SocketRole {
  const word = name
    .replace(/\.socket$/, '')
    .split(/[-_]/)
    .at(-1);
  switch (word) {
    case 'ro':
    case 'admin':
    case 'tcp':
    case 'tls':
      return word === 'ro' ? 'readOnly' : word;
    default:
      return 'main';
  }
}
