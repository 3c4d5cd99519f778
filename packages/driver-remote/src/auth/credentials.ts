import { join } from 'node:path';
import { VirtError } from '@tsvirt/util';
import { readFileText, userDirectories } from '@tsvirt/util/host';
import { type KeyFile, parseKeyFile } from './key-file.js';

/** Something that only the user, or a file of theirs, knows. `authname` is the name to log in as. */
export type CredentialKind = 'authname' | 'password' | 'realm';

/** What is asked for, and for what. */
export interface CredentialRequest {
  readonly kind: CredentialKind;
  /** The daemon's host, as the URI names it; `localhost` when it names none. */
  readonly host: string;
}

/** Asks somebody; undefined when they do not know or do not say. */
export type AskCredential = (request: CredentialRequest) => Promise<string | undefined>;

/** Where credentials come from. */
export interface CredentialOptions {
  /** The URI's parameter `authfile`. */
  readonly file?: string | undefined;
  /** Asked for what no file says. */
  readonly ask?: AskCredential | undefined;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const maxBytes = 1 << 20;
/** The service under which auth.conf keeps credentials for daemons. */
const service = 'libvirt';

/**
 * Finds credentials: in libvirt's `auth.conf`, then by asking. The file is the first that is named or there, of
 * `LIBVIRT_AUTH_FILE`, the URI's, the one in the user's configuration folder, and `/etc/libvirt/auth.conf`.
 */
export class CredentialSource {
  readonly #host: string;
  readonly #options: CredentialOptions;
  #file: Promise<KeyFile | undefined> | undefined;

  constructor(host: string, options: CredentialOptions = {}) {
    this.#host = host;
    this.#options = options;
  }

  /** @throws VirtError SYSTEM_ERROR when a file that was named is not there, CONF_SYNTAX, CONF_SYNTAX for a set of credentials that is missing */
  async find(kind: CredentialKind): Promise<string | undefined> {
    this.#file ??= loadAuthFile(this.#options);
    const file = await this.#file;
    const found = file === undefined ? undefined : lookUp(file, this.#host, kind);
    return found ?? this.#options.ask?.({ kind, host: this.#host });
  }

  /** As `find`. @throws VirtError AUTH_UNAVAILABLE as well, when nobody knows */
  async need(kind: CredentialKind): Promise<string> {
    const found = await this.find(kind);
    if (found !== undefined) return found;
    throw new VirtError(
      'AUTH_UNAVAILABLE',
      'AUTH',
      `no ${kind} for '${this.#host}': [auth-${service}-${this.#host}] in auth.conf would name it`,
    );
  }
}

/** The value in the set of credentials that a host has in the file, or else in the default's. */
function lookUp(file: KeyFile, host: string, kind: CredentialKind): string | undefined {
  const entry = file.get(`auth-${service}-${host}`) ?? file.get(`auth-${service}-default`);
  if (entry === undefined) return undefined;
  const set = entry.get('credentials');
  if (set === undefined)
    throw new VirtError('CONF_SYNTAX', 'CONF', `auth.conf has no 'credentials' under [auth-${service}-${host}]`);
  const credentials = file.get(`credentials-${set}`);
  if (credentials === undefined)
    throw new VirtError('CONF_SYNTAX', 'CONF', `auth.conf has no [credentials-${set}], which '${host}' uses`);
  return credentials.get(kind);
}

async function loadAuthFile({ file, env = process.env }: CredentialOptions): Promise<KeyFile | undefined> {
  const named = env['LIBVIRT_AUTH_FILE'] || file;
  const usual = [join(userDirectories('libvirt', env).config, 'auth.conf'), '/etc/libvirt/auth.conf'];
  for (const path of named === undefined ? usual : [named]) {
    const text = await readFileText(path, { maxBytes, domain: 'AUTH' });
    if (text !== undefined) return parseKeyFile(text, path);
    if (path === named) throw VirtError.system('ENOENT', 'AUTH', `cannot read credentials from '${path}'`);
  }
  return undefined;
}
