import { join } from 'node:path';
import type { Directories } from '@tsvirt/core/contract';

/** Where one driver's files are: the same names in the same places as libvirt's, under the daemon's folders. */
export interface Layout {
  /** Definitions: NAME.xml. */
  readonly definitions: string;
  /** Links to the definitions of the guests that start with the daemon. */
  readonly autostart: string;
  /** Status of running guests (NAME.xml) and their pids (NAME.pid). */
  readonly status: string;
  readonly library: string;
  readonly channels: string;
  readonly nvram: string;
  readonly save: string;
  readonly cache: string;
  readonly logs: string;
}

export function layoutOf(directories: Directories): Layout {
  const library = join(directories.lib, 'qemu');
  return {
    definitions: join(directories.etc, 'qemu'),
    autostart: join(directories.etc, 'qemu', 'autostart'),
    status: join(directories.run, 'qemu'),
    library,
    channels: join(library, 'channel', 'target'),
    nvram: join(library, 'nvram'),
    save: join(library, 'save'),
    cache: join(directories.cache, 'qemu'),
    logs: join(directories.log, 'qemu'),
  };
}

/** Names of sockets are short (108 bytes for the whole path), so folders of a guest carry this much of its name. */
const shortNameLength = 20;

/** `3-web`: the name that files of one life of a guest carry. The id makes it unique. */
export function shortName(id: number, name: string): string {
  return `${id}-${name.replaceAll('/', '_').slice(0, shortNameLength)}`;
}

/** The files of one life of a guest. */
export interface GuestFiles {
  /** Its own folder: monitor socket and home of the process. */
  readonly folder: string;
  readonly monitor: string;
  readonly channels: string;
  readonly pid: string;
}

/** @param id the guest's id, -1 for a command line that nobody runs */
export function guestFiles(layout: Layout, id: number, name: string): GuestFiles {
  const folder = join(layout.library, `domain-${shortName(id, name)}`);
  return {
    folder,
    monitor: join(folder, 'monitor.sock'),
    channels: join(layout.channels, `domain-${shortName(id, name)}`),
    pid: join(layout.status, `${name}.pid`),
  };
}
