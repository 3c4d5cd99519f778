import { userInfo } from 'node:os';
import { isAbsolute } from 'node:path';

/** The name of the user that this process runs as; undefined when the host's list of users has none for its number. */
export function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined; // containers are started with numbers that nobody has
  }
}

/**
 * The home folder of the user that this process runs as: `HOME`, else what the host's list of users says, else `/`. A `HOME`
 * that is empty or relative does not count.
 */
export function userHome(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const { HOME } = env;
  if (HOME !== undefined && isAbsolute(HOME)) return HOME;
  try {
    return userInfo().homedir || '/';
  } catch {
    return '/';
  }
}
