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
  attributeOf,
  childOf,
  fault,
  field,
} from '../kernel/index.js';
import { internal, unsupported, wrong } from './fault-kinds.js';
import { deviceInfo, virtioDriver } from './device-info.js';

const sourceField = within(
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
);
/** An event device of the host is behind these alone, and they cannot do without. */
const ownSource = field<TypeOf<typeof sourceField>>({
  ...sourceField.spec,
  read(node, reading) {
    const type = attributeOf(node, 'type');
    if (type !== 'passthrough' && type !== 'evdev') return undefined;
    const found = childOf(node, 'source');
    const path = found === undefined ? undefined : attributeOf(found, type === 'evdev' ? 'dev' : 'evdev');
    if (found !== undefined && path === undefined) {
      throw fault(found, reading, 'Missing evdev path for input device', '', wrong);
    }
    return sourceField.spec.read(node, reading);
  },
});

const inputShape = element('input', {
  type: attr('type', oneOf('mouse', 'tablet', 'keyboard', 'passthrough', 'evdev'), unsupported, internal),
  /** `none` for an event device of the host, which has none to name. */
  bus: unless(
    attr('bus', oneOf('ps2', 'usb', 'xen', 'parallels', 'virtio', 'none'), unsupported),
    bus => bus === 'none',
  ),
  model: attr('model', oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional'), unsupported).optional,
  driver: child(virtioDriver).optional,
  source: ownSource.optional,
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
