import { fault, field, type OptionalField, type RequiredField } from '../kernel/index.js';

/** The field, of whose child element there must not be a second one. */
export function sole<T>(name: string, inner: RequiredField<T> | OptionalField<T>): RequiredField<T> {
  return field<T>({
    ...inner.spec,
    read(node, reading) {
      let count = 0;
      for (const part of node.children) if (part.kind === 'element' && part.name === name) count++;
      if (count > 1) {
        throw fault(node, reading, `Only one <${name}> element is allowed in <${node.name}>`, '', {
          domain: 'NETWORK',
        });
      }
      return inner.spec.read(node, reading);
    },
  });
}
