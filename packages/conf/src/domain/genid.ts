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
  fault,
} from '../kernel/index.js';
import { internal } from './fault-kinds.js';

/** A generation id: a UUID, or `'generate'` where one is to be made up. */
export const genid: OptionalField<string> = optionalField<string>({
  claims: claimChild('genid', noClaims),
  form: {
    kind: 'text',
    text: only(str, "a UUID or 'generate'", text => text === 'generate' || uuid.read(text) === text),
  },
  missing: () => '',
  read(node, reading) {
    const found = childOf(node, 'genid');
    if (found === undefined) return undefined;
    const text = textIn(found);
    const id = text === '' ? 'generate' : uuid.read(text);
    if (id === undefined)
      throw fault(found, reading, 'malformed genid element', `: expected ${uuid.expected}`, internal);
    return id;
  },
  children(value, out) {
    out.xml.open('genid');
    if (value !== 'generate') out.xml.text(value);
    out.xml.close();
  },
});
