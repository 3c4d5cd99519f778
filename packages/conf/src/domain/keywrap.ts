import { attr, type ElementSchema, element, many, oneOf, onOff, type TypeOf } from '../kernel/index.js';

const cipherShape = element('cipher', { name: attr('name', oneOf('aes', 'dea')), state: attr('state', onOff) });
/** Whether keys of one cipher may be wrapped. */
export interface KeywrapCipher extends TypeOf<typeof cipherShape> {}
const cipher: ElementSchema<KeywrapCipher> = cipherShape;

const keywrapShape = element('keywrap', { ciphers: many(cipher) });
/** Wrapping of keys on S/390. */
export interface Keywrap extends TypeOf<typeof keywrapShape> {}
export const keywrap: ElementSchema<Keywrap> = keywrapShape;
