import { sizeText } from './amounts.js';

/** How far something has come. */
export interface Progress {
  /** In bytes. */
  readonly done: bigint;
  /** In bytes; undefined where nobody knows. */
  readonly total: bigint | undefined;
}

/** Says how far a long job has come, how fast it goes, and how long the rest takes at that pace. */
export class ProgressText {
  readonly #beganMs: number;

  /** @param nowMs a clock's milliseconds at the beginning */
  constructor(nowMs: number) {
    this.#beganMs = nowMs;
  }

  /** As in `45%, 512 MiB of 1.1 GiB, 80 MiB/s, 0:07 left`. */
  at({ done, total }: Progress, nowMs: number): string {
    const seconds = (nowMs - this.#beganMs) / 1000;
    const pace = seconds < 1 ? 0 : Number(done) / seconds;
    const parts = total === undefined || total <= 0n ? [sizeText(done)] : ofTotal(done, total);
    if (pace >= 1) parts.push(`${sizeText(BigInt(Math.round(pace)))}/s`);
    if (pace >= 1 && total !== undefined && total > done) parts.push(`${spanText(Number(total - done) / pace)} left`);
    return parts.join(', ');
  }
}

function ofTotal(done: bigint, total: bigint): string[] {
  // What a guest writes meanwhile is sent again: more may be done than there was.
  const percent = done >= total ? 100n : (done * 100n) / total;
  return [`${percent}%`, `${sizeText(done)} of ${sizeText(total)}`];
}

function spanText(seconds: number): string {
  const whole = Math.min(359_999, Math.ceil(seconds));
  const two = (number: number) => String(number).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${two(whole % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}
