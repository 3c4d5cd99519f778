import { attributeText, characterData } from './escape.js';
import type { XmlElement } from './node.js';
import { formatElement } from './subtree.js';

export interface XmlWriterOptions {
  /** How many levels the first element is indented by; 0. */
  depth?: number | undefined;
}

/** Where an open element stands: its start tag unfinished, finished with lines to follow, or with text in it. */
type Stage = 'tag' | 'lines' | 'inline';

interface Frame {
  readonly name: string;
  stage: Stage;
}

/**
 * Writes XML as libvirt lays it out: two spaces a level, one element a line, attributes in single quotes, `<a/>`
 * for an element that holds nothing. Values are escaped here, so give them as they are; characters that XML cannot
 * hold are left out, as libvirt does. Names are not checked: they are the program's own.
 *
 * One difference from libvirt is meant: tab, newline and carriage return in an attribute, and carriage return in
 * text, are written as references. libvirt writes them bare, and so reads other characters back.
 */
export class XmlWriter {
  #out = '';
  readonly #frames: Frame[] = [];
  #top: Frame | undefined;
  readonly #depth: number;

  constructor(options: XmlWriterOptions = {}) {
    this.#depth = options.depth ?? 0;
  }

  /** Begins an element. */
  open(name: string): this {
    this.#begin();
    this.#out += `<${name}`;
    this.#top = { name, stage: 'tag' };
    this.#frames.push(this.#top);
    return this;
  }

  /** Adds an attribute to the element just begun; nothing when the value is absent. */
  attribute(name: string, value: string | number | bigint | undefined): this {
    if (this.#top?.stage !== 'tag') throw new Error(`attribute ${name} outside of a start tag`);
    if (value === undefined) return this;
    this.#out += ` ${name}='${typeof value === 'string' ? attributeText(value) : value}'`;
    return this;
  }

  /** Adds text; the element then stays on one line. Empty text makes `<a></a>`. */
  text(value: string | number | bigint): this {
    const top = this.#top;
    if (top === undefined) throw new Error('text outside of an element');
    if (top.stage === 'tag') this.#out += '>';
    top.stage = 'inline';
    this.#out += typeof value === 'string' ? characterData(value) : value;
    return this;
  }

  /** Ends the start tag, so that an element without content closes with an end tag of its own line. */
  body(): this {
    const top = this.#top;
    if (top?.stage !== 'tag') return this;
    this.#out += '>\n';
    top.stage = 'lines';
    return this;
  }

  /** Ends the innermost element. */
  close(): this {
    const top = this.#frames.pop();
    if (top === undefined) throw new Error('no element to close');
    this.#top = this.#frames.at(-1);
    if (top.stage === 'tag') this.#out += '/>';
    else if (top.stage === 'inline') this.#out += `</${top.name}>`;
    else this.#out += `${indentation(this.#depth + this.#frames.length)}</${top.name}>`;
    this.#end();
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
    this.#out += formatElement(node, this.#depth + this.#frames.length);
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
    if (this.#top !== undefined) throw new Error(`element ${this.#top.name} is not closed`);
    return this.#out;
  }

  /** Brings the output to where a child may begin. */
  #begin(): void {
    this.body();
    if (this.#top?.stage !== 'inline') this.#out += indentation(this.#depth + this.#frames.length);
  }

  #end(): void {
    if (this.#top?.stage !== 'inline') this.#out += '\n';
  }
}

const indentations: string[] = [];

function indentation(level: number): string {
  return (indentations[level] ??= '  '.repeat(level));
}
