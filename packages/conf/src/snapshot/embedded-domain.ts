import type { XmlElement } from '@tsvirt/util/xml';
import { asDefinition } from '../domain/as-definition.js';
import { type Domain, domain } from '../domain/domain.js';
import { childOf, claimChild, elementForm, type OptionalField, optionalField, type Reading } from '../kernel/index.js';

function domainAt(node: XmlElement, reading: Reading): Domain {
  return domain.read(node, { ...reading, inactive: false });
}

/**
 * A whole domain inside another document; the element has a name of its own where there are two.
 * @param options references: one without a name is a mere reference by UUID, as old documents have it
 */
export function embeddedDomain(name: string, options: { readonly references?: boolean } = {}): OptionalField<Domain> {
  return optionalField<Domain>({
    claims: claimChild(name, 'own'),
    form: { ...elementForm(domain), name },
    missing: () => '',
    read(node, reading) {
      const found = childOf(node, name);
      if (found === undefined) return undefined;
      const isReference = options.references === true && childOf(found, 'name') === undefined;
      return isReference ? undefined : domainAt(found, reading);
    },
    children(value, out) {
      out.nextName = name;
      domain.write(out.inactive ? asDefinition(value) : value, out);
    },
  });
}
