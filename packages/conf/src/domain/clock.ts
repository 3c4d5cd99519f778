import {
  attr,
  child,
  type ElementSchema,
  element,
  group,
  long,
  many,
  oneOf,
  type RequiredField,
  str,
  type TypeOf,
  uint,
  ulong,
  unless,
  variant,
  yesNo,
} from '../kernel/index.js';
import { internal, unsupported } from './fault-kinds.js';

const isZero = (value: number) => value === 0;

const catchupShape = element('catchup', {
  threshold: unless(attr('threshold', uint), isZero),
  slew: unless(attr('slew', uint), isZero),
  limit: unless(attr('limit', uint), isZero),
});
/** How lost ticks are made up for. */
export interface TimerCatchup extends TypeOf<typeof catchupShape> {}
const catchup: ElementSchema<TimerCatchup> = catchupShape;

const timerShape = element('timer', {
  name: attr('name', oneOf('platform', 'pit', 'rtc', 'hpet', 'tsc', 'kvmclock', 'hypervclock', 'armvtimer')),
  present: attr('present', yesNo).optional,
  tickpolicy: attr('tickpolicy', oneOf('delay', 'catchup', 'merge', 'discard')).optional,
  track: attr('track', oneOf('boot', 'guest', 'wall', 'realtime')).optional,
  /** In hertz. */
  frequency: attr('frequency', ulong).optional,
  mode: attr('mode', oneOf('auto', 'native', 'emulate', 'paravirt', 'smpsafe')).optional,
  catchup: child(catchup).optional,
});
/** One of the guest's timers. */
export interface Timer extends TypeOf<typeof timerShape> {}
const timer: ElementSchema<Timer> = timerShape;

const offsetField = variant(
  'offset',
  {
    /** An adjustment is `reset`, or a number of seconds. */
    utc: group({ adjustment: attr('adjustment', str).optional }),
    localtime: group({ adjustment: attr('adjustment', str).optional }),
    variable: group({
      /** In seconds from the basis. */
      adjustment: attr('adjustment', long).default(0n),
      basis: attr('basis', oneOf('utc', 'localtime')).default('utc'),
    }),
    timezone: group({ timezone: attr('timezone', str, internal) }),
    /** Seconds since 1970. */
    absolute: group({ start: attr('start', ulong, internal) }),
  },
  { ...unsupported, absent: 'utc' },
);
/** What the guest's clock shows when it starts. */
export type ClockOffset = TypeOf<typeof offsetField>;
const offset: RequiredField<ClockOffset> = offsetField;

const clockShape = element('clock', { time: offset, timers: unless(many(timer), list => list.length === 0) });
/** The guest's clock and timers. */
export interface Clock extends TypeOf<typeof clockShape> {}
export const clock: ElementSchema<Clock> = clockShape;
