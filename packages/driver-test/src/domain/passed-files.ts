import { close } from 'node:fs';
import type { CallerConnection } from '@tsvirt/core/contract';
import { VirtError } from '@tsvirt/util';
import type { Definition } from './definition.js';

/** Files that clients have opened for a guest, as descriptors. A mock guest reads nothing from them, but holds them. */
export class PassedFiles {
  readonly #groups = new Map<string, readonly number[]>();
  #ofThisLife: readonly number[] = [];

  /**
   * Keeps a group of files under a name, as long as the client is there that opened them.
   * @throws VirtError INVALID_ARG for a name that is taken; the files are closed then
   */
  associate(name: string, fds: readonly number[], connection: CallerConnection): void {
    if (this.#groups.has(name)) {
      closeFiles(fds);
      throw new VirtError('INVALID_ARG', 'TEST', `file descriptor group '${name}' is already associated`);
    }
    this.#groups.set(name, fds);
    connection.whenOver(() => {
      this.#groups.delete(name);
      closeFiles(fds);
    });
  }

  /** Gives files to the guest that runs from here on: they are closed when it ends. */
  give(fds: readonly number[]): void {
    this.#ofThisLife = fds;
  }

  /** The guest has ended. */
  closeThisLife(): void {
    closeFiles(this.#ofThisLife);
    this.#ofThisLife = [];
  }

  has(name: string): boolean {
    return this.#groups.has(name);
  }
}

/**
 * Looks whether there is every group of files that the disks of a definition are made of.
 * @param files those of its domain; undefined for one that is new
 * @throws VirtError INVALID_ARG
 */
export function requireFileGroups({ devices }: Definition, files: PassedFiles | undefined): void {
  for (const { source } of devices.disks) {
    if (source.type !== 'file' || source.fdGroup === undefined || files?.has(source.fdGroup) === true) continue;
    const what = `file descriptor group '${source.fdGroup}' was not associated with the domain`;
    throw new VirtError('INVALID_ARG', 'TEST', what);
  }
}

/** Closes descriptors that came with a call. */
export function closeFiles(fds: readonly number[]): void {
  // Nothing can be done about a close that fails, and the number is free in any case.
  for (const fd of fds) close(fd, () => {});
}
