import { readFileText } from '@tsvirt/util/host';

/** Descriptors that the daemon needs besides one for each client. */
const own = 64;

/**
 * Says when fewer descriptors may be open than clients may come: those beyond are closed by the kernel's door, and nobody tells
 * them why.
 * @returns the warning; undefined when there are enough, or nothing is known of a limit
 */
export async function fewDescriptors(maxClients: number, file = '/proc/self/limits'): Promise<string | undefined> {
  const text = (await readFileText(file, { maxBytes: 65_536 })) ?? '';
  const limit = /^Max open files\s+(\d+)/m.exec(text)?.[1];
  if (limit === undefined || Number(limit) >= maxClients + own) return undefined;
  return `max_clients is ${maxClients}, and this process may open ${limit} files: raise its limit (LimitNOFILE=${maxClients + own} in a unit of systemd), or lower max_clients`;
}
