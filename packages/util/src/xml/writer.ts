import { attributeText, characterData } from './escape.js';
import type { XmlElement } from './node.js';
import { formatElement } from './subtree.js';

/** How a document is laid out. */
export interface XmlWriterOptions {
  /** How many levels the first element is indented by; 0. */
  depth?: number | undefined;
}

/** Where an open element stands: its start tag unfinished, finished with lines to follow, or with text in it. */
type Stage = 'none' | 'tag' | 'lines' | 'inline';

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
  /** Names and stages of the elements around the innermost one, whose own are in fields: writing is mostly leaves. */
  readonly #names: string[] = [];
  readonly #stages: Stage[] = [];
  #name = '';
  #stage: Stage = 'none';
  /** How many levels the next element is indented by. */
  #level: number;

  constructor(options: XmlWriterOptions = {}) {
    this.#level = options.depth ?? 0;
  }

  /** Begins an element. */
  open(name: string): this {
    if (this.#stage === 'tag') {
      this.#out += linesAt(this.#level).child;
      this.#stage = 'lines';
    } else {
      this.#out += this.#stage === 'inline' ? '<' : linesAt(this.#level).start;
    }
    this.#out += name;
    this.#names.push(this.#name);
    this.#stages.push(this.#stage);
    this.#name = name;
    this.#stage = 'tag';
    this.#level += 1;
    return this;
  }

  /** Adds an attribute to the element just begun; nothing when the value is absent. */
  attribute(name: string, value: string | number | bigint | undefined): this {
    return value === undefined ? this : this.prepared(attributeStart(name), value);
  }

  /** Adds an attribute whose name stands ready as {@link attributeStart} gives it. */
  prepared(start: string, value: string | number | bigint): this {
    // One piece after the other: the parts are joined once, at the end, instead of first into an attribute.
    this.ready(start);
    this.#out += typeof value === 'string' ? attributeText(value) : value;
    this.#out += "'";
    return this;
  }

  /** Adds attributes that stand ready as {@link readyAttribute} gives them. */
  ready(attribute: string): this {
    if (this.#stage !== 'tag') throw new Error(`attribute${attribute} outside of a start tag`);
    this.#out += attribute;
    return this;
  }

  /** Adds text; the element then stays on one line. Empty text makes `<a></a>`. */
  text(value: string | number | bigint): this {
    if (this.#stage === 'none') throw new Error('text outside of an element');
    if (this.#stage === 'tag') this.#out += '>';
    this.#stage = 'inline';
    this.#out += typeof value === 'string' ? characterData(value) : value;
    return this;
  }

  /** Ends the start tag, so that an element without content closes with an end tag of its own line. */
  body(): this {
    if (this.#stage !== 'tag') return this;
    this.#out += '>\n';
    this.#stage = 'lines';
    return this;
  }

  /** Ends the innermost element. */
  close(): this {
    const stage = this.#stage;
    const around = this.#stages.pop();
    if (around === undefined) throw new Error('no element to close');
    this.#level -= 1;
    if (stage === 'tag') {
      this.#out += around === 'inline' ? '/>' : '/>\n';
    } else {
      this.#out += stage === 'lines' ? linesAt(this.#level).end : '</';
      this.#out += this.#name;
      this.#out += around === 'inline' ? '>' : '>\n';
    }
    this.#name = this.#names.pop() ?? '';
    this.#stage = around;
    return this;
  }

  /** An element that holds only text. */
  leaf(name: string, value: string | number | bigint): this {
    return this.open(name).text(value).close();
  }

  /**
   * Writes a subtree that was read, or made, elsewhere, laid out as libvirt lays out the metadata it carries:
   * double quotes, mixed content untouched, namespaces of its former surroundings declared on it.
   */
  element(node: XmlElement): this {
    this.#begin();
    this.#out += formatElement(node, this.#level);
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
    if (this.#stage !== 'none') throw new Error(`element ${this.#name} is not closed`);
    return this.#out;
  }

  /** Brings the output to where a child may begin. */
  #begin(): void {
    this.body();
    if (this.#stage !== 'inline') this.#out += linesAt(this.#level).indentation;
  }

  #end(): void {
    if (this.#stage !== 'inline') this.#out += '\n';
  }
}

/** What {@link XmlWriter.prepared} puts before an attribute's value: made once by what writes the attribute often. */
export function attributeStart(name: string): string {
  return ` ${name}='`;
}

/** What {@link XmlWriter.ready} adds as it is: an attribute of a value that is written often. */
export function readyAttribute(name: string, value: string): string {
  return `${attributeStart(name)}${attributeText(value)}'`;
}

/** What lines of one level begin with. */
interface LineStarts {
  readonly indentation: string;
  /** Of a start tag. */
  readonly start: string;
  /** Of a start tag that ends the one before it: its parent's. */
  readonly child: string;
  readonly end: string;
}

const lineStarts: LineStarts[] = [];

function linesAt(level: number): LineStarts {
  return (lineStarts[level] ??= lineStartsOf('  '.repeat(level)));
}

function lineStartsOf(indentation: string): LineStarts {
  return { indentation, start: `${indentation}<`, child: `>\n${indentation}<`, end: `${indentation}</` };
}
