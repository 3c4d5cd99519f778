export {
  type Changed,
  changeDefinitions,
  definitionOf,
  type Definitions,
  type Impact,
  impactOf,
  modificationImpact,
} from './definitions.js';
export { type FlagFilter, flagFilter, type FlagGroup } from './flag-filter.js';
export { IdNumbers } from './id-numbers.js';
export { matchDefinition } from './match-definition.js';
export {
  type Described,
  type MetadataChange,
  metadataChange,
  type MetadataErrors,
  metadataOf,
  metadataTypes,
} from './metadata.js';
export { withNotice } from './notice.js';
export { type KeyOf, ObjectStore, type StoredObject } from './object-store.js';
