import {
  attr,
  child,
  declaring,
  type ElementSchema,
  element,
  group,
  type Namespace,
  oneOf,
  str,
  type TypeOf,
} from '../kernel/index.js';

const namespace: Namespace = { prefix: 'lxc', uri: 'http://libvirt.org/schemas/domain/lxc/1.0' };

const share = (name: string) =>
  child(
    element(
      name,
      { type: attr('type', oneOf('none', 'name', 'pid', 'netns')), value: attr('value', str).optional },
      { namespace },
    ),
  ).optional;

const sharesShape = element(
  'namespace',
  { shareNet: share('sharenet'), shareIpc: share('shareipc'), shareUts: share('shareuts') },
  { namespace },
);
/** Linux namespaces that a container shares with another one, a process, or a named network namespace. */
export interface LxcNamespace extends TypeOf<typeof sharesShape> {}
const shares: ElementSchema<LxcNamespace> = sharesShape;

/** What a domain has in the namespace of the LXC driver. */
export const lxcFields = { lxc: declaring(namespace, group({ namespace: child(shares).optional })) };
