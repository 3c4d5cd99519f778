import type { CommandContext } from './context.js';

/** The real-time clock and the timers that aren't the CPU's. */
export function clock({ domain, args }: CommandContext): void {
  const timers = domain.clock.timers ?? [];
  const rtc = timers.find(({ name }) => name === 'rtc');
  const track = rtc?.track === 'guest' ? 'clock=vm' : rtc?.track === 'realtime' ? 'clock=rt' : undefined;
  args.option('rtc', `base=${base(domain.clock.time)}`, track, rtc?.tickpolicy === 'catchup' && 'driftfix=slew');
  const policy = timers.find(({ name }) => name === 'pit')?.tickpolicy;
  if (policy === 'delay' || policy === 'discard') args.option('global', `kvm-pit.lost_tick_policy=${policy}`);
  if (timers.some(({ name, present }) => name === 'hpet' && present === false)) args.option('no-hpet');
}

type Time = CommandContext['domain']['clock']['time'];

/** What the clock shows when the guest starts. */
function base(time: Time): string {
  switch (time.offset) {
    case 'utc':
      return 'utc';
    case 'localtime':
    case 'timezone':
      // The zone itself is in the environment of the process.
      return 'localtime';
    case 'variable':
      return timestamp(Date.now() + Number(time.adjustment) * 1000 - (time.basis === 'localtime' ? zoneOffsetMs() : 0));
    case 'absolute':
      return timestamp(Number(time.start) * 1000);
    default:
      return time satisfies never;
  }
}

function zoneOffsetMs(): number {
  return new Date().getTimezoneOffset() * 60_000;
}

function timestamp(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}
