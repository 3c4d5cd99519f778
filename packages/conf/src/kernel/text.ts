/**
 * How a value is spelt in an attribute or as the text of an element. `read` answers undefined for text that is not
 * such a value; `expected` completes the sentence "expected ...", and `values` lists the words that are allowed.
 */
export interface Text<T> {
  read(text: string): T | undefined;
  write(this: void, value: T): string;
  readonly expected: string;
  readonly values?: readonly string[];
  /** What the values are; any string, number or boolean when it does not say. */
  readonly type?: TextType;
}

/** Kinds of values that texts stand for; bounds are part of the range. */
export type TextType =
  | { readonly name: 'string'; readonly pattern?: string }
  | { readonly name: 'boolean' }
  | { readonly name: 'integer'; readonly min: number; readonly max: number }
  | { readonly name: 'bigint'; readonly min: bigint; readonly max: bigint };

/** Any text. */
export const str: Text<string> = {
  read: text => text,
  write: value => value,
  expected: 'text',
  type: { name: 'string' },
};

/** Text that is not empty: an empty one counts as wrong. */
export const word: Text<string> = {
  read: text => (text === '' ? undefined : text),
  write: value => value,
  expected: 'text that is not empty',
  type: { name: 'string' },
};

/** One of a fixed set of words. */
export function oneOf<const W extends string>(...words: readonly W[]): Text<W> {
  const known = new Map<string, W>(words.map(entry => [entry, entry]));
  const expected = words.length === 1 ? `'${words[0]}'` : `one of ${words.map(entry => `'${entry}'`).join(', ')}`;
  return { read: text => known.get(text), write: value => value, expected, values: words, type: { name: 'string' } };
}

function boolean(yes: string, no: string): Text<boolean> {
  return {
    read: text => (text === yes ? true : text === no ? false : undefined),
    write: value => (value ? yes : no),
    expected: `'${yes}' or '${no}'`,
    values: [yes, no],
    type: { name: 'boolean' },
  };
}

/** `yes` and `no` as a boolean. */
export const yesNo: Text<boolean> = boolean('yes', 'no');
/** `on` and `off` as a boolean. */
export const onOff: Text<boolean> = boolean('on', 'off');

/** The values of `inner` that `accepts` lets pass. */
export function only<T>(inner: Text<T>, expected: string, accepts: (value: T) => boolean): Text<T> {
  return {
    ...inner,
    expected,
    read(text) {
      const value = inner.read(text);
      return value === undefined || !accepts(value) ? undefined : value;
    },
  };
}

/** The same value, but wrong text counts as absent instead of as an error. */
export interface LenientText<T> extends Text<T> {
  readonly lenient: true;
}

/** For the old corners of the format in which libvirt passes over what it cannot read. */
export function lenient<T>(inner: Text<T>): LenientText<T> {
  return { ...inner, lenient: true };
}

export function isLenient(text: Text<unknown>): boolean {
  return 'lenient' in text;
}
