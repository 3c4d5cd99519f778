import { readFileText } from '@tsvirt/util/host';

/** What a process has used of the host. Times are in nanoseconds. */
export interface ProcessUsage {
  readonly userNs: bigint;
  readonly systemNs: bigint;
  readonly residentKiB: bigint;
}

const nsPerTick = 10_000_000n;
const pageKiB = 4n;
const maxStatBytes = 64 * 1024;

/** Reads a process's, or one of its threads', use; undefined when it is gone. */
export async function processUsage(pid: number, thread?: number): Promise<ProcessUsage | undefined> {
  const path = thread === undefined ? `/proc/${pid}/stat` : `/proc/${pid}/task/${thread}/stat`;
  const text = await readFileText(path, { maxBytes: maxStatBytes });
  if (text === undefined) return undefined;
  // The name in parentheses may hold blanks; fields are counted from the last parenthesis on.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const number = (index: number): bigint => BigInt(/^\d+$/.exec(fields[index] ?? '')?.[0] ?? '0');
  return { userNs: number(11) * nsPerTick, systemNs: number(12) * nsPerTick, residentKiB: number(21) * pageKiB };
}

/** Nanoseconds that a thread waited for a CPU; undefined when it is gone. */
export async function runDelayNs(pid: number, thread: number): Promise<bigint | undefined> {
  const text = await readFileText(`/proc/${pid}/task/${thread}/schedstat`, { maxBytes: maxStatBytes });
  const delay = text?.split(' ')[1];
  return delay !== undefined && /^\d+$/.test(delay) ? BigInt(delay) : undefined;
}
