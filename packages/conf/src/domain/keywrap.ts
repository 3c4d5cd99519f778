import { attr, element, type ElementSchema, many, oneOf, onOff, refined, type TypeOf } from '../kernel/index.js';
import { checkedField } from '../checked.js';
import { internal } from './fault-kinds.js';

const cipherShape = element('cipher', { name: attr('name', oneOf('aes', 'dea')), state: attr('state', onOff) });
/** Whether keys of one cipher may be wrapped. */
export interface KeywrapCipher extends TypeOf<typeof cipherShape> {}
const cipher: ElementSchema<KeywrapCipher> = cipherShape;

const byName = (one: KeywrapCipher, other: KeywrapCipher) => (one.name < other.name ? -1 : 1);

const distinct = checkedField(many(cipher), list => {
  const twice = list.find(({ name }, at) => list.findIndex(other => other.name === name) < at);
  if (twice === undefined) return undefined;
  const what = `A domain definition can have no more than one cipher node with name ${twice.name}`;
  return { what, kind: internal };
});

const keywrapShape = element('keywrap', { ciphers: refined(distinct, list => list.toSorted(byName)) });
/** Wrapping of keys on S/390. */
export interface Keywrap extends TypeOf<typeof keywrapShape> {}
export const keywrap: ElementSchema<Keywrap> = keywrapShape;
