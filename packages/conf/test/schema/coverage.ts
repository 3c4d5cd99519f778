import { contentOf, type Grammar, patternsIn, type SchemaElement } from './grammar.js';
import { childScope, knowsAttribute, sameScope, type Scope } from './known-names.js';

/**
 * Elements and attributes that the schema allows and the scope does not know, as `/domain/devices/disk/@model`. What
 * is inside of an unknown element is not listed.
 */
export function unknownNames(grammar: Grammar, rootName: string, root: Scope): string[] {
  const missing = new Set<string>();
  const visited: { node: unknown; scope: Scope }[] = [];

  function visit(element: SchemaElement, scope: Scope, path: string): void {
    if (visited.some(entry => entry.node === element.node && sameScope(entry.scope, scope))) return;
    visited.push({ node: element.node, scope });
    const { attributes, elements } = contentOf(grammar, patternsIn(element), element.namespace);
    for (const name of attributes) if (!knowsAttribute(scope, name)) missing.add(`${path}/@${name}`);
    for (const child of elements) {
      for (const name of child.names ?? []) visitChild(child, name, scope, `${path}/${name}`);
    }
  }

  function visitChild(child: SchemaElement, name: string, scope: Scope, path: string): void {
    const known = childScope(scope, child.namespace === undefined ? name : `${child.namespace} ${name}`);
    if (known === undefined) missing.add(path);
    else if (known !== 'any') visit(child, known, path);
  }

  for (const element of contentOf(grammar, grammar.start).elements) {
    if (element.names?.includes(rootName) === true) visit(element, root, `/${rootName}`);
  }
  return [...missing].sort();
}
