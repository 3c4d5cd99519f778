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
  attributeOf,
  field,
  lenient,
  only,
} from '../kernel/index.js';
import { filled } from '../filled-attribute.js';
import { internal, unsupported, wrong } from './fault-kinds.js';

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
  frequency: unless(attr('frequency', ulong), hertz => hertz === 0n),
  mode: attr('mode', oneOf('auto', 'native', 'emulate', 'paravirt', 'smpsafe')).optional,
  catchup: child(catchup).optional,
});
/** One of the guest's timers. */
export interface Timer extends TypeOf<typeof timerShape> {}
const timer: ElementSchema<Timer> = timerShape;

/** `reset`, or seconds. */
const adjustment = only(
  str,
  "'reset' or a whole number of seconds",
  text => text === 'reset' || long.read(text) !== undefined,
);

const offsetVariant = variant(
  'offset',
  {
    /** An adjustment is `reset`, or a number of seconds. */
    utc: group({ adjustment: filled('adjustment', adjustment, wrong).optional }),
    localtime: group({ adjustment: filled('adjustment', adjustment, wrong).optional }),
    variable: group({
      /** In seconds from the basis. */
      adjustment: attr('adjustment', lenient(long)).default(0n),
      basis: filled('basis', oneOf('utc', 'localtime'), unsupported).default('utc'),
    }),
    timezone: group({ timezone: filled('timezone', str, internal) }),
    /** Seconds since 1970. */
    absolute: group({ start: attr('start', ulong, internal) }),
  },
  { ...unsupported, absent: 'utc' },
);
const { spec: offsetSpec } = offsetVariant;
/** An empty offset is none. */
const offsetField = field({
  ...offsetSpec,
  read(node, reading) {
    return attributeOf(node, 'offset') === '' ? undefined : offsetSpec.read(node, reading);
  },
});
/** What the guest's clock shows when it starts. */
export type ClockOffset = TypeOf<typeof offsetField>;
const offset: RequiredField<ClockOffset> = offsetField;

const clockShape = element('clock', { time: offset, timers: unless(many(timer), list => list.length === 0) });
/** The guest's clock and timers. */
export interface Clock extends TypeOf<typeof clockShape> {}
export const clock: ElementSchema<Clock> = clockShape;
