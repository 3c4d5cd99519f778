import {
  DomainCheckpointDeleteFlags,
  DomainUndefineFlagsValues,
  type NonnullDomainCheckpoint,
} from '@tsvirt/core/protocol';
import { type MomentKind, momentRules } from './domain-moments.js';
import type { RuleGroup } from './rule.js';

const checkpointKind: MomentKind<NonnullDomainCheckpoint> = {
  noun: 'checkpoint',
  sample: 'domainCheckpoint',
  root: 'domaincheckpoint',
  missing: 'NO_DOMAIN_CHECKPOINT',
  ofGuests: true,
  make: {
    procedure: 'domainCheckpointCreateXML',
    run: async ({ call }, { dom, xmlDesc }) =>
      (await call.domainCheckpointCreateXML({ dom, xmlDesc, flags: 0 })).checkpoint,
  },
  list: {
    procedure: 'domainListAllCheckpoints',
    run: async ({ call }, dom) => (await call.domainListAllCheckpoints({ dom, flags: 0 })).checkpoints,
  },
  lookup: {
    procedure: 'domainCheckpointLookupByName',
    run: async ({ call }, { dom, name }) =>
      (await call.domainCheckpointLookupByName({ dom, name, flags: 0 })).checkpoint,
  },
  dump: {
    procedure: 'domainCheckpointGetXMLDesc',
    run: async ({ call }, checkpoint) => (await call.domainCheckpointGetXMLDesc({ checkpoint, flags: 0 })).xml,
  },
  parent: {
    procedure: 'domainCheckpointGetParent',
    run: async ({ call }, checkpoint) => (await call.domainCheckpointGetParent({ checkpoint, flags: 0 })).parent,
  },
  delete: {
    procedure: 'domainCheckpointDelete',
    run: ({ call }, { of: checkpoint, flags }) => call.domainCheckpointDelete({ checkpoint, flags }),
  },
  withChildren: DomainCheckpointDeleteFlags.children,
  undefineAnyway: DomainUndefineFlagsValues.checkpointsMetadata,
};

/** Checkpoints: moments since which it is known what changed on a guest's disks. */
export const domainCheckpoints: RuleGroup = { subject: 'domain checkpoints', rules: momentRules(checkpointKind) };
