import {
  child,
  content,
  declaring,
  type ElementSchema,
  element,
  group,
  type Namespace,
  str,
  type TypeOf,
} from '../kernel/index.js';

const namespace: Namespace = { prefix: 'vmware', uri: 'http://libvirt.org/schemas/domain/vmware/1.0' };

const datacenterPathShape = element('datacenterpath', { path: content(str) }, { namespace });
/** The path of a datacenter in the vCenter's inventory. */
export interface DatacenterPath extends TypeOf<typeof datacenterPathShape> {}
const datacenterPath: ElementSchema<DatacenterPath> = datacenterPathShape;

const morefShape = element('moref', { id: content(str) }, { namespace });
/** The vCenter's own reference to a guest. */
export interface ManagedObjectReference extends TypeOf<typeof morefShape> {}
const moref: ElementSchema<ManagedObjectReference> = morefShape;

/** What a domain has in the namespace of the ESX driver. */
export const vmwareFields = {
  vmware: declaring(namespace, group({ datacenterPath: child(datacenterPath).optional, moref: child(moref).optional })),
};
