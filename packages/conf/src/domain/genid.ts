import {
  childOf,
  claimChild,
  noClaims,
  only,
  type OptionalField,
  optionalField,
  str,
  textIn,
  uuid,
} from '../kernel/index.js';

/** A generation id: a UUID, or `'generate'` where one is to be made up. */
export const genid: OptionalField<string> = optionalField<string>({
  claims: claimChild('genid', noClaims),
  form: {
    kind: 'text',
    text: only(str, "a UUID or 'generate'", text => text === 'generate' || uuid.read(text) === text),
  },
  missing: () => '',
  read(node) {
    const found = childOf(node, 'genid');
    if (found === undefined) return undefined;
    return uuid.read(textIn(found)) ?? 'generate';
  },
  children(value, out) {
    out.xml.open('genid');
    if (value !== 'generate') out.xml.text(value);
    out.xml.close();
  },
});
