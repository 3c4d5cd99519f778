import { isAbsolute, join } from 'node:path';
import { userHome } from './current-user.js';

/** A user's folders for one program (XDG Base Directory specification), each ending in the program's name. */
export interface UserDirectories {
  readonly config: string;
  readonly cache: string;
  readonly data: string;
  readonly state: string;
  /** Under the cache folder when the session gave no runtime folder, as libvirt does. */
  readonly runtime: string;
}

/** The folders for a program of this name. Variables that are unset, empty or relative do not count. */
export function userDirectories(
  name: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
  home: string = userHome(env),
): UserDirectories {
  const from = (variable: string, fallback: string) => {
    const value = env[variable];
    return join(value !== undefined && isAbsolute(value) ? value : fallback, name);
  };
  const cache = from('XDG_CACHE_HOME', join(home, '.cache'));
  const runtime = env.XDG_RUNTIME_DIR;
  return {
    config: from('XDG_CONFIG_HOME', join(home, '.config')),
    cache,
    data: from('XDG_DATA_HOME', join(home, '.local', 'share')),
    state: from('XDG_STATE_HOME', join(home, '.local', 'state')),
    runtime: runtime !== undefined && isAbsolute(runtime) ? join(runtime, name) : cache,
  };
}
