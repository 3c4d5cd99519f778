import type { NonnullNetwork } from '@tsvirt/core/protocol';
import type { Uuid } from '@tsvirt/util';
import type { NetworkDefinition } from './network-definition.js';

/** One virtual network of the mock host. */
export class TestNetwork {
  readonly uuid: Uuid;
  readonly name: string;
  /** In force: the live one while the network is active. */
  definition: NetworkDefinition;
  /** While it is active and somebody changed its configuration: what it will be started with next. */
  nextDefinition: NetworkDefinition | undefined;
  isActive = false;
  persistent = false;
  autostart = false;

  constructor(definition: NetworkDefinition) {
    this.uuid = definition.uuid;
    this.name = definition.name;
    this.definition = definition;
  }

  /** How calls and events name it. */
  get reference(): NonnullNetwork {
    return { name: this.name, uuid: this.uuid };
  }
}
