import { mkdir, readdir, readlink, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isErrno } from '../errno.js';
import type { ErrorDomain } from '../error-domains.js';
import { mapLimited } from '../limiter.js';
import { VirtError } from '../virt-error.js';
import { removeFile, syncFolder, writeFileAtomic } from './atomic-file.js';
import { readFileText } from './file-reading.js';

/** Where a store keeps its documents. */
export interface DirectoryStoreOptions {
  readonly directory: string;
  /** Holds a link for each document that starts by itself; absent when the kind has no autostart. */
  readonly autostartDirectory?: string;
  readonly domain: ErrorDomain;
  /** What follows the name; `.xml` unless given. */
  readonly suffix?: string;
  /** The largest document that is read; 16 MiB unless given. */
  readonly maxBytes?: number;
}

/** A document that could not be taken: it stays where it is. */
export interface BrokenDocument {
  readonly name: string;
  readonly path: string;
  readonly error: VirtError;
}

/** What a folder holds. */
export interface LoadedDocuments<T> {
  readonly documents: ReadonlyMap<string, T>;
  readonly broken: readonly BrokenDocument[];
}

const maxFileName = 255;

/** A folder with one document per object, `NAME.xml`, and links for those that start by themselves. */
export class DirectoryStore {
  readonly #options: DirectoryStoreOptions;
  readonly #suffix: string;

  constructor(options: DirectoryStoreOptions) {
    this.#options = options;
    this.#suffix = options.suffix ?? '.xml';
  }

  /**
   * The file of a name.
   * @throws INVALID_ARG when the name cannot be a file's: empty, `.`, `..`, too long, with a slash or control characters
   */
  pathOf(name: string): string {
    return join(this.#options.directory, this.#fileName(name));
  }

  /** The names of all documents, sorted. A folder that does not exist holds none. */
  async names(): Promise<string[]> {
    return this.#namesIn(this.#options.directory);
  }

  /** The text of one document, or undefined when there is none. */
  async read(name: string, signal?: AbortSignal): Promise<string | undefined> {
    const { domain, maxBytes = 16 * 1024 * 1024 } = this.#options;
    return readFileText(this.pathOf(name), { maxBytes, domain, signal });
  }

  /**
   * Reads all documents.
   * @param parse turns a text into an object; what it throws is reported under `broken`, with the file left in place
   */
  async load<T>(
    parse: (text: string, name: string) => T | Promise<T>,
    signal?: AbortSignal,
  ): Promise<LoadedDocuments<T>> {
    const documents = new Map<string, T>();
    const broken: BrokenDocument[] = [];
    const names = await this.names();
    // Few at once: the folder may hold thousands, and node's pool has four threads for everyone.
    await mapLimited(names, 8, async name => {
      try {
        const text = await this.read(name, signal);
        if (text !== undefined) documents.set(name, await parse(text, name));
      } catch (reason) {
        signal?.throwIfAborted();
        broken.push({ name, path: this.pathOf(name), error: VirtError.wrap(reason, this.#options.domain) });
      }
    });
    const sorted = names.flatMap(name => {
      const document = documents.get(name);
      return document === undefined ? [] : [[name, document] as const];
    });
    return { documents: new Map(sorted), broken };
  }

  /** Writes a document, replacing the one of that name in one step. Makes the folder when it is missing. */
  async write(name: string, text: string): Promise<void> {
    const path = this.pathOf(name);
    await this.#makeFolder(this.#options.directory);
    await writeFileAtomic(path, text, { domain: this.#options.domain });
  }

  /** Removes a document and its autostart link; false when there was no document. */
  async remove(name: string): Promise<boolean> {
    const path = this.pathOf(name);
    // The link first: one that leads nowhere would be an error at the next start.
    if (this.#options.autostartDirectory !== undefined) await this.setAutostart(name, false);
    const removed = await removeFile(path, this.#options.domain);
    if (removed) await syncFolder(this.#options.directory);
    return removed;
  }

  /** Sets or clears a document's autostart link. */
  async setAutostart(name: string, autostart: boolean): Promise<void> {
    const folder = this.#autostartFolder();
    const link = join(folder, this.#fileName(name));
    if (!autostart) {
      if (await removeFile(link, this.#options.domain)) await syncFolder(folder);
      return;
    }
    await this.#makeFolder(folder);
    try {
      await symlink(this.pathOf(name), link);
    } catch (reason) {
      if (!isErrno(reason, 'EEXIST')) {
        throw VirtError.system(reason, this.#options.domain, `cannot make autostart link '${link}'`);
      }
    }
    await syncFolder(folder);
  }

  /** Whether a document's autostart link is there and leads to the document. */
  async isAutostart(name: string): Promise<boolean> {
    const link = join(this.#autostartFolder(), this.#fileName(name));
    try {
      const target = await readlink(link);
      return target === this.pathOf(name);
    } catch (reason) {
      // EINVAL: something that is no link.
      if (isErrno(reason, 'ENOENT', 'EINVAL')) return false;
      throw VirtError.system(reason, this.#options.domain, `cannot read autostart link '${link}'`);
    }
  }

  /** The names that have an autostart link, sorted. */
  async autostartNames(): Promise<string[]> {
    return this.#namesIn(this.#autostartFolder());
  }

  #autostartFolder(): string {
    const folder = this.#options.autostartDirectory;
    if (folder === undefined) throw new Error(`the store of '${this.#options.directory}' has no autostart folder`);
    return folder;
  }

  #fileName(name: string): string {
    const fileName = `${name}${this.#suffix}`;
    if (!isFileName(name) || Buffer.byteLength(fileName) > maxFileName) {
      throw new VirtError('INVALID_ARG', this.#options.domain, `'${name}' cannot be the name of a stored document`);
    }
    return fileName;
  }

  async #namesIn(folder: string): Promise<string[]> {
    let files: string[];
    try {
      files = await readdir(folder);
    } catch (reason) {
      if (isErrno(reason, 'ENOENT')) return [];
      throw VirtError.system(reason, this.#options.domain, `cannot list folder '${folder}'`);
    }
    return files
      .filter(file => file.endsWith(this.#suffix))
      .map(file => file.slice(0, file.length - this.#suffix.length))
      .filter(isFileName)
      .toSorted();
  }

  async #makeFolder(folder: string): Promise<void> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    } catch (reason) {
      throw VirtError.system(reason, this.#options.domain, `cannot make folder '${folder}'`);
    }
  }
}

/** Whether an object's name may become a file name: not empty, not `.` or `..`, no slash, no control characters. */
export function isFileName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\p{Cc}]/u.test(name);
}
