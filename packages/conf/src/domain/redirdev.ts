import {
  attr,
  type ElementSchema,
  element,
  leading,
  many,
  oneOf,
  str,
  type TypeOf,
  yesNo,
  int,
  only,
  readAnyBase,
} from '../kernel/index.js';
import { internal, unsupported, wrong } from './fault-kinds.js';
import { present } from '../missing.js';
import { characterLog, characterSource } from './character-source.js';
import { bootableInfo } from './device-info.js';
import { checked } from '../checked.js';

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

/** A number in any base, or -1 for any. */
const number = only(str, 'a whole number', text => readAnyBase(text) !== undefined || int.read(text) !== undefined);
const version = only(str, 'a version such as 1.10', text => text === '-1' || /^\d{1,2}\.\d{1,2}$/.test(text));

const usbFilterShape = element('usbdev', {
  class: attr('class', number).optional,
  vendor: attr('vendor', number).optional,
  product: attr('product', number).optional,
  version: attr('version', version, wrong).optional,
  allow: attr('allow', yesNo),
});
/** One rule: which devices (absent: any) may be redirected or not. Numbers are spelt `0x1234`, the version `1.10`. */
export interface UsbFilterRule extends TypeOf<typeof usbFilterShape> {}
const usbFilter: ElementSchema<UsbFilterRule> = checked<UsbFilterRule>(usbFilterShape, rule => {
  const { class: given } = rule;
  const code = given === undefined || given === '-1' ? 0n : readAnyBase(given);
  return code !== undefined && code <= 0xffn ? undefined : { what: `Invalid USB Class code ${given}`, kind: internal };
});

const redirfilterShape = element('redirfilter', { rules: many(usbFilter) });
/** Which USB devices a client may redirect; the first rule that fits decides. */
export interface Redirfilter extends TypeOf<typeof redirfilterShape> {}
export const redirfilter: ElementSchema<Redirfilter> = redirfilterShape;
