import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Background } from '../process.js';
import { manners } from './manners.js';
import { type Holdings, ObservedDaemon } from './observed-daemon.js';
import { trendOf } from './trend.js';
import { Wire } from './wire.js';

/** How a soak is run. */
export interface SoakPlan {
  /** Milliseconds of clients coming and going, all rounds together. */
  readonly durationMs: number;
  /** Clients at once. */
  readonly clients: number;
  /** Milliseconds between two looks at what the daemon holds, for which all clients leave. */
  readonly roundMs: number;
  /** Milliseconds at the beginning whose growth is the daemon's warming up. */
  readonly warmUpMs: number;
  /** The same in clients, for machines on which few come in that time: code is compiled by how often it has run. */
  readonly warmUpClients: number;
}

interface Waits {
  readonly count: number;
  /** Milliseconds, as all here. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** What a soak found. */
export interface SoakReport {
  /** Clients that came and vanished. */
  readonly vanished: number;
  /** One for each round. */
  readonly holdings: readonly Holdings[];
  /** How long the polite client waited for replies, and for connections. */
  readonly polite: { readonly calls: Waits; readonly connects: Waits };
  /** What is wrong; empty: nothing. */
  readonly complaints: readonly string[];
}

/** Looks that a trend is read from; a slow machine gets up to three times the time for them. */
const leastLooks = 5;
/** Growth for each vanished client from which on something of it must have stayed, in bytes. */
const leakPerClient = 32;
/** Growth that says nothing, in bytes: compiled code, and what the heap's pages leave unused. */
const noise = 1024 * 1024;
/** The same for resident memory, where the allocator settles more slowly than the heap. */
const residentNoise = 16 * noise;
/** Until then resident memory grows with the young generation and says nothing, in milliseconds. */
const residentWarmUpMs = 60_000;

/** Lets clients come, misbehave and vanish, beside one that is polite, and says what that left behind in the daemon. */
export async function soak(plan: SoakPlan, progress: (line: string) => void = () => {}): Promise<SoakReport> {
  await using daemon = await ObservedDaemon.start(plan.clients);
  const first = await daemon.holdings();
  await using polite = new Background(process.execPath, [politeClient, daemon.socket]);
  await polite.saw('ready');
  const holdings: Holdings[] = [];
  const warm: Holdings[] = [];
  let vanished = 0;
  let sinceWarm = 0;
  const isOver = (passedMs: number): boolean =>
    passedMs >= plan.durationMs && (warm.length >= leastLooks || passedMs >= 3 * plan.durationMs);
  for (let passedMs = 0; !isOver(passedMs); passedMs += plan.roundMs) {
    const isWarm = passedMs >= plan.warmUpMs && vanished >= plan.warmUpClients;
    const came = await round(daemon.socket, plan.clients, plan.roundMs);
    vanished += came;
    await daemon.settled(1);
    const now = await daemon.holdings();
    holdings.push(now);
    if (isWarm) {
      warm.push(now);
      sinceWarm += came;
    }
    progress(`${Math.round((passedMs + plan.roundMs) / 1000)} s, ${vanished} clients: ${JSON.stringify(now)}`);
  }
  const waits = await politeWaits(polite);
  const complaints = [...leaks(warm, sinceWarm, plan.warmUpMs), ...stayed(first, holdings.at(-1) ?? first)];
  return { vanished, holdings, polite: waits, complaints };
}

const politeClient = fileURLToPath(new URL('polite-client.mjs', import.meta.url));

/** Keeps so many clients at it for a while. @returns how many came */
async function round(socket: string, clients: number, durationMs: number): Promise<number> {
  const over = AbortSignal.timeout(durationMs);
  setMaxListeners(0, over);
  const ways = Object.values(manners);
  let came = 0;
  const place = async (): Promise<void> => {
    while (!over.aborted) {
      const manner = ways[came++ % ways.length];
      try {
        const wire = await Wire.connect(socket, over);
        await manner?.(wire, over).finally(() => wire.vanish());
      } catch (reason) {
        // The end of the round finds most clients waiting for something. A full backlog is a reason to come back later.
        if (!over.aborted) await wait(50, undefined, { signal: over }).catch(() => reason);
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, place));
  return came;
}

async function politeWaits(polite: Background): Promise<SoakReport['polite']> {
  polite.child.stdin?.end();
  await polite.saw(/^summary .*$/m);
  await polite.ended;
  return JSON.parse(/^summary (.*)$/m.exec(polite.output)?.[1] ?? '{}');
}

function leaks(holdings: readonly Holdings[], clients: number, warmUpMs: number): string[] {
  const judged = ['heapUsed', 'external', ...(warmUpMs >= residentWarmUpMs ? (['rss'] as const) : [])] as const;
  return judged.flatMap(what => {
    const { growth, certainty } = trendOf(holdings.map(held => held[what]));
    // The resident set is the heap's with the allocator's moods.
    const leaked = leakPerClient * clients;
    const allowed = what === 'rss' ? Math.max(residentNoise, 4 * leaked) : Math.max(noise, leaked);
    if (certainty < 3 || growth < allowed) return [];
    return [
      `${what} grew by ${Math.round(growth / 1024)} KiB over ${clients} clients (certainty ${certainty.toFixed(1)})`,
    ];
  });
}

function stayed(before: Holdings, after: Holdings): string[] {
  // The polite client is there while the daemon is looked at, and was not at first.
  return (['descriptors', 'clients'] as const).flatMap(what =>
    after[what] > before[what] + 1 ? [`${after[what]} ${what}, where there were ${before[what]} before`] : [],
  );
}
