import { normalizeUuid, VirtError } from '@tsvirt/util';
import { child, readXml, textOf, type XmlElement, XmlWriter } from '@tsvirt/util/xml';
import { childText } from '../../host/document.js';

/** What one side of a migration tells the other, through whoever leads them. */
export interface MigrationCookie {
  /** The host that speaks. */
  readonly hostUuid: string;
  /** Whether the guest ran before it was sent. */
  readonly ran: boolean;
  /** Whether it goes on before all its memory is there. */
  readonly postcopy?: boolean | undefined;
  /** What its way here took. */
  readonly sent?: { readonly elapsedMs: bigint; readonly bytes: bigint } | undefined;
  /** The configuration that the destination keeps, as a document. */
  readonly config?: string | undefined;
}

/** Configurations are as large as documents of domains; the protocol ends at 4 MiB. */
const maxCookie = 4_194_304;

/** Writes a cookie as a small document. */
export function writeCookie({ hostUuid, ran, postcopy, sent, config }: MigrationCookie): Uint8Array {
  const xml = new XmlWriter()
    .open('test-migration')
    .leaf('host', hostUuid)
    .leaf('ran', ran ? 'yes' : 'no');
  if (postcopy !== undefined) xml.leaf('postcopy', postcopy ? 'yes' : 'no');
  if (sent !== undefined) xml.leaf('elapsed', String(sent.elapsedMs)).leaf('bytes', String(sent.bytes));
  if (config !== undefined) xml.leaf('config', config);
  return Buffer.from(xml.close().toString());
}

/**
 * Reads a cookie; undefined for the empty one.
 * @throws VirtError INTERNAL_ERROR for what no mock host has written
 */
export function readCookie(bytes: Uint8Array): MigrationCookie | undefined {
  if (bytes.length === 0) return undefined;
  if (bytes.length > maxCookie)
    throw new VirtError('INTERNAL_ERROR', 'TEST', `migration cookie of ${bytes.length} bytes, expected ${maxCookie}`);
  // Clients may count the final zero in, as libvirt's do.
  const text = Buffer.from(bytes).toString('utf8').replace(/\0$/, '');
  const root = readXml(text, { domain: 'TEST', name: '(migration_cookie)' });
  const hostUuid = normalizeUuid(childText(root, 'host') ?? '');
  if (root.name !== 'test-migration' || hostUuid === undefined)
    throw new VirtError('INTERNAL_ERROR', 'TEST', 'the migration cookie was not written by a mock host');
  const config = child(root, 'config');
  const [elapsedMs, sentBytes] = [number(root, 'elapsed'), number(root, 'bytes')];
  return {
    hostUuid,
    ran: childText(root, 'ran') === 'yes',
    postcopy: childText(root, 'postcopy') === 'yes',
    ...(elapsedMs !== undefined && sentBytes !== undefined && { sent: { elapsedMs, bytes: sentBytes } }),
    ...(config !== undefined && { config: textOf(config) }),
  };
}

function number(root: XmlElement, name: string): bigint | undefined {
  const text = childText(root, name) ?? '';
  return /^\d{1,20}$/.test(text) ? BigInt(text) : undefined;
}
