import { X509Certificate } from 'node:crypto';
import net from 'node:net';
import tls, { type ConnectionOptions, type TLSSocket } from 'node:tls';
import { onAbort, VirtError } from '@tsvirt/util';
import { type Credentials, loadCredentials } from '../tls/pki.js';
import { PacketRecords } from '../tls/packet-records.js';
import { tlsLimits } from '../tls/priority.js';
import { type Dial, dialSocket, established } from './dial.js';

/** libvirt's registered port for TLS. */
const defaultPort = 16_514;
/** What the server sends first, once it has accepted our certificate. */
const accepted = 1;

/** A daemon that listens on TLS. Its certificate must be good for the host in the URI, unless `no_verify` says otherwise. */
export const dialTls: Dial = async ({ host, port = defaultPort, parameters }, { signal }) => {
  const limits = tlsLimits(parameters.tls_priority);
  const credentials = await loadCredentials(parameters.pkipath);
  const raw = await dialSocket({ host, port, noDelay: true }, `cannot connect to ${host}:${port}`, signal);
  // What goes wrong from here on is told by the TLS socket above it.
  raw.on('error', () => {});
  try {
    const secured = await secure(
      { ...limits, socket: raw, host, ...checks(host, parameters.no_verify, credentials) },
      signal,
    );
    await acceptance(secured, credentials, signal);
    return new PacketRecords(secured);
  } catch (reason) {
    raw.destroy();
    throw reason;
  }
};

function checks(host: string, noVerify: boolean, credentials: Credentials): ConnectionOptions {
  // Names of hosts are sent along; addresses may not be (RFC 6066 section 3).
  const servername = net.isIP(host) === 0 ? { servername: host } : {};
  return { ...credentials, ...servername, rejectUnauthorized: !noVerify };
}

async function secure(options: ConnectionOptions, signal: AbortSignal | undefined): Promise<TLSSocket> {
  const socket = connectTls(options);
  socket.pause();
  try {
    return await established(socket, 'secureConnect', 'TLS handshake', signal);
  } catch (reason) {
    socket.destroy();
    const cause = VirtError.is(reason) ? reason.cause : reason;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (!(cause instanceof Error) || !isAboutCertificates(code)) throw reason;
    throw new VirtError('RPC', 'RPC', `the server's certificate is not accepted: ${cause.message}`, { cause });
  }
}

function connectTls(options: ConnectionOptions): TLSSocket {
  try {
    return tls.connect(options);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new VirtError('RPC', 'RPC', `the certificates cannot be used: ${why}`, { cause });
  }
}

function isAboutCertificates(code: string): boolean {
  return /CERT|ALTNAME|SELF_SIGNED|ISSUER|CRL|SIGNATURE/.test(code);
}

/** Waits until the server says that it takes our certificate. It closes the connection when it does not. */
function acceptance(socket: TLSSocket, credentials: Credentials, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const refused = (cause?: unknown) =>
      end(
        new VirtError('RPC', 'RPC', `the server does not accept our certificate or address${pastOf(credentials)}`, {
          cause,
        }),
      );
    const read = () => {
      const first: unknown = socket.read(1);
      if (!(first instanceof Uint8Array)) return;
      if (first[0] === accepted) end();
      else refused();
    };
    const closed = () => refused();
    const end = (reason?: VirtError) => {
      socket.off('readable', read).off('end', closed).off('close', closed).off('error', refused);
      forget?.();
      if (reason === undefined) return resolve();
      socket.on('error', () => {}).destroy();
      reject(reason);
    };
    socket.on('readable', read).on('end', closed).on('close', closed).on('error', refused);
    const abort = () => end(VirtError.aborted(signal?.reason, 'RPC'));
    const forget = signal === undefined ? undefined : onAbort(signal, abort);
  });
}

/** When our certificate expired, if it did: the likeliest reason why a server would not take it. */
function pastOf({ cert }: Credentials): string {
  if (cert === undefined) return '; we have none';
  const { validTo } = new X509Certificate(cert);
  return Date.parse(validTo) < Date.now() ? `; ours expired on ${validTo}` : '';
}
