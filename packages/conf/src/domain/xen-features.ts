import { attr, child, type ElementSchema, element, onOff, oneOf, type TypeOf } from '../kernel/index.js';
import { featureState } from './feature-state.js';

const state = attr('state', onOff).default(true);

const passthroughShape = element('passthrough', { state, mode: attr('mode', oneOf('sync_pt', 'share_pt')).optional });
/** How Xen gives a device to the guest. */
export interface XenPassthrough extends TypeOf<typeof passthroughShape> {}
const passthrough: ElementSchema<XenPassthrough> = passthroughShape;

const xenShape = element(
  'xen',
  { e820Host: featureState('e820_host'), passthrough: child(passthrough).optional },
  { empty: 'body' },
);
/** What of Xen the guest finds. */
export interface XenFeatures extends TypeOf<typeof xenShape> {}
export const xenFeatures: ElementSchema<XenFeatures> = xenShape;
