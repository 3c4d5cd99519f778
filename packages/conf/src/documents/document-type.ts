import type { ErrorDomain } from '@tsvirt/util';
import type { XmlElement } from '@tsvirt/util/xml';
import { type Parsed, readDocument, writeDocument } from '../document.js';
import { type ElementSchema, type FormatFlags, type ReadOptions, rememberSource } from '../kernel/index.js';

/** One kind of document with all that can be done with it by name. */
export interface DocumentType<T> {
  /** The name of its root element. */
  readonly root: string;
  /** Who reports what is wrong with it, and how such a report calls it. */
  readonly origin: { readonly domain: ErrorDomain; readonly name: string };
  readonly schema: ElementSchema<T>;
  /** Reads the tree of a document as it stands; see `parseDocument`. @param xml the text of the tree */
  read(root: XmlElement, xml: string | Uint8Array, options: ReadOptions): Parsed<T>;
  format(value: T, flags?: FormatFlags): string;
  /** Checks by the rules that hold for every driver. Kinds without such rules take every value. */
  validate(value: T): void;
  /** Fills in what the format itself says about parts that are left out. */
  complete(value: T): T;
}

interface Particulars<T> {
  format?(value: T, flags?: FormatFlags): string;
  validate?(value: T): void;
  complete?(value: T): T;
}

/** Makes a kind of document of the description of its root element. */
export function documentType<T>(
  schema: ElementSchema<T>,
  domain: ErrorDomain,
  name: string,
  particulars: Particulars<T> = {},
): DocumentType<T> {
  return {
    root: schema.name,
    origin: { domain, name },
    schema,
    read(root, xml, options) {
      const parsed = readDocument(schema, root, options);
      rememberSource(parsed.value, xml, schema, options);
      return parsed;
    },
    format(value, flags) {
      return particulars.format?.(value, flags) ?? writeDocument(schema, value, flags);
    },
    validate: value => particulars.validate?.(value),
    complete: value => particulars.complete?.(value) ?? value,
  };
}
