import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../process.js';

/** Why certificates cannot be made here; undefined: they can. */
export const noOpenssl: string | undefined = existsSync('/usr/bin/openssl') ? undefined : 'there is no openssl';

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];

/** An authority that a test made up, which issues certificates into folders. */
export class Authority {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Makes the authority's own key and certificate. */
  static async create(folder: string, name: string): Promise<Authority> {
    await mkdir(folder, { recursive: true });
    const authority = new Authority(folder);
    const files = ['-keyout', authority.#key, '-out', authority.certificate];
    const extensions = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
    await run('openssl', ['req', '-x509', ...newKey, '-subj', `/CN=${name}`, ...extensions, ...files]);
    return authority;
  }

  get certificate(): string {
    return path.join(this.folder, 'cacert.pem');
  }

  get #key(): string {
    return path.join(this.folder, 'cakey.pem');
  }

  /** Issues a certificate and its key as `NAMEcert.pem` and `NAMEkey.pem`. @param alternatives as OpenSSL writes them: `IP:127.0.0.1` */
  async issue(folder: string, name: 'server' | 'client', alternatives?: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    const files = ['-keyout', path.join(folder, `${name}key.pem`), '-out', path.join(folder, `${name}cert.pem`)];
    const by = ['-CA', this.certificate, '-CAkey', this.#key];
    const extensions = [
      '-addext',
      'basicConstraints=critical,CA:FALSE',
      '-addext',
      `extendedKeyUsage=${name}Auth`,
      ...(alternatives === undefined ? [] : ['-addext', `subjectAltName=${alternatives}`]),
    ];
    await run('openssl', ['req', '-x509', ...newKey, ...by, '-subj', `/O=tsvirt/CN=${name}`, ...extensions, ...files]);
  }
}
