import { attr, type ElementSchema, element, oneOf, type TypeOf } from '../kernel/index.js';
import { deviceInfo } from './device-info.js';
import { internal, unsupported } from './fault-kinds.js';

const watchdogShape = element('watchdog', {
  model: attr('model', oneOf('i6300esb', 'ib700', 'diag288'), unsupported, internal),
  /** What happens when the guest hangs. */
  action: attr(
    'action',
    oneOf('reset', 'shutdown', 'poweroff', 'pause', 'dump', 'none', 'inject-nmi'),
    unsupported,
  ).default('reset'),
  ...deviceInfo,
});
/** A watchdog. */
export interface Watchdog extends TypeOf<typeof watchdogShape> {}
export const watchdog: ElementSchema<Watchdog> = watchdogShape;
