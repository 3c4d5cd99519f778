import { attributeText } from './escape.js';

/**
 * What an attribute begins with, made once by what writes it often. The quote that ends a value is written by what
 * comes behind it, in one piece with that: a document is joined of thousands of pieces, and each has its price.
 */
export interface ReadyAttribute {
  /** As the first attribute of its element. */
  readonly first: string;
  /** Behind another one, whose quote it ends. */
  readonly next: string;
}

/** What {@link XmlWriter.prepared} puts before an attribute's value. */
export function attributeStart(name: string): ReadyAttribute {
  return { first: ` ${name}='`, next: `' ${name}='` };
}

/** What {@link XmlWriter.ready} adds as it is: an attribute of a value that is written often. */
export function readyAttribute(name: string, value: string): ReadyAttribute {
  const { first, next } = attributeStart(name);
  const text = attributeText(value);
  return { first: first + text, next: next + text };
}

/** An element's tags with what stands around them, at one level. */
interface ReadyTags {
  /** Indentation and `<name`. */
  readonly start: string;
  /** A start tag that is whole. */
  readonly whole: string;
  /** An end tag in a line of its own. */
  readonly end: string;
}

/** The name of an element that is written often: its tags stand ready for each level that it was written at. */
export class ReadyName {
  /** The element's name, with its prefix. */
  readonly name: string;
  /** An end tag behind text, and the line's end. */
  readonly lineEnd: string;
  readonly #levels: (ReadyTags | undefined)[] = [];

  constructor(name: string) {
    this.name = name;
    this.lineEnd = `</${name}>\n`;
  }

  /** The tags as they stand at a level. @param level of nesting; 0 is the document's root */
  at(level: number): ReadyTags {
    return this.#levels[level] ?? this.#add(level);
  }

  #add(level: number): ReadyTags {
    const start = `${'  '.repeat(level)}<${this.name}`;
    const tags = { start, whole: `${start}>`, end: `${'  '.repeat(level)}${this.lineEnd}` };
    this.#levels[level] = tags;
    return tags;
  }
}
