import {
  attr,
  child,
  declaring,
  type ElementSchema,
  element,
  group,
  many,
  type Namespace,
  oneOf,
  str,
  type TypeOf,
  unless,
} from '../kernel/index.js';

const namespace: Namespace = { prefix: 'qemu', uri: 'http://libvirt.org/schemas/domain/qemu/1.0' };
const none = <T>(list: readonly T[]) => list.length === 0;

const argShape = element('arg', { value: attr('value', str) }, { namespace });
/** An argument that is added to QEMU's. */
export interface QemuArgument extends TypeOf<typeof argShape> {}
const arg: ElementSchema<QemuArgument> = argShape;

const envShape = element('env', { name: attr('name', str), value: attr('value', str).optional }, { namespace });
/** A variable that is added to QEMU's environment. */
export interface QemuVariable extends TypeOf<typeof envShape> {}
const env: ElementSchema<QemuVariable> = envShape;

const commandlineShape = element(
  'commandline',
  { args: unless(many(arg), none), envs: unless(many(env), none) },
  { namespace },
);
/** Additions to QEMU's command line, which nobody checks. */
export interface QemuCommandline extends TypeOf<typeof commandlineShape> {}
const commandline: ElementSchema<QemuCommandline> = commandlineShape;

const capabilityShape = element('add', { capability: attr('capability', str) }, { namespace });
const removedShape = element('del', { capability: attr('capability', str) }, { namespace });
const capabilitiesShape = element(
  'capabilities',
  { add: unless(many(capabilityShape), none), del: unless(many(removedShape), none) },
  { namespace },
);
/** Capabilities of QEMU that are taken for granted, or for absent. */
export interface QemuCapabilityOverrides extends TypeOf<typeof capabilitiesShape> {}
const capabilities: ElementSchema<QemuCapabilityOverrides> = capabilitiesShape;

const deprecationShape = element(
  'deprecation',
  { behavior: attr('behavior', oneOf('omit', 'reject', 'crash', 'none')) },
  { namespace },
);
/** What QEMU does about deprecated requests. */
export interface QemuDeprecation extends TypeOf<typeof deprecationShape> {}
const deprecation: ElementSchema<QemuDeprecation> = deprecationShape;

const propertyShape = element(
  'property',
  {
    name: attr('name', str),
    type: attr('type', oneOf('string', 'unsigned', 'signed', 'bool', 'remove')),
    value: attr('value', str).optional,
  },
  { namespace },
);
/** A property that is set on, or taken from, a device. */
export interface QemuProperty extends TypeOf<typeof propertyShape> {}
const property: ElementSchema<QemuProperty> = propertyShape;

const frontendShape = element('frontend', { properties: many(property) }, { namespace });
const overrideDeviceShape = element(
  'device',
  { alias: attr('alias', str), frontend: child(frontendShape).optional },
  { namespace },
);
/** Properties that are changed of the device with an alias. */
export interface QemuDeviceOverride extends TypeOf<typeof overrideDeviceShape> {}
const overrideDevice: ElementSchema<QemuDeviceOverride> = overrideDeviceShape;

const overrideShape = element('override', { devices: many(overrideDevice) }, { namespace });
/** Changed properties of devices. */
export interface QemuOverride extends TypeOf<typeof overrideShape> {}
const override: ElementSchema<QemuOverride> = overrideShape;

/** What a domain has in QEMU's namespace. */
export const qemuFields = {
  qemu: declaring(
    namespace,
    group({
      commandline: child(commandline).optional,
      capabilities: child(capabilities).optional,
      override: child(override).optional,
      deprecation: child(deprecation).optional,
    }),
  ),
};
