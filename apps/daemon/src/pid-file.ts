import { unlink, writeFile } from 'node:fs/promises';
import { errnoOf, errnoText, isErrno } from '@tsvirt/util';
import { exitCodes, StartupError } from './startup-error.js';

/** A file with this process's id, for as long as it runs. */
export class PidFile implements AsyncDisposable {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** @throws StartupError when it cannot be written */
  static async write(path: string): Promise<PidFile> {
    try {
      await writeFile(path, `${process.pid}\n`, { mode: 0o644 });
    } catch (reason) {
      const why = errnoText(errnoOf(reason) ?? 'EIO');
      throw new StartupError(exitCodes.pidFile, `cannot write pid file '${path}': ${why}`, { cause: reason });
    }
    return new PidFile(path);
  }

  /** Removes it. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await unlink(this.#path);
    } catch (reason) {
      if (!isErrno(reason, 'ENOENT')) throw reason;
    }
  }
}
