import { foreignAttributeText, foreignCharacterData, foreignNamespaceText, withoutImpossible } from './escape.js';
import { declaredPrefix, NamespaceScope } from './namespaces.js';
import { XML_NAMESPACE, XMLNS_NAMESPACE, type XmlElement, type XmlNode } from './node.js';

/**
 * A subtree as text, laid out as libvirt lays out metadata (xmlNodeDump of libxml2): two spaces a level in double
 * quotes, except that elements with text among their children, and all inside them, stay as they are. Namespaces
 * that the subtree uses and does not declare are declared on its root, so that it means the same anywhere.
 * @param level how deep the lines after the first are indented; no newline follows the last
 */
export function formatElement(element: XmlElement, level = 0): string {
  const scope = new NamespaceScope();
  return elementText(element, level, true, scope, undeclared(element));
}

function elementText(
  element: XmlElement,
  level: number,
  formatted: boolean,
  scope: NamespaceScope,
  extra: ReadonlyMap<string, string>,
): string {
  const mark = scope.mark;
  let out = `<${element.name}`;
  const declarations = new Map(extra);
  for (const attribute of element.attributes) {
    const prefix = declaredPrefix(attribute.name);
    if (prefix !== undefined) declarations.set(prefix, attribute.value);
  }
  // A tree made by hand may use a prefix in two meanings; each is then declared where it is used.
  for (const { prefix, uri = '' } of used(element)) {
    if ((declarations.get(prefix) ?? scope.uriOf(prefix) ?? '') !== uri) declarations.set(prefix, uri);
  }
  for (const [prefix, uri] of declarations) out += declaration(prefix, uri, scope);
  for (const attribute of element.attributes) {
    if (declaredPrefix(attribute.name) === undefined) {
      out += ` ${attribute.name}="${foreignAttributeText(attribute.value)}"`;
    }
  }
  out += contentText(element, level, formatted, scope);
  scope.leave(mark);
  return out;
}

function contentText(element: XmlElement, level: number, formatted: boolean, scope: NamespaceScope): string {
  if (element.children.length === 0) return '/>';
  const inLines = formatted && !element.children.some(node => node.kind === 'text');
  const before = inLines ? `\n${'  '.repeat(level + 1)}` : '';
  let out = '>';
  for (const node of element.children) out += before + nodeText(node, level + 1, inLines, scope);
  if (inLines) out += `\n${'  '.repeat(level)}`;
  return `${out}</${element.name}>`;
}

function nodeText(node: XmlNode, level: number, formatted: boolean, scope: NamespaceScope): string {
  switch (node.kind) {
    case 'element':
      return elementText(node, level, formatted, scope, nothing);
    case 'text':
      return node.cdata
        ? `<![CDATA[${withoutImpossible(node.text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
        : foreignCharacterData(node.text);
    case 'comment':
      return `<!--${withoutImpossible(node.text).replace(/-(?=-|$)/g, '- ')}-->`;
    case 'instruction': {
      const data = withoutImpossible(node.data).replaceAll('?>', '? >');
      return data === '' ? `<?${node.target}?>` : `<?${node.target} ${data}?>`;
    }
    default:
      return node satisfies never;
  }
}

const nothing: ReadonlyMap<string, string> = new Map();

function declaration(prefix: string, uri: string, scope: NamespaceScope): string {
  scope.bind(prefix, uri);
  return ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${foreignNamespaceText(uri)}"`;
}

/** The bindings that an element's own names need: its prefix or the default namespace, its attributes' prefixes. */
function* used(element: XmlElement): Generator<{ prefix: string; uri: string | undefined }> {
  // A name with an unbound prefix is one word: it needs nothing, and no declaration could keep it as it is.
  const isWord = element.prefix === undefined && element.name.includes(':');
  if (!isWord && element.namespace !== XML_NAMESPACE) {
    yield { prefix: element.prefix ?? '', uri: element.namespace };
  }
  for (const { prefix, namespace } of element.attributes) {
    if (prefix === undefined || namespace === XML_NAMESPACE || namespace === XMLNS_NAMESPACE) continue;
    yield { prefix, uri: namespace };
  }
}

/** What the subtree takes from around it: prefix and namespace of each binding that it uses and does not make. */
function undeclared(root: XmlElement): ReadonlyMap<string, string> {
  const scope = new NamespaceScope();
  const missing = new Map<string, string>();
  const visit = (element: XmlElement): void => {
    const mark = scope.mark;
    for (const { name, value } of element.attributes) {
      const prefix = declaredPrefix(name);
      if (prefix !== undefined) scope.bind(prefix, value);
    }
    for (const { prefix, uri } of used(element)) {
      // The default namespace is left where it is: on the root it would take in elements that have none.
      if (prefix === '' || uri === undefined || scope.uriOf(prefix) === uri || missing.has(prefix)) continue;
      missing.set(prefix, uri);
    }
    for (const node of element.children) if (node.kind === 'element') visit(node);
    scope.leave(mark);
  };
  visit(root);
  return missing;
}
