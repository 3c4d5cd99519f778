import { updateCommands, updateNetwork, updateSections } from '@tsvirt/conf/network';
import { type NetworkDefinition, withUuid } from './network-definition.js';

/** One change of part of a network, its numbers as on the wire. */
export interface NetworkUpdate {
  readonly command: number;
  readonly section: number;
  /** Which `<ip>` element is meant; -1: the first that fits. */
  readonly parentIndex: number;
  readonly xml: string;
}

/**
 * The network with one part changed.
 * @throws VirtError OPERATION_UNSUPPORTED for a section that cannot change; OPERATION_INVALID when the entry to change is not
 * there, or the one to add is
 */
export function updatedNetwork(definition: NetworkDefinition, update: NetworkUpdate): NetworkDefinition {
  const section = updateSections[update.section] ?? 'none';
  const command = updateCommands[update.command] ?? 'none';
  return withUuid(updateNetwork(definition, command, section, update.parentIndex, update.xml));
}
