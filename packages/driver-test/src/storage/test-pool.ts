import type { NonnullStoragePool, NonnullStorageVol } from '@tsvirt/core/protocol';
import type { Uuid } from '@tsvirt/util';
import type { PoolDefinition, PoolSizes } from './pool-definition.js';
import type { VolumeDefinition } from './volume-definition.js';

/** Bytes that every pool of the mock host can hold. */
const poolCapacity = 100n * 1024n ** 3n;

/** One volume in its pool. */
export interface TestVolume {
  readonly definition: VolumeDefinition;
  /** Where it is on the mock host; also its key. */
  readonly path: string;
}

/** One storage pool of the mock host. */
export class TestPool {
  readonly uuid: Uuid;
  readonly name: string;
  definition: PoolDefinition;
  isActive = false;
  persistent = false;
  autostart = false;
  readonly volumes = new Map<string, TestVolume>();
  #allocation = 0n;

  constructor(definition: PoolDefinition) {
    this.uuid = definition.uuid;
    this.name = definition.name;
    this.definition = definition;
  }

  get reference(): NonnullStoragePool {
    return { name: this.name, uuid: this.uuid };
  }

  get sizes(): PoolSizes {
    return { capacity: poolCapacity, allocation: this.#allocation, available: poolCapacity - this.#allocation };
  }

  referenceTo(volume: TestVolume): NonnullStorageVol {
    return { pool: this.name, name: volume.definition.name, key: volume.path };
  }

  /** Puts a volume in; that its name is free and that it fits is the caller's check. */
  addVolume(definition: VolumeDefinition): TestVolume {
    const volume = { definition, path: `${this.definition.target?.path ?? ''}/${definition.name}` };
    this.volumes.set(definition.name, volume);
    this.#allocation += definition.allocation;
    return volume;
  }

  removeVolume(volume: TestVolume): void {
    this.volumes.delete(volume.definition.name);
    this.#allocation -= volume.definition.allocation;
  }
}
