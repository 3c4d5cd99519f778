import { attr, type ElementSchema, element, leading, many, oneOf, str, type TypeOf, yesNo } from '../kernel/index.js';
import { internal, unsupported } from './fault-kinds.js';
import { present } from '../missing.js';
import { characterLog, characterSource } from './character-source.js';
import { bootableInfo } from './device-info.js';

const redirdevShape = element(
  'redirdev',
  {
    bus: leading(attr('bus', oneOf('usb'), unsupported).default('usb')),
    source: present(characterSource, internal),
    log: characterLog,
    ...bootableInfo,
  },
  { empty: 'body' },
);
/** A port through which a client passes a USB device of its own to the guest. */
export interface Redirdev extends TypeOf<typeof redirdevShape> {}
export const redirdev: ElementSchema<Redirdev> = redirdevShape;

const usbFilterShape = element('usbdev', {
  class: attr('class', str).optional,
  vendor: attr('vendor', str).optional,
  product: attr('product', str).optional,
  version: attr('version', str).optional,
  allow: attr('allow', yesNo),
});
/** One rule: which devices (absent: any) may be redirected or not. Numbers are spelt `0x1234`, the version `1.10`. */
export interface UsbFilterRule extends TypeOf<typeof usbFilterShape> {}
const usbFilter: ElementSchema<UsbFilterRule> = usbFilterShape;

const redirfilterShape = element('redirfilter', { rules: many(usbFilter) });
/** Which USB devices a client may redirect; the first rule that fits decides. */
export interface Redirfilter extends TypeOf<typeof redirfilterShape> {}
export const redirfilter: ElementSchema<Redirfilter> = redirfilterShape;
