import type { Clock } from '../clock.js';

/** An adjustment in seconds makes the offset a variable one. */
export function completeClock(clock: Clock): Clock {
  const { time } = clock;
  if (time.offset !== 'utc' && time.offset !== 'localtime') return clock;
  if (time.adjustment === undefined || time.adjustment === 'reset') return clock;
  return {
    ...clock,
    time: { offset: 'variable', adjustment: BigInt(time.adjustment.trim().replace('+', '')), basis: time.offset },
  };
}
