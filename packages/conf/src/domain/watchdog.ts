import { attr, type ElementSchema, element, oneOf, type TypeOf } from '../kernel/index.js';
import { deviceInfo } from './device-info.js';

const watchdogShape = element('watchdog', {
  model: attr('model', oneOf('i6300esb', 'ib700', 'diag288'), { code: 'CONFIG_UNSUPPORTED', domain: 'DOMAIN' }),
  /** What happens when the guest hangs. */
  action: attr('action', oneOf('reset', 'shutdown', 'poweroff', 'pause', 'dump', 'none', 'inject-nmi')).default(
    'reset',
  ),
  ...deviceInfo,
});
/** A watchdog. */
export interface Watchdog extends TypeOf<typeof watchdogShape> {}
export const watchdog: ElementSchema<Watchdog> = watchdogShape;
