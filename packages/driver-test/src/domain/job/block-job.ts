import type { Disk } from '@tsvirt/conf/domain';
import { ConnectDomainEventBlockJobStatus as Status } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import type { TestHost } from '../../host/test-host.js';
import { diskSizes } from '../disk-sizes.js';
import { diskPath, withDisk } from '../device-lookup.js';
import type { TestDomain } from '../test-domain.js';
import { limited } from './pace.js';
import { Progress } from './progress.js';

/** What a job does to a disk's images. */
export interface BlockJobPlan {
  /** A `DomainBlockJobType`. */
  readonly type: number;
  /** Bytes a second; 0 is no limit. */
  readonly bandwidth: number;
  /** What the guest writes to as well, once all is there; absent: the job is over then. */
  readonly mirror?: Disk['mirror'];
  /** The disk when the job is over, or when the guest was brought over to the mirror. */
  readonly done: (disk: Disk) => Disk;
}

/** A job on one disk of a running guest. */
export class BlockJob {
  readonly type: number;
  readonly progress: Progress;
  /** All is there, and the guest can be brought over. */
  isReady = false;
  readonly target: string;
  readonly #host: TestHost;
  readonly #domain: TestDomain;
  readonly #plan: BlockJobPlan;
  readonly #controller = new AbortController();
  #bandwidth: number;

  /** Begins at once; the end comes by itself. */
  constructor(host: TestHost, domain: TestDomain, disk: Disk, plan: BlockJobPlan) {
    this.#host = host;
    this.#domain = domain;
    this.#plan = plan;
    this.type = plan.type;
    this.target = disk.target.dev;
    this.#bandwidth = plan.bandwidth;
    const { capacity } = diskSizes(domain, this.target);
    this.progress = new Progress(host.clock, capacity, this.#pace);
    domain.runtime.blockJobs.set(this.target, this);
    if (plan.mirror !== undefined) this.#change(found => ({ ...found, mirror: plan.mirror }));
  }

  /** Bytes a second; 0 is no limit. */
  get bandwidth(): number {
    return this.#bandwidth;
  }

  setBandwidth(bytesPerSecond: number): void {
    this.#bandwidth = bytesPerSecond;
    this.progress.setSpeed(this.#pace);
  }

  /** Part of the host: lasts until the job is over, ready or given up, and tells of it. Never fails. */
  async run(): Promise<void> {
    try {
      await this.progress.end(this.#controller.signal);
    } catch {
      // Given up: whoever did so has told of it.
      return;
    }
    if (this.#plan.mirror === undefined) {
      this.#end(Status.completed, this.#plan.done);
      return;
    }
    this.isReady = true;
    this.#change(disk => (disk.mirror === undefined ? disk : { ...disk, mirror: { ...disk.mirror, ready: 'yes' } }));
    this.#tell(Status.ready);
  }

  /**
   * Brings the guest over to what was copied.
   * @throws VirtError BLOCK_COPY_ACTIVE while that is not complete
   */
  pivot(): void {
    if (!this.isReady)
      throw new VirtError('BLOCK_COPY_ACTIVE', 'TEST', `disk '${this.target}' not ready for pivot yet`);
    this.#end(Status.completed, this.#plan.done);
  }

  /** Gives the job up: the guest goes on with what it had. A copy that is complete stays as it is, and is told as given up too. */
  cancel(): void {
    this.#controller.abort();
    this.#end(Status.canceled, disk => disk);
  }

  /** It cannot go on; the guest goes on with what it had. */
  fail(): void {
    this.#controller.abort();
    this.#end(Status.failed, disk => disk);
  }

  /** The guest is gone, and the job with it; nobody hears of it. */
  guestStopped(): void {
    this.#controller.abort();
  }

  get #pace(): number {
    return limited(this.#host.pace.disk, this.#bandwidth);
  }

  #end(status: number, change: (disk: Disk) => Disk): void {
    this.#domain.runtime.blockJobs.delete(this.target);
    // Clients are told of the source that the disk had when the job began.
    const path = this.#path;
    this.#changeConfig(path, change);
    this.#change(({ mirror: _mirror, ...disk }) => change(disk));
    this.#tell(status, path);
  }

  #change(change: (disk: Disk) => Disk): void {
    const { definition } = this.#domain;
    const found = definition.devices.disks.find(({ target }) => target.dev === this.target);
    if (found !== undefined) this.#domain.definition = withDisk(definition, found, change);
  }

  /** The configuration follows where it has the image that the guest had. */
  #changeConfig(path: string, change: (disk: Disk) => Disk): void {
    const { nextDefinition } = this.#domain;
    const found = nextDefinition?.devices.disks.find(({ target }) => target.dev === this.target);
    if (nextDefinition === undefined || found === undefined || diskPath(found) !== path) return;
    this.#domain.nextDefinition = withDisk(nextDefinition, found, change);
  }

  get #path(): string {
    const found = this.#domain.definition.devices.disks.find(({ target }) => target.dev === this.target);
    return found === undefined ? '' : (diskPath(found) ?? '');
  }

  #tell(status: number, path: string = this.#path): void {
    const { type, target: dst } = this;
    const dom = this.#domain.reference;
    this.#host.events.emit('domainBlockJob', { dom, path, type, status });
    this.#host.events.emit('domainBlockJob2', { dom, dst, type, status });
  }
}
