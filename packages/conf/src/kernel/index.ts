export { attr, leading } from './attr.js';
export { child, emptyList, elementForm, many, united } from './child.js';
export { type Claims, claimAttribute, claimChild, claimFirst, mergeClaims, noClaims } from './claims.js';
export { cpuList, readCpuList, readCpuSet, writeCpuList } from './cpu-list.js';
export { type ElementSchema, element, type Namespace, single } from './element.js';
export { DocumentFault, type Expectation, type FaultKind, fault, pathOf } from './fault.js';
export { type Field, type FieldSpec, field, type OptionalField, optionalField, type RequiredField } from './field.js';
export {
  type Description,
  type Finding,
  type Form,
  type FormField,
  formOf,
  opaque,
  type Rule,
  withRule,
} from './form.js';
export { group } from './group.js';
export { lazy } from './lazy.js';
export { content, flag, leaf } from './leaf.js';
export { mac, uuid } from './names.js';
export { declaring } from './namespace.js';
export { attributeOf, childOf, emptyNode, textIn, unitedChild } from './node.js';
export {
  bareHex,
  bareHexBig,
  hex,
  hexBig,
  int,
  long,
  positive,
  range,
  readAnyBase,
  uint,
  uintAnyBase,
  ulongAnyBase,
  ulong,
} from './numbers.js';
export { type FormatFlags, type Output, startOutput } from './output.js';
export { placed } from './placed.js';
export { raw } from './raw.js';
export { type IgnoredPart, type Reading, type ReadOptions, startReading, type UnknownParts } from './reading.js';
export { attrKiB, contentKiB, scaledKiB, unitBytes } from './scaled.js';
export type { Fields, StructOf, TypeOf, ValueOf } from './shape.js';
export { partlyRead, rememberSource, sameSource } from './source.js';
export { lenient, onOff, oneOf, only, str, type Text, type TextType, word, yesNo } from './text.js';
export { type Kept, keptParts } from './unknown.js';
export { absentKeysOf } from './trace.js';
export { type PropertyName, ValueFault, valueFault } from './value-fault.js';
export { type Arms, type VariantOf, variant } from './variant.js';
export { live, refined, secret, unless, writtenIf } from './when.js';
export { shell, within } from './within.js';
