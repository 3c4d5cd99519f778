/** What JSON can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** Properties of JSON values by name. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}
