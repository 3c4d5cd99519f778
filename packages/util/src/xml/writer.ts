import { attributeText, characterData } from './escape.js';
import type { XmlElement } from './node.js';
import { attributeStart, type ReadyAttribute, type ReadyName } from './ready-parts.js';
import { formatElement } from './subtree.js';

/** How a document is laid out. */
export interface XmlWriterOptions {
  /** How many levels the first element is indented by; 0. */
  depth?: number | undefined;
}

/**
 * Where an open element stands: its start tag unfinished, unfinished behind an attribute whose quote is still to be
 * written, finished with lines to follow, or with text in it.
 */
type Stage = 'none' | 'tag' | 'attribute' | 'lines' | 'inline';

/** What ends an unfinished start tag. */
const tagEnds = { tag: '>', attribute: "'>" } as const;
/** The same with the line's end behind it. */
const lineEnds = { tag: '>\n', attribute: "'>\n" } as const;
/** What makes an unfinished start tag an element without content. */
const emptyEnds = { tag: '/>', attribute: "'/>" } as const;
const emptyLineEnds = { tag: '/>\n', attribute: "'/>\n" } as const;

/**
 * Writes XML as libvirt lays it out: two spaces a level, one element a line, attributes in single quotes, `<a/>`
 * for an element that holds nothing. Values are escaped here, so give them as they are; characters that XML cannot
 * hold are left out, as libvirt does. Names are not checked: they are the program's own.
 *
 * One difference from libvirt is meant: tab, newline and carriage return in an attribute, and carriage return in
 * text, are written as references. libvirt writes them bare, and so reads other characters back.
 * @example
 * ```ts
 * import { XmlWriter } from '@tsvirt/util/xml';
 *
 * const writer = new XmlWriter();
 * writer.open('network').leaf('name', 'a & b').close();
 * console.log(writer.toString());
 * ```
 */
export class XmlWriter {
  #out = '';
  /** Names of the open elements, and where those around them stand, by their levels. */
  readonly #names: (string | ReadyName)[] = [];
  readonly #around: Stage[] = [];
  /** Where the innermost element stands. */
  #stage: Stage = 'none';
  readonly #depth: number;
  /** How many elements are open. */
  #open = 0;

  constructor(options: XmlWriterOptions = {}) {
    this.#depth = options.depth ?? 0;
  }

  /** Begins an element; names that are written often had better be ready ones. */
  open(name: string | ReadyName): this {
    const stage = this.#stage;
    const at = this.#open;
    if (stage === 'inline') {
      this.#out += typeof name === 'string' ? `<${name}` : `<${name.name}`;
    } else {
      if (stage === 'tag' || stage === 'attribute') this.#out += lineEnds[stage];
      const level = this.#depth + at;
      this.#out += typeof name === 'string' ? `${indentation(level)}<${name}` : name.at(level).start;
    }
    this.#names[at] = name;
    this.#around[at] = stage === 'tag' || stage === 'attribute' ? 'lines' : stage;
    this.#open = at + 1;
    this.#stage = 'tag';
    return this;
  }

  /** Adds an attribute to the element just begun; nothing when the value is absent. */
  attribute(name: string, value: string | number | bigint | undefined): this {
    return value === undefined ? this : this.prepared(attributeStart(name), value);
  }

  /** Adds an attribute whose name stands ready as {@link attributeStart} gives it. */
  prepared(start: ReadyAttribute, value: string | number | bigint): this {
    // One piece after the other: the parts are joined once, at the end, instead of first into an attribute.
    this.ready(start);
    this.#out += typeof value === 'string' ? attributeText(value) : value;
    return this;
  }

  /** Adds an attribute that stands ready as {@link readyAttribute} gives it. */
  ready(attribute: ReadyAttribute): this {
    if (this.#stage === 'attribute') {
      this.#out += attribute.next;
    } else {
      if (this.#stage !== 'tag') throw new Error(`attribute${attribute.first} outside of a start tag`);
      this.#out += attribute.first;
      this.#stage = 'attribute';
    }
    return this;
  }

  /** Adds text; the element then stays on one line. Empty text makes `<a></a>`. */
  text(value: string | number | bigint): this {
    const stage = this.#stage;
    if (stage === 'none') throw new Error('text outside of an element');
    if (stage === 'tag' || stage === 'attribute') this.#out += tagEnds[stage];
    this.#stage = 'inline';
    this.#out += typeof value === 'string' ? characterData(value) : value;
    return this;
  }

  /** Ends the start tag, so that an element without content closes with an end tag of its own line. */
  body(): this {
    const stage = this.#stage;
    if (stage !== 'tag' && stage !== 'attribute') return this;
    this.#out += lineEnds[stage];
    this.#stage = 'lines';
    return this;
  }

  /** Ends the innermost element. */
  close(): this {
    const at = this.#open - 1;
    const name = this.#names[at];
    const around = this.#around[at];
    if (name === undefined || around === undefined || at < 0) throw new Error('no element to close');
    const stage = this.#stage;
    if (stage === 'tag' || stage === 'attribute') {
      this.#out += around === 'inline' ? emptyEnds[stage] : emptyLineEnds[stage];
    } else if (around === 'inline') {
      this.#out += `${stage === 'lines' ? indentation(this.#depth + at) : ''}</${nameOf(name)}>`;
    } else if (stage === 'lines') {
      const level = this.#depth + at;
      this.#out += typeof name === 'string' ? `${indentation(level)}</${name}>\n` : name.at(level).end;
    } else {
      this.#out += typeof name === 'string' ? `</${name}>\n` : name.lineEnd;
    }
    this.#open = at;
    this.#stage = around;
    return this;
  }

  /** An element that holds only text. */
  leaf(name: string | ReadyName, value: string | number | bigint): this {
    const stage = this.#stage;
    if (typeof name === 'string' || stage === 'inline') return this.open(name).text(value).close();
    if (stage !== 'none') this.body();
    this.#out += name.at(this.#depth + this.#open).whole;
    this.#out += typeof value === 'string' ? characterData(value) : value;
    this.#out += name.lineEnd;
    return this;
  }

  /**
   * Writes a subtree that was read, or made, elsewhere, laid out as libvirt lays out the metadata it carries:
   * double quotes, mixed content untouched, namespaces of its former surroundings declared on it.
   */
  element(node: XmlElement): this {
    this.#begin();
    this.#out += formatElement(node, this.#depth + this.#open);
    this.#end();
    return this;
  }

  /** A comment on lines of its own; two hyphens in it are set apart, for XML has no way to write them. */
  comment(text: string): this {
    this.#begin();
    this.#out += `<!--${text.replace(/-(?=-|$)/g, '- ')}-->`;
    this.#end();
    return this;
  }

  /**
   * What was written; ends with a newline.
   * @throws Error while an element is open: a mistake of the caller's
   */
  toString(): string {
    const innermost = this.#names[this.#open - 1];
    if (this.#open > 0 && innermost !== undefined) throw new Error(`element ${nameOf(innermost)} is not closed`);
    return this.#out;
  }

  /** Brings the output to where a child may begin. */
  #begin(): void {
    this.body();
    if (this.#stage !== 'inline') this.#out += indentation(this.#depth + this.#open);
  }

  #end(): void {
    if (this.#stage !== 'inline') this.#out += '\n';
  }
}

function nameOf(name: string | ReadyName): string {
  return typeof name === 'string' ? name : name.name;
}

const indentations: string[] = [];

/** What lines of one level begin with. */
function indentation(level: number): string {
  return (indentations[level] ??= '  '.repeat(level));
}
