import { join } from 'node:path';
import { VirtError } from '@tsvirt/util';
import { readFileBytes, userHome } from '@tsvirt/util/host';

/** What a client brings to a TLS connection, as PEM. */
export interface Credentials {
  /** Whom to trust. */
  readonly ca: Buffer;
  /** Certificates that are no longer good; absent where there is no list. */
  readonly crl?: Buffer;
  /** Who we are; absent for a client that has no certificate. */
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/** Files that are tried one after the other. */
interface Places {
  readonly ca: readonly string[];
  readonly crl: readonly string[];
  /** Certificate and key, which belong together. */
  readonly pairs: readonly { readonly cert: string; readonly key: string }[];
}

const maxBytes = 1 << 20;

/** libvirt's folders for all users of a host. */
const systemPlaces: Places = {
  ca: ['/etc/pki/CA/cacert.pem'],
  crl: ['/etc/pki/CA/cacrl.pem'],
  pairs: [{ cert: '/etc/pki/libvirt/clientcert.pem', key: '/etc/pki/libvirt/private/clientkey.pem' }],
};

/**
 * Reads a client's certificates from where libvirt's documents say: all from `folder` (the URI's pkipath) where it is
 * given; else, for users other than root, first from `~/.pki/libvirt`, then from `/etc/pki`. The trusted certificates must
 * be there, and with `folder` those of the client as well.
 * @throws VirtError SYSTEM_ERROR naming the file that is missing or cannot be read
 */
export async function loadCredentials(folder: string | undefined): Promise<Credentials> {
  const places = folder === undefined ? usualPlaces() : placesIn(folder);
  const ca = await firstOf(places.ca);
  if (ca === undefined) throw missing(places.ca, 'CA certificate');
  const crl = await firstOf(places.crl);
  const pair = await firstPair(places.pairs);
  if (pair === undefined && folder !== undefined)
    throw missing([join(folder, 'clientcert.pem'), join(folder, 'clientkey.pem')], 'client certificate or key');
  return { ca, ...(crl === undefined ? {} : { crl }), ...pair };
}

function usualPlaces(): Places {
  if (process.getuid?.() === 0) return systemPlaces;
  const own = placesIn(join(userHome(), '.pki', 'libvirt'));
  return {
    ca: [...own.ca, join(userHome(), '.pki', 'cacert.pem'), ...systemPlaces.ca],
    crl: [...own.crl, ...systemPlaces.crl],
    pairs: [...own.pairs, ...systemPlaces.pairs],
  };
}

function placesIn(folder: string): Places {
  return {
    ca: [join(folder, 'cacert.pem')],
    crl: [join(folder, 'cacrl.pem')],
    pairs: [{ cert: join(folder, 'clientcert.pem'), key: join(folder, 'clientkey.pem') }],
  };
}

async function firstOf(paths: readonly string[]): Promise<Buffer | undefined> {
  for (const path of paths) {
    const bytes = await readFileBytes(path, { maxBytes, domain: 'RPC' });
    if (bytes !== undefined) return bytes;
  }
  return undefined;
}

async function firstPair(pairs: Places['pairs']): Promise<{ cert: Buffer; key: Buffer } | undefined> {
  for (const { cert: certFile, key: keyFile } of pairs) {
    const cert = await firstOf([certFile]);
    const key = cert === undefined ? undefined : await firstOf([keyFile]);
    if (cert !== undefined && key !== undefined) return { cert, key };
  }
  return undefined;
}

function missing(paths: readonly string[], what: string): VirtError {
  return VirtError.system('ENOENT', 'RPC', `cannot read ${what} '${paths.join("', '")}'`);
}
