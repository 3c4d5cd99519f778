export { absenceOf } from './absence.js';
export { fromJson } from './from-json.js';
export { jsonSchema } from './json-schema.js';
export type { JsonObject, JsonValue } from './json-value.js';
export { formToJson, type JsonFlags, toJson } from './to-json.js';
