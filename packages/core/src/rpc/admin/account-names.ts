import { readFile } from 'node:fs/promises';

/** The name of a numeric user in the host's own table; undefined when it is not there. */
export function userName(uid: number): Promise<string | undefined> {
  return nameIn('/etc/passwd', uid);
}

/** The name of a numeric group in the host's own table; undefined when it is not there. */
export function groupName(gid: number): Promise<string | undefined> {
  return nameIn('/etc/group', gid);
}

// Both tables: name, password, number, ...
async function nameIn(path: string, id: number): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const wanted = String(id);
  for (const line of text.split('\n')) {
    const [name, , number] = line.split(':');
    if (number === wanted) return name;
  }
  return undefined;
}
