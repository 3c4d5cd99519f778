import { attr, child, element, type ElementSchema, oneOf, onOff, refined, type TypeOf } from '../kernel/index.js';
import { bareWhenOff, featureState } from './feature-state.js';
import { lastOfEach } from './last-of-each.js';

const state = attr('state', onOff).default(true);

const passthroughShape = element('passthrough', { state, mode: attr('mode', oneOf('sync_pt', 'share_pt')).optional });
/** How Xen gives a device to the guest. */
export interface XenPassthrough extends TypeOf<typeof passthroughShape> {}
const passthrough: ElementSchema<XenPassthrough> = passthroughShape;

const xenShape = element(
  'xen',
  { e820Host: featureState('e820_host'), passthrough: refined(child(passthrough), bareWhenOff).optional },
  { empty: 'body' },
);
/** What of Xen the guest finds. */
export interface XenFeatures extends TypeOf<typeof xenShape> {}
export const xenFeatures: ElementSchema<XenFeatures> = lastOfEach<XenFeatures>(xenShape, 'unsupported Xen feature:');
