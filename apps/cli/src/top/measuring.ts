import { performance } from 'node:perf_hooks';
import type { Connection } from '@tsvirt/core';
import { type Load, loadOf, type Sample, sampleOf } from './load.js';

/** Measures all running domains again and again, in one call each time where the driver measures them in bulk. */
export class Measuring {
  readonly connection: Connection;
  readonly #match: ((name: string) => boolean) | undefined;
  #before = new Map<string, Sample>();
  #at = 0;

  /** @param match which names are wanted; absent: all */
  constructor(connection: Connection, match?: (name: string) => boolean) {
    this.connection = connection;
    this.#match = match;
  }

  /** What the domains did since the call before; nothing is known of that in the first one. */
  async next(signal: AbortSignal): Promise<Load[]> {
    const overview = await this.connection.domainOverview({ only: 'active', signal });
    const now = performance.now();
    const elapsedMs = now - this.#at;
    const wanted = overview.filter(({ domain }) => this.#match?.(domain.name) ?? true);
    const samples = new Map(wanted.map(sampleOf).map(sample => [sample.uuid, sample]));
    const loads = Array.from(samples.values(), sample => loadOf(this.#before.get(sample.uuid), sample, elapsedMs));
    this.#before = samples;
    this.#at = now;
    return loads;
  }
}
