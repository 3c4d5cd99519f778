/** The property under which a record read with `trace` carries the names of the properties that the document left out. */
export const absentKeys: unique symbol = Symbol.for('tsvirt.conf.absent-keys');

/** The same record, with one more property marked as left out. */
export function marked<T extends object>(record: T, key: string): T {
  return { ...record, [absentKeys]: new Set([...(absentKeysOf(record) ?? []), key]) };
}

/** The properties that the document left out; undefined for what was not read with `trace`. */
export function absentKeysOf(value: object): ReadonlySet<string> | undefined {
  const keys: unknown = Reflect.get(value, absentKeys);
  return keys instanceof Set ? keys : undefined;
}
