import type { Timer } from '../clock.js';
import type { Domain } from '../domain.js';
import { contradiction, unsupported } from './unsupported.js';

type Setting = 'tickpolicy' | 'mode' | 'frequency' | 'track';

/** What the timers of each name cannot be told. */
const refused: { readonly [N in Timer['name']]: readonly Setting[] } = {
  platform: ['mode', 'frequency'],
  tsc: ['track'],
  pit: ['mode', 'frequency', 'track'],
  rtc: ['mode', 'frequency'],
  hpet: ['mode', 'frequency', 'track'],
  kvmclock: ['tickpolicy', 'mode', 'frequency', 'track'],
  hypervclock: ['tickpolicy', 'mode', 'frequency', 'track'],
  armvtimer: ['mode', 'frequency', 'track'],
};

/** Checks that timers are told only what they can be. */
export function validateTimers({ clock }: Domain): void {
  for (const timer of clock?.timers ?? []) {
    const { name, tickpolicy, catchup } = timer;
    const setting = refused[name].find(each => timer[each] !== undefined && timer[each] !== 0n);
    if (setting !== undefined) {
      throw unsupported(`timer ${name} doesn't support setting of timer ${setting}`, timer, setting);
    }
    const catchesUp = [catchup?.threshold, catchup?.slew, catchup?.limit].some(limit => (limit ?? 0) > 0);
    if (catchup !== undefined && catchesUp && tickpolicy !== 'catchup') {
      throw contradiction("setting of timer catchup policies is only supported with tickpolicy='catchup'", catchup);
    }
  }
}
