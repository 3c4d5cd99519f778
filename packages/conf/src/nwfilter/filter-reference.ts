import type { XmlElement } from '@tsvirt/util/xml';
import {
  attr,
  attributeOf,
  claimChild,
  type Claims,
  type ElementSchema,
  element,
  field,
  formOf,
  group,
  only,
  type Reading,
  type RequiredField,
  str,
  type TypeOf,
} from '../kernel/index.js';
import { filled } from '../filled-attribute.js';
import { type Kept, keptParts, unclaimed, writeKeptAttributes, writeKeptChildren } from '../kernel/unknown.js';
import { variableName } from './variable.js';

/** A value that a filter's variable gets. A name may come more than once: the variable then has several values. */
export interface NwfilterParameter {
  readonly name: string;
  readonly value: string;
  /** What its description does not account for, when that is kept. */
  readonly [keptParts]?: Kept;
}

/** Values of variables. */
export const variableValue: RegExp = /^[A-Za-z0-9_.:]+$/;

const parameterClaims: Claims = { attributes: new Set(['name', 'value']), children: new Map() };

function readParameter(node: XmlElement, reading: Reading): NwfilterParameter | undefined {
  const name = attributeOf(node, 'name') ?? '';
  const value = attributeOf(node, 'value') ?? '';
  if (!variableName.test(name) || !variableValue.test(value)) return undefined;
  const kept = reading.unknown === 'keep' ? unclaimed(node, parameterClaims) : undefined;
  return kept === undefined ? { name, value } : { name, value, [keptParts]: kept };
}

const parameterFields = group({
  name: attr(
    'name',
    only(str, 'the name of a variable', text => variableName.test(text)),
  ),
  value: attr(
    'value',
    only(str, 'a value of a variable', text => variableValue.test(text)),
  ),
});

/** Parameters in the order of their names; those that cannot be are passed over, as libvirt does. */
const parameters: RequiredField<readonly NwfilterParameter[]> = field<readonly NwfilterParameter[]>({
  claims: claimChild('parameter', parameterClaims),
  form: { kind: 'list', item: formOf(parameterFields) },
  missing: () => '',
  read(node, reading) {
    const found: NwfilterParameter[] = [];
    for (const part of node.children) {
      if (part.kind !== 'element' || part.name !== 'parameter') continue;
      const parameter = readParameter(part, reading);
      if (parameter !== undefined) found.push(parameter);
    }
    return found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  },
  present: value => value.length > 0,
  children(value, out) {
    const before = out.kept;
    for (const parameter of value) {
      out.kept = parameter[keptParts];
      out.xml.open('parameter');
      out.xml.attribute('name', parameter.name);
      out.xml.attribute('value', parameter.value);
      writeKeptAttributes(out);
      writeKeptChildren(out);
      out.xml.close();
    }
    out.kept = before;
  },
});

const referenceShape = element('filterref', {
  filter: filled('filter', str, { code: 'INTERNAL_ERROR', domain: 'NWFILTER' }),
  parameters,
});
/** A filter whose rules count here as well, with values for its variables. */
export interface NwfilterReference extends TypeOf<typeof referenceShape> {}
export const nwfilterReference: ElementSchema<NwfilterReference> = referenceShape;
