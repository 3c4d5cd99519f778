import { stat } from 'node:fs/promises';
import { readFileText, userName } from '@tsvirt/util/host';

/** Who may use a file that this user may not, and how to become one of them. */
export interface FileRights {
  /** As `ls` shows it: `srwxrwx--- root:libvirt`. */
  readonly owners: string;
  /** Undefined where no group of users may use it, or this user cannot become a member of it. */
  readonly fix: string | undefined;
}

/** @returns undefined when the file's rights cannot be seen either */
export async function fileRights(file: string): Promise<FileRights | undefined> {
  const found = await stat(file).catch(() => undefined); // in a folder that is closed to us, or gone
  if (found === undefined) return undefined;
  const [groups = '', users = ''] = await Promise.all(
    ['/etc/group', '/etc/passwd'].map(async name => (await readFileText(name, { maxBytes: 16 << 20 })) ?? ''),
  );
  return rightsOf(found, { groups, users, user: userName(), own: process.getgroups?.() ?? [] });
}

/** Who there is, as the files of that name say, and who asks. */
export interface People {
  readonly groups: string;
  readonly users: string;
  /** Undefined for a number that has no name: nobody can be made a member of a group by that. */
  readonly user: string | undefined;
  /** Numbers of the groups that this process is in. */
  readonly own: readonly number[];
}

const groupMayUse = 0o060;

/** The same of what is known. */
export function rightsOf(
  { mode, uid, gid }: { readonly mode: number; readonly uid: number; readonly gid: number },
  { groups, users, user, own }: People,
): FileRights {
  const group = lineOf(groups, gid);
  const [groupName = String(gid), , , members = ''] = group ?? [];
  const [owner = String(uid)] = lineOf(users, uid) ?? [];
  const owners = `${(mode & 0o777).toString(8).padStart(4, '0')} ${owner}:${groupName}`;
  if ((mode & groupMayUse) !== groupMayUse || gid === 0 || user === undefined) return { owners, fix: undefined };
  const isMember = members.split(',').includes(user);
  const fix =
    isMember && !own.includes(gid)
      ? `you are in the group ${groupName} from your next login on: log in again, or 'newgrp ${groupName}' for this shell`
      : `sudo usermod -aG ${groupName} ${user}, then log in again`;
  return { owners, fix };
}

/** The fields of a line of a file like /etc/group, by the number in its third one. */
function lineOf(text: string, id: number): string[] | undefined {
  return text
    .split('\n')
    .map(line => line.split(':'))
    .find(([, , number]) => number === String(id));
}
