import { VirtError } from '@tsvirt/util';

/** Groups of a key file by name, each with its keys. */
export type KeyFile = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Reads the traditional `[group]`, `key=value` form, with comments from `#` at the start of a line. Of a key that occurs
 * twice in a group the last counts.
 * @param name the file, as errors name it
 * @throws VirtError CONF_SYNTAX with file and line; what stands there is not in the message, for it may be a password
 */
export function parseKeyFile(text: string, name: string): KeyFile {
  const groups = new Map<string, Map<string, string>>();
  let group: Map<string, string> | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const heading = /^\[([^\]]+)\]$/.exec(line)?.[1];
    if (heading !== undefined) {
      group = groups.get(heading) ?? new Map<string, string>();
      groups.set(heading, group);
      continue;
    }
    const at = line.indexOf('=');
    if (at < 1 || group === undefined) {
      const expected = group === undefined ? 'a [group] before it' : 'key=value';
      throw new VirtError('CONF_SYNTAX', 'CONF', `${name}:${index + 1}: expected ${expected}`);
    }
    group.set(line.slice(0, at).trim(), line.slice(at + 1).trim());
  }
  return groups;
}
