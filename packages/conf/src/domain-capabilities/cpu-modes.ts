import { choices, offered } from '../capabilities/choices.js';
import { type CpuFeature, type CpuModel, cpuFeature, cpuModel } from '../domain/cpu.js';
import {
  attr,
  attributeOf,
  child,
  claimAttribute,
  claimChild,
  type ElementSchema,
  element,
  field,
  leaf,
  many,
  oneOf,
  type OptionalField,
  type RequiredField,
  str,
  type TypeOf,
  uint,
} from '../kernel/index.js';
import { customModels } from './custom-models.js';
import { supported } from '../capabilities/supported.js';

/** Whether a mode can be had; its element has the mode's name in front. */
function mode(name: string): RequiredField<boolean> {
  const { spec } = supported;
  return field<boolean>({
    ...spec,
    claims: claimAttribute('name', 'supported'),
    attributes(value, out) {
      out.xml.attribute('name', name);
      spec.attributes?.(value, out);
    },
  });
}

/** The element `<mode>` of that name. */
function modeOf<T>(name: string, schema: ElementSchema<T>): OptionalField<T> {
  return field<T>({
    ...child(schema).spec,
    claims: claimChild('mode', 'own'),
    read(node, reading) {
      for (const part of node.children) {
        if (part.kind === 'element' && part.local === 'mode' && attributeOf(part, 'name') === name)
          return schema.read(part, reading);
      }
      return undefined;
    },
  }).optional;
}

const passthroughShape = element('mode', {
  supported: mode('host-passthrough'),
  /** Values that the attribute `migratable` of a guest's `<cpu>` may have: `on`, `off`. */
  ...offered({ migratable: choices('hostPassthroughMigratable') }),
});
/** The host's CPU as it is. */
export interface HostPassthroughMode extends TypeOf<typeof passthroughShape> {}

const maximumShape = element('mode', {
  supported: mode('maximum'),
  ...offered({ migratable: choices('maximumMigratable') }),
});
/** All features that the hypervisor can give. */
export interface MaximumMode extends TypeOf<typeof maximumShape> {}

const addressWidthShape = element('maxphysaddr', {
  mode: attr('mode', oneOf('passthrough', 'emulate')),
  bits: attr('bits', uint).optional,
  /** No more bits than these, whatever the host has. */
  limit: attr('limit', uint).optional,
});
/** Width of physical addresses that a host model has; daemons before 9.3 do not tell. */
export interface HostModelAddressWidth extends TypeOf<typeof addressWidthShape> {}
const addressWidth: ElementSchema<HostModelAddressWidth> = addressWidthShape;

const hostModelShape = element('mode', {
  supported: mode('host-model'),
  model: child<CpuModel>(cpuModel).optional,
  vendor: leaf('vendor', str).optional,
  addressWidth: child(addressWidth).optional,
  features: many<CpuFeature>(cpuFeature),
});
/** The named model that is nearest to the host, and what makes it the host's CPU. */
export interface HostModelMode extends TypeOf<typeof hostModelShape> {}

const customShape = element('mode', { supported: mode('custom'), models: customModels });
/** Models by name. */
export interface CustomMode extends TypeOf<typeof customShape> {}

const cpuModesShape = element('cpu', {
  hostPassthrough: modeOf<HostPassthroughMode>('host-passthrough', passthroughShape),
  maximum: modeOf<MaximumMode>('maximum', maximumShape),
  hostModel: modeOf<HostModelMode>('host-model', hostModelShape),
  custom: modeOf<CustomMode>('custom', customShape),
});
/** What a guest's `<cpu>` may say; an absent mode is one that the daemon does not tell about. */
export interface CpuModes extends TypeOf<typeof cpuModesShape> {}
export const cpuModes: ElementSchema<CpuModes> = cpuModesShape;
