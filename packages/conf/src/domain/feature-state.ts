import {
  attr,
  attributeOf,
  childOf,
  claimFirst,
  fault,
  onOff,
  type OptionalField,
  optionalField,
  within,
} from '../kernel/index.js';

/** A feature that is on when its element is there without a state. */
export function featureState(name: string): OptionalField<boolean> {
  return optionalField<boolean>({
    claims: claimFirst(name, { attributes: new Set(['state']), children: new Map() }),
    form: { kind: 'text', text: onOff },
    missing: () => '',
    read(node, reading) {
      const found = childOf(node, name);
      if (found === undefined) return undefined;
      const given = attributeOf(found, 'state');
      const state = given === undefined ? true : onOff.read(given);
      if (state === undefined) {
        throw fault(found, reading, `Invalid value for attribute 'state' in element '${name}': '${given}'.`);
      }
      return state;
    },
    children(value, out) {
      out.xml.open(name);
      out.xml.attribute('state', onOff.write(value));
      out.xml.close();
    },
  });
}

/** A feature that has to say whether it is on. */
export function settledState(name: string): OptionalField<boolean> {
  return within(name, attr('state', onOff)).optional;
}

/** A feature that is off has no settings: libvirt passes over those that are given. */
export function bareWhenOff<T extends { readonly state: boolean }>(feature: T): T | { readonly state: false } {
  return feature.state ? feature : { state: false };
}
