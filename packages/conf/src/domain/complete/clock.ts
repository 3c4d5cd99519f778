import type { Clock } from '../clock.js';

/** An adjustment in seconds makes the offset a variable one. */
export function completeClock(clock: Clock): Clock {
  const { time } = clock;
  if (time.offset !== 'utc' && time.offset !== 'localtime') return clock;
  if (time.adjustment === undefined || !/^[+-]?\d{1,18}$/.test(time.adjustment)) return clock;
  return {
    ...clock,
    time: { offset: 'variable', adjustment: BigInt(time.adjustment.replace('+', '')), basis: time.offset },
  };
}
