import { readFileText } from '@tsvirt/util/host';

/** Bytes, frames, errors and drops, as the guest counts: what the host's end of the cable sent, the guest received. */
export interface TapCounters {
  readonly rxBytes: bigint;
  readonly rxPackets: bigint;
  readonly rxErrs: bigint;
  readonly rxDrop: bigint;
  readonly txBytes: bigint;
  readonly txPackets: bigint;
  readonly txErrs: bigint;
  readonly txDrop: bigint;
}

const maxBytes = 4 * 1024 * 1024;

/** The counters of all network devices of this host by name, from proc(5) net/dev. */
export async function readTapCounters(): Promise<ReadonlyMap<string, TapCounters>> {
  return tapCountersIn((await readFileText('/proc/self/net/dev', { maxBytes })) ?? '');
}

/** Reads the text of net/dev: eight columns of what the host received, eight of what it sent. */
export function tapCountersIn(text: string): ReadonlyMap<string, TapCounters> {
  const found = new Map<string, TapCounters>();
  for (const line of text.split('\n')) {
    const [, name, columns] = /^\s*([^:\s]+):\s*(.*)$/.exec(line) ?? [];
    const values = columns?.trim().split(/\s+/) ?? [];
    if (name === undefined || values.length < 16 || !values.every(value => /^\d{1,20}$/.test(value))) continue;
    const column = (index: number): bigint => BigInt(values[index] ?? '0');
    found.set(name, {
      rxBytes: column(8),
      rxPackets: column(9),
      rxErrs: column(10),
      rxDrop: column(11),
      txBytes: column(0),
      txPackets: column(1),
      txErrs: column(2),
      txDrop: column(3),
    });
  }
  return found;
}
