import { type ProcedureName, type SecondaryKind, secondaryKinds } from '../contract/index.js';
import type { EventObject } from '../protocol/index.js';

/** What belongs to one kind of object that a secondary driver may serve. */
interface ObjectKind {
  /** Who serves this procedure serves the kind: a hypervisor with it needs no secondary driver for the kind. */
  readonly marker: ProcedureName;
  /** Names of the procedures about these objects. */
  readonly procedures: RegExp;
  /** The kind's events; absent where there are none. */
  readonly events?: EventObject;
}

/** One entry for each kind of secondary driver. */
export const objectKinds: { readonly [K in SecondaryKind]: ObjectKind } = {
  network: {
    marker: 'connectListAllNetworks',
    procedures: /^(?:network|connect\w*Network)/,
    events: 'network',
  },
  interface: {
    marker: 'connectListAllInterfaces',
    procedures: /^(?:interface|connect\w*Interface)/,
  },
  storage: {
    marker: 'connectListAllStoragePools',
    procedures: /^(?:storage|connect\w*StoragePool)/,
    events: 'storagePool',
  },
  nodedev: {
    marker: 'connectListAllNodeDevices',
    procedures: /^(?:nodeDevice|nodeNumOfDevices|nodeListDevices|connect\w*NodeDevice)/,
    events: 'nodeDevice',
  },
  secret: {
    marker: 'connectListAllSecrets',
    procedures: /^(?:secret|connect\w*Secret)/,
    events: 'secret',
  },
  nwfilter: {
    marker: 'connectListAllNWFilters',
    procedures: /^(?:nwfilter|connect\w*NWFilter)/i,
  },
};

/** The kind whose events come out of this hub, or undefined when only hypervisors have such events. */
export function kindOfEvents(object: EventObject): SecondaryKind | undefined {
  for (const kind of secondaryKinds) if (objectKinds[kind].events === object) return kind;
  return undefined;
}
