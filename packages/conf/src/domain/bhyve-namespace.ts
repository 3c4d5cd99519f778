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

const namespace: Namespace = { prefix: 'bhyve', uri: 'http://libvirt.org/schemas/domain/bhyve/1.0' };

const arg = element('arg', { value: attr('value', str) }, { namespace });

const commandlineShape = element('commandline', { args: many(arg) }, { namespace });
/** Arguments for bhyve, taken as they are. */
export interface BhyveCommandline extends TypeOf<typeof commandlineShape> {}
const commandline: ElementSchema<BhyveCommandline> = commandlineShape;

/** What a domain has in the namespace of the bhyve driver. */
export const bhyveFields = { bhyve: declaring(namespace, group({ commandline: child(commandline).optional })) };
