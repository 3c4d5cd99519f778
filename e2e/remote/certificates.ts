import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
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

  /** Issues a certificate that was good for a day, long ago. */
  async issueExpired(folder: string, name: 'server' | 'client', alternatives?: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    const request = path.join(folder, `${name}.csr`);
    const files = ['-keyout', path.join(folder, `${name}key.pem`), '-out', request];
    const subject = ['-subj', `/O=tsvirt/CN=${name}`, ...extensionsOf(name, alternatives)];
    await run('openssl', ['req', '-new', ...newKey.slice(0, -2), ...subject, ...files]);
    const days = ['-startdate', '20200101000000Z', '-enddate', '20200102000000Z'];
    await this.#keepBooks(['-notext', '-in', request, '-out', path.join(folder, `${name}cert.pem`), ...days]);
  }

  /** Takes a certificate back, in a list of revoked ones as `cacrl.pem` in a folder. */
  async revoke(certificate: string, folder: string): Promise<void> {
    await this.#keepBooks(['-revoke', certificate]);
    await this.#keepBooks(['-gencrl', '-out', path.join(folder, 'cacrl.pem')]);
  }

  /** What needs the authority's register of certificates. */
  async #keepBooks(args: readonly string[]): Promise<void> {
    const config = path.join(this.folder, 'register.conf');
    const lines = [
      '[ca]',
      'default_ca = own',
      '[own]',
      `database = ${path.join(this.folder, 'index.txt')}`,
      `certificate = ${this.certificate}`,
      `private_key = ${this.#key}`,
      `new_certs_dir = ${this.folder}`,
      'rand_serial = yes',
      'default_md = sha256',
      'default_crl_days = 2',
      'unique_subject = no',
      'copy_extensions = copy',
      'policy = any',
      '[any]',
      'organizationName = optional',
      'commonName = supplied',
    ];
    await writeFile(config, `${lines.join('\n')}\n`);
    await writeFile(path.join(this.folder, 'index.txt'), '', { flag: 'a' });
    await run('openssl', ['ca', '-batch', '-config', config, ...args]);
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
    const extensions = extensionsOf(name, alternatives);
    await run('openssl', ['req', '-x509', ...newKey, ...by, '-subj', `/O=tsvirt/CN=${name}`, ...extensions, ...files]);
  }
}

function extensionsOf(name: 'server' | 'client', alternatives: string | undefined): string[] {
  return [
    '-addext',
    'basicConstraints=critical,CA:FALSE',
    '-addext',
    `extendedKeyUsage=${name}Auth`,
    ...(alternatives === undefined ? [] : ['-addext', `subjectAltName=${alternatives}`]),
  ];
}
