import type { NonnullDomain } from '@tsvirt/core/protocol';
import type { Uuid } from '@tsvirt/util';
import type { Definition } from './definition.js';
import { GuestAgent } from './guest-agent.js';
import type { GuestState } from './lifecycle.js';
import type { Checkpoint } from './checkpoint.js';
import type { MomentTree } from './moment-tree.js';
import type { Snapshot } from './snapshot.js';

/**
 * One domain of the mock hypervisor. Definitions are immutable values: a running domain shares the persistent one
 * until somebody changes either, so that starting ten thousand guests copies nothing.
 */
export class TestDomain {
  readonly uuid: Uuid;
  /** The definition in force: the live one while the guest runs, else the persistent one. */
  definition: Definition;
  /** While the guest runs: what it will be started with next; undefined for a transient domain. */
  nextDefinition: Definition | undefined;
  /** The number of the running guest on its host, -1 when it does not run. */
  id = -1;
  state: GuestState = 'shutoff';
  /** A number of the state's own reasons. */
  reason = 0;
  persistent = false;
  autostart = false;
  hasManagedSave = false;
  #agent: GuestAgent | undefined;
  /** Absent until the first one is made. */
  snapshots: MomentTree<Snapshot> | undefined;
  checkpoints: MomentTree<Checkpoint> | undefined;

  constructor(definition: Definition) {
    this.uuid = definition.uuid;
    this.definition = definition;
  }

  get name(): string {
    return this.definition.name;
  }

  get isActive(): boolean {
    return this.state !== 'shutoff';
  }

  /** What a later start would use: for XML with the INACTIVE flag, and for changes of the configuration. */
  get persistentDefinition(): Definition {
    return this.nextDefinition ?? this.definition;
  }

  /** What the guest would know and do; made when first asked, as most guests never are. */
  get agent(): GuestAgent {
    this.#agent ??= new GuestAgent();
    return this.#agent;
  }

  /** How calls and events name it. */
  get reference(): NonnullDomain {
    return { name: this.name, uuid: this.uuid, id: this.id };
  }
}
