import {
  attr,
  child,
  declaring,
  type ElementSchema,
  element,
  group,
  many,
  type Namespace,
  str,
  type TypeOf,
} from '../kernel/index.js';

const namespace: Namespace = { prefix: 'xen', uri: 'http://libvirt.org/schemas/domain/xen/1.0' };

const arg = element('arg', { value: attr('value', str) }, { namespace });

const commandlineShape = element('commandline', { args: many(arg) }, { namespace });
/** Arguments for the device model, taken as they are. */
export interface XenCommandline extends TypeOf<typeof commandlineShape> {}
const commandline: ElementSchema<XenCommandline> = commandlineShape;

/** What a domain has in the namespace of the Xen driver. */
export const xenFields = { xen: declaring(namespace, group({ commandline: child(commandline).optional })) };
