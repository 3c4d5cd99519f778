import { ObjectStore } from '@tsvirt/conf/store';
import type { NonnullStoragePool, NonnullStorageVol } from '@tsvirt/core/protocol';
import type { Uuid } from '@tsvirt/util';
import type { PoolDefinition, PoolSizes } from './pool-definition.js';
import type { VolumeContent } from './volume-content.js';
import type { VolumeDefinition } from './volume-definition.js';

/** Bytes that every pool of the mock host can hold. */
const poolCapacity = 100n * 1024n ** 3n;

/** One volume in its pool. */
export interface TestVolume {
  readonly name: string;
  /** Where it is on the mock host; also its key. */
  readonly path: string;
  readonly definition: VolumeDefinition;
  /** Its bytes; absent until somebody reads or writes them. */
  content: VolumeContent | undefined;
}

/** A volume whose definition its pool can change. */
type OwnVolume = { -readonly [P in keyof TestVolume]: TestVolume[P] };

/** One storage pool of the mock host. */
export class TestPool {
  readonly uuid: Uuid;
  readonly name: string;
  definition: PoolDefinition;
  isActive = false;
  persistent = false;
  autostart = false;
  /** Whether there is a file system, partition table or volume group, for the types that have one. */
  isBuilt = false;
  readonly #volumes = new ObjectStore<OwnVolume, 'path'>({ path: ({ path }) => path });
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
    const available = BigInt.asUintN(64, poolCapacity - this.#allocation);
    return { capacity: poolCapacity, allocation: BigInt.asUintN(64, this.#allocation), available };
  }

  /** Counts as empty from here on, whatever volumes it has: what libvirt's mock does to a pool that is defined once more. */
  forgetAllocation(): void {
    this.#allocation = 0n;
  }

  get volumes(): Iterable<TestVolume> {
    return this.#volumes;
  }

  get volumeCount(): number {
    return this.#volumes.size;
  }

  volume(name: string): TestVolume | undefined {
    return this.#volumes.byName(name);
  }

  volumeAt(path: string): TestVolume | undefined {
    return this.#volumes.by('path', path);
  }

  referenceTo(volume: TestVolume): NonnullStorageVol {
    return { pool: this.name, name: volume.name, key: volume.path };
  }

  /** Puts a volume in; that its name is free and that it fits is the caller's check. */
  addVolume(definition: VolumeDefinition): TestVolume {
    const { name } = definition;
    const path = `${this.definition.target?.path ?? ''}/${name}`;
    const volume: OwnVolume = { name, path, definition, content: undefined };
    this.#volumes.add(volume);
    this.#allocation += definition.allocation;
    return volume;
  }

  /** Gives a volume other sizes; that there is room is the caller's check. */
  resizeVolume(volume: TestVolume, sizes: Pick<VolumeDefinition, 'capacity' | 'allocation'>): void {
    const own = this.#volumes.byName(volume.name);
    if (own === undefined) return;
    this.#allocation += sizes.allocation - own.definition.allocation;
    own.definition = { ...own.definition, capacity: sizes.capacity, allocation: sizes.allocation };
  }

  removeVolume(volume: TestVolume): void {
    const own = this.#volumes.byName(volume.name);
    if (own === undefined) return;
    this.#volumes.remove(own);
    this.#allocation -= own.definition.allocation;
    own.content?.discard();
  }
}
