import {
  attr,
  child,
  content,
  type ElementSchema,
  element,
  fault,
  field,
  group,
  oneOf,
  type RequiredField,
  str,
  type TypeOf,
  uint,
  variant,
  within,
  unless,
} from '../kernel/index.js';
import { unsupported, wrong } from './fault-kinds.js';
import { withMissing } from '../missing.js';
import { atMost } from '../checked.js';
import { characterLog, characterSource } from './character-source.js';
import { deviceInfo, virtioDriver } from './device-info.js';

const rateShape = element('rate', {
  bytes: attr('bytes', uint, wrong).default(0),
  period: unless(attr('period', uint, wrong), period => period === 0),
});
/** How much the guest may take: bytes in a period, which is in milliseconds. */
export interface RngRate extends TypeOf<typeof rateShape> {}
const rate: ElementSchema<RngRate> = rateShape;

/** Behind a generator, a character device has to say what it is. */
function typed<T>({ spec }: RequiredField<T>): RequiredField<T> {
  return field<T>({
    ...spec,
    absent(node, reading) {
      throw fault(node, reading, 'missing EGD backend type', '', wrong);
    },
  });
}

const backendField = atMost(
  1,
  'backend',
  within(
    'backend',
    withMissing(
      variant(
        'model',
        {
          /** Text: the host's device, absent for the default one. */
          random: group({ device: content(str).optional }),
          egd: group({ source: typed(characterSource), log: characterLog }),
          builtin: group({}),
        },
        unsupported,
      ),
      wrong,
    ),
  ),
  'only one RNG backend is supported',
  wrong,
);
/** Where random bytes come from. */
export type RngBackend = TypeOf<typeof backendField>;
const backend: RequiredField<RngBackend> = backendField;

const rngShape = element('rng', {
  model: attr('model', oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional'), unsupported, wrong),
  rate: unless(child(rate), ({ bytes }) => bytes === 0),
  backend,
  driver: child(virtioDriver).optional,
  ...deviceInfo,
});
/** A source of random bytes for the guest. */
export interface Rng extends TypeOf<typeof rngShape> {}
export const rng: ElementSchema<Rng> = rngShape;
