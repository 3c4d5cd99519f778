import type { XmlElement } from '@tsvirt/util/xml';
import {
  attr,
  attributeOf,
  claimChild,
  content,
  type ElementSchema,
  element,
  leaf,
  many,
  oneOf,
  type OptionalField,
  elementForm,
  optionalField,
  str,
  type TypeOf,
} from '../kernel/index.js';
import { nodedev } from './fault-kinds.js';
import { subCapability } from './sub-capability.js';

const vendorFieldShape = element('vendor_field', { index: attr('index', str), value: content(str).optional });
/** A field with a meaning that only the vendor knows. */
export interface VpdVendorField extends TypeOf<typeof vendorFieldShape> {}
const vendorField: ElementSchema<VpdVendorField> = vendorFieldShape;

const systemFieldShape = element('system_field', { index: attr('index', str), value: content(str).optional });
/** A field that the system keeps. */
export interface VpdSystemField extends TypeOf<typeof systemFieldShape> {}
const systemField: ElementSchema<VpdSystemField> = systemFieldShape;

const readOnlyShape = element('fields', {
  access: attr('access', oneOf('readonly')),
  changeLevel: leaf('change_level', str).optional,
  manufactureId: leaf('manufacture_id', str).optional,
  partNumber: leaf('part_number', str).optional,
  serialNumber: leaf('serial_number', str).optional,
  vendorFields: many(vendorField),
});
/** What the manufacturer wrote. */
export interface VpdReadOnly extends TypeOf<typeof readOnlyShape> {}

const readWriteShape = element('fields', {
  access: attr('access', oneOf('readwrite')),
  assetTag: leaf('asset_tag', str).optional,
  vendorFields: many(vendorField),
  systemFields: many(systemField),
});
/** What the owner may write. */
export interface VpdReadWrite extends TypeOf<typeof readWriteShape> {}

function fieldsWith<T>(access: string, schema: ElementSchema<T>): OptionalField<T> {
  const matches = (part: XmlElement) => part.name === 'fields' && attributeOf(part, 'access') === access;
  return optionalField<T>({
    claims: claimChild('fields', 'own'),
    form: elementForm(schema),
    missing: () => '',
    read(node, reading) {
      for (const part of node.children) {
        if (part.kind === 'element' && matches(part)) return schema.read(part, reading);
      }
      return undefined;
    },
    children: (value, out) => schema.write(value, out),
  });
}

const vpdShape = element('capability', {
  type: attr('type', oneOf('vpd')),
  name: leaf('name', str, nodedev),
  readOnly: fieldsWith('readonly', readOnlyShape),
  readWrite: fieldsWith('readwrite', readWriteShape),
});
/** A PCI device's vital product data. */
export interface Vpd extends TypeOf<typeof vpdShape> {}
export const vpd: OptionalField<Vpd> = subCapability('vpd', vpdShape);
