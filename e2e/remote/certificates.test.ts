import { readFileSync } from 'node:fs';
import { copyFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { open } from '@tsvirt/core';
import { remoteTransports } from '@tsvirt/driver-remote/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort, Libvirtd, noLibvirtd } from '../libvirtd.js';
import { Authority, noOpenssl } from './certificates.js';

const cannot = noLibvirtd ?? noOpenssl;
/** As if the user had no libvirt.conf. */
const config = { aliases: new Map<string, string>(), defaultUri: undefined, mode: undefined, proxy: undefined };
const transports = remoteTransports({ config });

describe.skipIf(cannot !== undefined)(`certificates before the real libvirtd ${cannot ?? ''}`, () => {
  let folder: string;
  let libvirtd: Libvirtd;
  let port: number;
  let authority: Authority;

  const at = (...names: string[]) => path.join(folder, ...names);
  const uri = (pki: string, more = '', host = '127.0.0.1') =>
    `test://${host}:${port}/default?pkipath=${at(pki)}${more}`;
  const names = async (to: string): Promise<string[]> => {
    await using connection = await open(to, { transports });
    return (await connection.listAllDomains()).map(({ name }) => name);
  };
  /** A client's folder like the good one, for a test to spoil. */
  const like = async (name: string) => {
    await cp(at('client'), at(name), { recursive: true });
    return at(name);
  };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'certificates-'));
    authority = await Authority.create(at('ca'), 'the host');
    await authority.issue(at('server'), 'server', 'DNS:localhost,IP:127.0.0.1');
    await authority.issue(at('client'), 'client');
    await copyFile(authority.certificate, at('client', 'cacert.pem'));
    port = await freePort();
    libvirtd = await Libvirtd.start({
      listen: true,
      conf: [
        'listen_addr = "127.0.0.1"',
        `tls_port = "${port}"`,
        'auth_unix_rw = "none"',
        `key_file = "${at('server', 'serverkey.pem')}"`,
        `cert_file = "${at('server', 'servercert.pem')}"`,
        `ca_file = "${authority.certificate}"`,
      ],
    });
  });

  afterAll(async () => {
    await libvirtd?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  test('that are good let in, also for looking only', async () => {
    expect(await names(uri('client'))).toEqual(['test']);
    await using connection = await open(uri('client'), { transports, readOnly: true });
    expect([connection.isEncrypted(), await connection.isSecure()]).toEqual([true, true]);
    const domain = await connection.domainLookupByName('test');
    await expect(domain.destroy()).rejects.toMatchObject({ code: 'OPERATION_DENIED' });
  });

  test('that are revoked are refused, unless they are not to be checked', async () => {
    await authority.revoke(at('server', 'servercert.pem'), await like('careful'));
    await expect(names(uri('careful'))).rejects.toMatchObject({ code: 'RPC', message: /not accepted: .*revoked/ });
    expect(await names(uri('careful', '&no_verify=1'))).toEqual(['test']);
  });

  test('that name another host are refused, unless they are not to be checked', async () => {
    // The system reads it as 127.0.0.1; to TLS it is a name, and not one of the certificate's.
    await expect(names(uri('client', '', '127.1'))).rejects.toMatchObject({ message: /not accepted: .*127\.1/ });
    expect(await names(uri('client', '&no_verify=1', '127.1'))).toEqual(['test']);
  });

  test('of the client that are of the past are turned away, and the client is told that they are', async () => {
    await authority.issueExpired(at('late'), 'client');
    await copyFile(authority.certificate, at('late', 'cacert.pem'));
    await expect(names(uri('late'))).rejects.toMatchObject({ code: 'RPC', message: /ours expired on .*2020/ });
  });

  test('of the server that are of the past are refused', async () => {
    // libvirtd does not start with such a certificate.
    await authority.issueExpired(at('old'), 'server', 'IP:127.0.0.1');
    const server = tls.createServer({
      key: readFileSync(at('old', 'serverkey.pem')),
      cert: readFileSync(at('old', 'servercert.pem')),
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const other = address === null || typeof address === 'string' ? 0 : address.port;
    const to = `test://127.0.0.1:${other}/default?pkipath=${at('client')}`;
    await expect(names(to)).rejects.toMatchObject({ code: 'RPC', message: /not accepted: .*expired/ });
    server.close();
  });

  test.each([
    ['cacert.pem', /cacert\.pem.*No such file/],
    ['clientcert.pem', /clientcert\.pem.*No such file/],
    ['clientkey.pem', /clientkey\.pem.*No such file/],
  ])('are named when %s is missing from the folder of the URI', async (file, message) => {
    await rm(path.join(await like(`without-${file}`), file));
    await expect(names(uri(`without-${file}`))).rejects.toMatchObject({ code: 'SYSTEM_ERROR', message });
  });

  test.each(['cacert.pem', 'clientcert.pem', 'clientkey.pem'])('are refused when %s is none', async file => {
    await writeFile(path.join(await like(`odd-${file}`), file), 'not a certificate\n');
    await expect(names(uri(`odd-${file}`))).rejects.toMatchObject({ code: 'RPC', message: /certificate/ });
  });

  test('and keys that do not belong together are refused', async () => {
    await authority.issue(at('another'), 'client');
    await copyFile(at('another', 'clientkey.pem'), path.join(await like('mixed'), 'clientkey.pem'));
    await expect(names(uri('mixed'))).rejects.toMatchObject({ code: 'RPC', message: /cannot be used/ });
  });

  test('do not matter to who speaks no TLS', async () => {
    const deaf = net.createServer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>(resolve => deaf.listen(0, '127.0.0.1', resolve));
    const address = deaf.address();
    const other = address === null || typeof address === 'string' ? 0 : address.port;
    const to = `test://127.0.0.1:${other}/default?pkipath=${at('client')}`;
    await expect(names(to)).rejects.toMatchObject({ domain: 'RPC', message: /TLS handshake/ });
    deaf.close();
  });

  test('are waited for no longer than the caller does', async () => {
    const silent = net.createServer();
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const other = address === null || typeof address === 'string' ? 0 : address.port;
    const to = `test://127.0.0.1:${other}/default?pkipath=${at('client')}`;
    const giveUp = new AbortController();
    silent.once('connection', () => giveUp.abort());
    await expect(open(to, { transports, signal: giveUp.signal })).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
    silent.close();
  });

  test.each([
    ['&no_sanity=1', ['test']],
    ['&unknown=parameter', ['test']],
    ['&tls_priority=NORMAL:-VERS-TLS-ALL%2B', /TLS priority/],
    ['&no_verify=perhaps', /no_verify/],
  ])('with %s in the URI', async (more, expected) => {
    if (Array.isArray(expected)) expect(await names(uri('client', more))).toEqual(expected);
    else await expect(names(uri('client', more))).rejects.toMatchObject({ message: expected });
  });
});
