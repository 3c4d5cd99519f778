import { join, resolve } from 'node:path';
import type { Directories } from '@tsvirt/core/contract';
import { userDirectories } from '@tsvirt/util/host';
import type { Options } from './options.js';

/** Where the daemon's files and sockets are. */
export interface Layout extends Directories {
  /** Folder of the sockets: `run`, unless the configuration's unix_sock_dir moves it. */
  readonly sockets: string;
  /** The configuration file that is read when none is named. */
  readonly config: string;
  /** True for the system daemon: the URI path `/system`, else `/session`. */
  readonly privileged: boolean;
}

/** What the layout depends on outside of the command line. */
export interface Surroundings {
  readonly privileged: boolean;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Chooses the folders: under `--root`; else, as root, the system's; else the user's by the XDG rules, as libvirt's
 * session daemon does (its run folder falls back to the cache folder when there is no XDG_RUNTIME_DIR).
 */
export function chooseLayout({ root, layout: name }: Pick<Options, 'root' | 'layout'>, around: Surroundings): Layout {
  const { privileged } = around;
  const directories = root !== undefined ? rooted(resolve(root)) : privileged ? systemWide(name) : ofUser(name, around);
  const file = name === 'libvirt' ? 'libvirtd.conf' : 'tsvirtd.conf';
  return { ...directories, sockets: directories.run, config: join(directories.etc, file), privileged };
}

function rooted(root: string): Directories {
  const [etc, run, lib, cache, log] = ['etc', 'run', 'lib', 'cache', 'log'].map(name => join(root, name));
  return { etc: etc ?? root, run: run ?? root, lib: lib ?? root, cache: cache ?? root, log: log ?? root };
}

function systemWide(name: string): Directories {
  return {
    etc: `/etc/${name}`,
    run: `/run/${name}`,
    lib: `/var/lib/${name}`,
    cache: `/var/cache/${name}`,
    log: `/var/log/${name}`,
  };
}

function ofUser(name: string, { home, env }: Surroundings): Directories {
  const { config, runtime, data, cache } = userDirectories(name, env, home);
  return { etc: config, run: runtime, lib: data, cache, log: join(cache, 'log') };
}
