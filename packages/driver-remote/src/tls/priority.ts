import type { SecureVersion } from 'node:tls';
import { VirtError } from '@tsvirt/util';

/** What OpenSSL is told about protocols and ciphers. */
export interface TlsLimits {
  readonly minVersion: SecureVersion;
  readonly maxVersion: SecureVersion;
  /** OpenSSL's list; absent: its default. */
  readonly ciphers?: string;
}

const versions: readonly SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
const usual: readonly SecureVersion[] = ['TLSv1.2', 'TLSv1.3'];

const strong = 'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:ECDHE+AESGCM+AES256:ECDHE+CHACHA20';

/** Where a priority string may begin, and which ciphers that means. */
const bases: Readonly<Record<string, string | undefined>> = {
  NORMAL: undefined,
  PERFORMANCE: undefined,
  SECURE128: undefined,
  SECURE192: strong,
  SECURE256: strong,
  '@SYSTEM': undefined,
  '@LIBVIRT': undefined,
};

/**
 * Translates a GnuTLS priority string, as far as it names a base and protocol versions: `NORMAL:-VERS-TLS1.2`,
 * `SECURE256:-VERS-ALL:+VERS-TLS1.3`. What begins with `%` tunes GnuTLS itself and is left out.
 * @throws VirtError CONFIG_UNSUPPORTED naming the word that has no translation
 */
export function tlsLimits(priority: string | undefined): TlsLimits {
  const [first = '', ...words] = (priority ?? 'NORMAL').split(':');
  const base = first.toUpperCase();
  if (!Object.hasOwn(bases, base)) throw unsupported(first);
  const ciphers = bases[base];
  let allowed = new Set(usual);
  for (const word of words) {
    if (word === '' || word.startsWith('%')) continue;
    const [, sign, name] = /^([-+!])VERS-(.+)$/i.exec(word) ?? [];
    if (name === undefined) throw unsupported(word);
    const named = namedVersions(name);
    // What OpenSSL lacks cannot be allowed, and need not be forbidden.
    if (named === undefined) throw unsupported(word);
    allowed = sign === '+' ? new Set([...allowed, ...named]) : new Set([...allowed].filter(v => !named.includes(v)));
  }
  const inOrder = versions.filter(version => allowed.has(version));
  const [minVersion] = inOrder;
  const maxVersion = inOrder.at(-1);
  if (minVersion === undefined || maxVersion === undefined) throw unsupported(`${priority}, which allows no version`);
  if (versions.indexOf(maxVersion) - versions.indexOf(minVersion) !== inOrder.length - 1)
    throw unsupported(`${priority}, which leaves out a version between others`);
  return { minVersion, maxVersion, ...(ciphers === undefined ? {} : { ciphers }) };
}

function namedVersions(name: string): readonly SecureVersion[] | undefined {
  const upper = name.toUpperCase();
  if (upper === 'ALL' || upper === 'TLS-ALL') return versions;
  if (upper === 'SSL3.0' || upper.startsWith('DTLS')) return [];
  const wanted = upper === 'TLS1.0' ? 'TLSv1' : upper.replace(/^TLS/, 'TLSv');
  const found = versions.find(version => version === wanted);
  return found === undefined ? undefined : [found];
}

function unsupported(what: string): VirtError {
  return new VirtError('CONFIG_UNSUPPORTED', 'RPC', `TLS priority '${what}'`);
}
