import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallOptions, Domain } from '@tsvirt/core';
import { VirtError } from '@tsvirt/util';
import { ProgressText } from '../output/progress-text.js';

/** Nothing tells how far a job has come: it is asked for so often, in milliseconds. */
const askAgainMs = 500;
/** How long a hypervisor may take to give a job up, in milliseconds. */
const abortPatienceMs = 10_000;

/**
 * Does something that takes a guest's whole memory or disks, and tells how far it has come. When the signal fires, the job is
 * given up on the host as well: the call's own end tells whether it was.
 */
export async function longJob(
  domain: Domain,
  work: (limits: CallOptions) => Promise<void>,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (text: string) => Promise<void> },
): Promise<void> {
  const over = new AbortController();
  const told = tell(domain, onProgress, AbortSignal.any([signal, over.signal]));
  const giveUp = () => {
    // The work fails by that, or is done: both are heard where it is waited for.
    domain.abortJob({ timeoutMs: abortPatienceMs }).catch(() => {});
  };
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    await work({ timeoutMs: Number.POSITIVE_INFINITY });
  } finally {
    signal.removeEventListener('abort', giveUp);
    over.abort();
    await told;
  }
}

async function tell(domain: Domain, onProgress: (text: string) => Promise<void>, signal: AbortSignal): Promise<void> {
  const text = new ProgressText(performance.now());
  try {
    for (;;) {
      await delay(askAgainMs, undefined, { signal });
      const { type, dataTotal, dataProcessed } = await domain.getJobInfo({ signal });
      if (type === 'none' || dataTotal === 0n) continue;
      await onProgress(text.at({ done: dataProcessed, total: dataTotal }, performance.now()));
    }
  } catch (reason) {
    // Progress is a courtesy: a driver that cannot tell it does the job as well.
    if (!signal.aborted && !VirtError.is(reason)) throw reason;
  }
}
