import type { XmlElement } from '@tsvirt/util/xml';
import {
  attr,
  attributeOf,
  claimAttribute,
  claimChild,
  content,
  type ElementSchema,
  element,
  field,
  many,
  mergeClaims,
  noClaims,
  type OptionalField,
  optionalField,
  single,
  str,
  type TypeOf,
} from '../kernel/index.js';

/** Text in an element `<value>`. */
export const valueText: ElementSchema<string> = single('value', content(str).default(''));

const values = many(valueText).spec;
const listClaims = claimChild('enum', mergeClaims([claimAttribute('name'), claimChild('value', noClaims)]));

/** A field that knows the name of the list it reads. */
export interface ChoicesField extends OptionalField<readonly string[]> {
  readonly listName: string;
}

interface ChoicesOptions {
  /** What is written for an empty list: `body` for documents in which such a list has an end tag of its own. */
  readonly empty?: 'body';
}

/**
 * The words that something can be given, from `<enum name='...'>`. Absent: the daemon does not tell; an empty list:
 * nothing can be chosen.
 */
export function choices(name: string, options: ChoicesOptions = {}): ChoicesField {
  const { optional } = field<readonly string[]>({
    claims: listClaims,
    ...(values.form !== undefined && { form: values.form }),
    missing: () => '',
    read(node, reading) {
      const list = node.children.find(part => isList(part) && attributeOf(part, 'name') === name);
      return list?.kind === 'element' ? (values.read(list, reading) ?? []) : undefined;
    },
    children(value, out) {
      out.xml.open('enum').attribute('name', name);
      if (options.empty === 'body') out.xml.body();
      values.children?.(value, out);
      out.xml.close();
    },
  });
  return { ...optional, listName: name };
}

function isList(part: XmlElement['children'][number]): part is XmlElement {
  return part.kind === 'element' && part.local === 'enum' && part.namespace === undefined;
}

const otherShape = element('enum', { name: attr('name', str), values: many(valueText) });
/** A list of words under a name that conf has no property for. */
export interface OtherChoices extends TypeOf<typeof otherShape> {}
const other: ElementSchema<OtherChoices> = otherShape;

interface WithOthers {
  /** Lists that these descriptions have no property for, as later daemons tell them. */
  readonly otherChoices: OptionalField<readonly OtherChoices[]>;
}

/** Lists of words by the property that each becomes, and whatever lists there are besides. */
export function offered<F extends { readonly [key: string]: ChoicesField }>(lists: F): F & WithOthers {
  const known = new Set(Object.values(lists).map(({ listName }) => listName));
  const { spec } = many(other);
  const otherChoices = optionalField<readonly OtherChoices[]>({
    ...spec,
    read(node, reading) {
      const all = spec.read(node, reading)?.filter(({ name }) => !known.has(name));
      return all?.length === 0 ? undefined : all;
    },
  });
  return { ...lists, otherChoices };
}
