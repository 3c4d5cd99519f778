import {
  attr,
  child,
  element,
  type ElementSchema,
  group,
  oneOf,
  onOff,
  str,
  type TypeOf,
  unless,
  within,
} from '../kernel/index.js';
import { internal, unsupported } from './fault-kinds.js';
import { deviceInfo, virtioDriver } from './device-info.js';

const inputShape = element('input', {
  type: attr('type', oneOf('mouse', 'tablet', 'keyboard', 'passthrough', 'evdev'), unsupported, internal),
  /** `none` for an event device of the host, which has none to name. */
  bus: unless(
    attr('bus', oneOf('ps2', 'usb', 'xen', 'parallels', 'virtio', 'none'), unsupported),
    bus => bus === 'none',
  ),
  model: attr('model', oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional')).optional,
  driver: child(virtioDriver).optional,
  source: within(
    'source',
    group({
      evdev: attr('evdev', str).optional,
      dev: attr('dev', str).optional,
      grab: attr('grab', oneOf('all')).optional,
      grabToggle: attr(
        'grabToggle',
        oneOf('ctrl-ctrl', 'alt-alt', 'shift-shift', 'meta-meta', 'scrolllock', 'ctrl-scrolllock'),
      ).optional,
      repeat: attr('repeat', onOff).optional,
    }),
  ).optional,
  ...deviceInfo,
});
/** A mouse, tablet, keyboard, or an event device of the host. */
export interface Input extends TypeOf<typeof inputShape> {}
export const input: ElementSchema<Input> = {
  ...inputShape,
  // Older daemons know no keyboards in documents, and give this one to each guest that has a display.
  write(value, out) {
    const goesWithoutSaying = value.type === 'keyboard' && (value.bus === 'ps2' || value.bus === 'xen');
    if (!out.migratable || !goesWithoutSaying) inputShape.write(value, out);
  },
};
