import { detached } from './detached.js';
import { NamespaceScope } from './namespaces.js';
import { XML_NAMESPACE, type XmlAttribute, type XmlElement, type XmlNode } from './node.js';

export interface TreeLimits {
  readonly maxDepth: number;
  readonly maxAttributes: number;
  /** Nodes and attributes together. */
  readonly maxNodes: number;
  /** Whether blank text that libvirt's parser leaves out is kept. */
  readonly keepBlanks: boolean;
}

/** What the builder asks of the parser that feeds it. */
export interface TreeSource extends TreeLimits {
  /** Index after the last character that was read. */
  position(): number;
  readonly fail: (phrase: string, offset: number) => never;
}

/** What white space between elements means: dropped; dropped until text is seen; kept. */
type Spacing = 'default' | 'undecided' | 'mixed' | 'preserve';

/**
 * Text after which libxml2 2.9 takes an element's content for mixed. It decides for each piece that its scanner
 * hands over: one that begins with a blank (pieces end at references and line ends), or holds more than ASCII.
 */
const marksMixed = /^[ \t\n\r]|&[^;]*;[ \t\n\r]|\r|[^\t\n -\u007f]/;

/** An element whose end tag is still to come. */
interface Frame {
  readonly element: XmlElement;
  readonly parent: Frame | undefined;
  readonly mark: number;
  spacing: Spacing;
}

/** Builds the tree out of a parser's events, with the position of each node. */
export class TreeBuilder {
  root: XmlElement | undefined;
  /** The element that was closed last. */
  closed: XmlElement | undefined;
  readonly #text: string;
  readonly #source: TreeSource;
  readonly #scope = new NamespaceScope();
  #frame: Frame | undefined;
  #depth = 0;
  #nodes = 0;
  /** Whether names must be resolved: something binds a default namespace, or this tag has a colon in a name. */
  #bindings = false;
  #qualified = false;
  #pending: XmlElement | undefined;
  /** Where the next markup or text starts. */
  #next: number;
  #line = 1;
  #lineStart = 0;
  #lineEnd: number;

  constructor(text: string, source: TreeSource) {
    this.#text = text;
    this.#source = source;
    this.#lineEnd = text.indexOf('\n');
    this.#next = afterBlanks(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  }

  /** The innermost element that is open. */
  get current(): XmlElement | undefined {
    return this.#frame?.element;
  }

  /** Reports a fault at what is being read. */
  fail(phrase: string): never {
    return this.#source.fail(phrase, this.#next);
  }

  /** Passes over markup that leaves nothing in the tree. */
  skip(): void {
    this.#next = this.#source.position();
  }

  startTag(given: string): void {
    const name = detached(given);
    if (this.#depth >= this.#source.maxDepth) this.fail(`Excessive depth in document: ${this.#source.maxDepth}`);
    const start = this.#next;
    this.#count(start);
    this.#locate(start);
    this.#pending = {
      kind: 'element',
      name,
      prefix: undefined,
      local: name,
      namespace: undefined,
      attributes: [],
      children: [],
      line: this.#line,
      column: start - this.#lineStart + 1,
    };
    this.#qualified = name.includes(':');
    this.#next = start + 1 + name.length;
  }

  attribute(givenName: string, value: string): void {
    const attributes = this.#pending?.attributes;
    if (attributes === undefined) return;
    const name = detached(givenName);
    const start = afterBlanks(this.#text, this.#next);
    this.#count(start);
    this.#locate(start);
    attributes.push({
      name,
      prefix: undefined,
      local: name,
      namespace: undefined,
      value: detached(value),
      line: this.#line,
      column: start - this.#lineStart + 1,
    });
    if (attributes.length > this.#source.maxAttributes) {
      this.#source.fail(`more than ${this.#source.maxAttributes} attributes`, start);
    }
    if (!this.#qualified && (name === 'xmlns' || name.includes(':'))) this.#qualified = true;
    this.#next = this.#source.position();
  }

  open(): void {
    const element = this.#pending;
    if (element === undefined) return;
    const parent = this.#frame;
    const mark = this.#scope.mark;
    if (this.#qualified || this.#bindings) {
      this.#scope.enter(element);
      this.#bindings ||= this.#scope.mark > mark;
    }
    if (parent === undefined) this.root = element;
    else parent.element.children.push(element);
    const inherited = parent === undefined || parent.spacing === 'mixed' ? 'undecided' : parent.spacing;
    this.#frame = {
      element,
      parent,
      mark,
      spacing: this.#qualified ? (spacingOf(element.attributes) ?? inherited) : inherited,
    };
    this.#depth += 1;
    this.skip();
  }

  close(): void {
    const frame = this.#frame;
    if (frame === undefined) return;
    this.closed = frame.element;
    this.#scope.leave(frame.mark);
    this.#frame = frame.parent;
    this.#depth -= 1;
    this.skip();
  }

  /** A run of character data; the parser stands after the `<` that ended it. */
  text(run: string): void {
    const start = this.#next;
    const end = this.#source.position() - 1;
    this.#next = end;
    const frame = this.#frame;
    if (frame === undefined) return;
    if (!this.#source.keepBlanks && frame.spacing !== 'preserve') {
      const blank = isBlank(run);
      if (blank && this.#isDroppable(frame, start, end)) return;
      if (frame.spacing === 'undecided' && (blank || marksMixed.test(this.#text.slice(start, end)))) {
        frame.spacing = 'mixed';
      }
    }
    this.#add({ kind: 'text', text: detached(run), cdata: false, line: 0, column: 0 }, start);
  }

  cdata(run: string): void {
    this.#add({ kind: 'text', text: detached(run), cdata: true, line: 0, column: 0 }, this.#next);
    this.skip();
  }

  /** A comment; the parser stands before the `>` that ends it. */
  comment(text: string): void {
    this.#add({ kind: 'comment', text: detached(text), line: 0, column: 0 }, this.#next);
    this.#next = this.#source.position() + 1;
  }

  instruction(target: string, data: string): void {
    this.#add({ kind: 'instruction', target: detached(target), data: detached(data), line: 0, column: 0 }, this.#next);
    this.skip();
  }

  /** libxml2's guess whether blank text means anything (areBlanks of its parser). */
  #isDroppable(frame: Frame, start: number, end: number): boolean {
    if (frame.spacing === 'mixed') return false;
    const [first] = frame.element.children;
    const isAll = first === undefined && this.#text.charCodeAt(end + 1) === 0x2f;
    if (isAll || (first?.kind === 'text' && !first.cdata)) return false;
    // White space that was written as a reference was meant.
    return !this.#text.slice(start, end).includes('&');
  }

  #add(node: Exclude<XmlNode, XmlElement>, start: number): void {
    if (this.#frame === undefined) return;
    this.#count(start);
    this.#locate(start);
    node.line = this.#line;
    node.column = start - this.#lineStart + 1;
    this.#frame.element.children.push(node);
  }

  #count(start: number): void {
    this.#nodes += 1;
    const { maxNodes, fail } = this.#source;
    if (this.#nodes > maxNodes) fail(`more than ${maxNodes} elements, attributes and other nodes`, start);
  }

  /** Moves the line counter to an index; they only ever grow. */
  #locate(offset: number): void {
    while (this.#lineEnd !== -1 && this.#lineEnd < offset) {
      this.#line += 1;
      this.#lineStart = this.#lineEnd + 1;
      this.#lineEnd = this.#text.indexOf('\n', this.#lineStart);
    }
  }
}

function spacingOf(attributes: readonly XmlAttribute[]): Spacing | undefined {
  const space = attributes.find(a => a.local === 'space' && a.namespace === XML_NAMESPACE)?.value;
  return space === 'preserve' || space === 'default' ? space : undefined;
}

function isBlankCode(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}

function isBlank(text: string): boolean {
  return afterBlanks(text, 0) === text.length;
}

/** Index of the first character from `start` on that is not white space. */
function afterBlanks(text: string, start: number): number {
  let at = start;
  while (isBlankCode(text.charCodeAt(at))) at += 1;
  return at;
}
