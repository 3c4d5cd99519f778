import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { open as openConnection, type RpcConnection } from '@tsvirt/core';
import { ConnectCloseReason, DomainEventType } from '@tsvirt/core/protocol';
import { openRemote, type RemoteOptions, remoteTransports } from '@tsvirt/driver-remote/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort, Libvirtd, noLibvirtd } from '../libvirtd.js';
import { run } from '../process.js';
import { Authority, noOpenssl } from './certificates.js';
import { noSshd, Sshd } from './sshd.js';

const cannot = noLibvirtd ?? noOpenssl;
const noNetcat = existsSync('/usr/bin/nc') ? undefined : 'there is no nc';
const noSasl = existsSync('/usr/sbin/saslpasswd2') ? undefined : 'there is no saslpasswd2';
/** As if the user had no libvirt.conf. */
const config = { aliases: new Map<string, string>(), defaultUri: undefined, mode: undefined, proxy: undefined };
const login: Readonly<Record<string, string>> = { authname: `fred@${hostname()}`, password: 'a=long, one' };

const open = (uri: string, options: RemoteOptions = {}) => openRemote(uri, { config, ...options });

/** The names of a host's domains: that a connection works. */
async function domains(connection: RpcConnection): Promise<string[]> {
  return (await connection.call.connectListAllDomains({ flags: 0 })).domains.map(({ name }) => name);
}

async function domainsOf(uri: string, options: RemoteOptions = {}): Promise<string[]> {
  await using connection = await open(uri, options);
  return await domains(connection);
}

describe.skipIf(cannot !== undefined)(`the real libvirtd ${cannot ?? ''}`, () => {
  let folder: string;
  let libvirtd: Libvirtd;
  let tcp: number;
  let tls: number;

  const at = (...names: string[]) => path.join(folder, ...names);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'remote-'));
    const authority = await Authority.create(at('ca'), 'the host');
    await authority.issue(at('server'), 'server', 'DNS:localhost,IP:127.0.0.1');
    await authority.issue(at('client'), 'client');
    await cp(authority.certificate, at('client', 'cacert.pem'));
    const others = await Authority.create(at('other-ca'), 'somebody else');
    await others.issue(at('stranger'), 'client');
    await cp(authority.certificate, at('stranger', 'cacert.pem'));
    await cp(at('client'), at('gullible'), { recursive: true });
    await cp(others.certificate, at('gullible', 'cacert.pem'));
    tcp = await freePort();
    tls = await freePort();
    libvirtd = await Libvirtd.start({
      listen: true,
      conf: [
        'listen_addr = "127.0.0.1"',
        'listen_tcp = 1',
        `tcp_port = "${tcp}"`,
        `tls_port = "${tls}"`,
        'auth_tcp = "none"',
        'auth_unix_rw = "none"',
        'auth_unix_ro = "none"',
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

  const tlsUri = (more: string, host = '127.0.0.1') => `test://${host}:${tls}/default?pkipath=${more}`;

  test('over its socket', async () => {
    expect(await domainsOf(`test+unix:///default?socket=${libvirtd.socket()}`)).toEqual(['test']);
  });

  test('over its read-only socket nothing can be changed', async () => {
    await using connection = await open(`test+unix:///default?socket=${libvirtd.socket('libvirt-sock-ro')}`, {
      readOnly: true,
    });
    const { dom } = await connection.call.domainLookupByName({ name: 'test' });
    await expect(connection.call.domainDestroy({ dom })).rejects.toMatchObject({ code: 'OPERATION_DENIED' });
  });

  test('over tcp', async () => {
    expect(await domainsOf(`test+tcp://127.0.0.1:${tcp}/default`)).toEqual(['test']);
  });

  test('by an alias of libvirt.conf', async () => {
    const aliases = new Map([['moon', `test+tcp://127.0.0.1:${tcp}/default`]]);
    expect(await domainsOf('moon', { config: { ...config, aliases } })).toEqual(['test']);
  });

  test('over tls with both certificates checked', async () => {
    expect(await domainsOf(tlsUri(at('client')))).toEqual(['test']);
    expect(await domainsOf(tlsUri(at('client'), 'localhost'))).toEqual(['test']);
  });

  test.each(['NORMAL:-VERS-TLS1.3', 'SECURE256:-VERS-ALL:+VERS-TLS1.3'])('over tls limited to %s', async priority => {
    expect(await domainsOf(`${tlsUri(at('client'))}&tls_priority=${encodeURIComponent(priority)}`)).toEqual(['test']);
  });

  test('a server whose authority is not ours is refused, unless it is not to be checked', async () => {
    await expect(open(tlsUri(at('gullible')))).rejects.toMatchObject({
      code: 'RPC',
      message: /certificate is not accepted/,
    });
    expect(await domainsOf(`${tlsUri(at('gullible'))}&no_verify=1`)).toEqual(['test']);
  });

  test('a server whose certificate names another host is refused', async () => {
    const other = tlsUri(at('client'), '127.1');
    // The system reads it as 127.0.0.1; to TLS it is a name, and not one of the certificate's.
    await expect(open(other)).rejects.toMatchObject({ code: 'RPC', message: /certificate is not accepted/ });
  });

  test('a client whose authority is not the server’s is turned away', async () => {
    await expect(open(tlsUri(at('stranger')))).rejects.toMatchObject({
      code: 'RPC',
      message: /does not accept our certificate/,
    });
  });

  test('many calls at once are answered over tls', async () => {
    await using connection = await open(tlsUri(at('client')), { timeoutMs: 10_000 });
    const { dom } = await connection.call.domainLookupByName({ name: 'test' });
    const calls = Array.from({ length: 50 }, () => connection.call.domainGetInfo({ dom }));
    for (const info of await Promise.all(calls)) expect(info.nrVirtCpu).toBe(2);
  });

  test('the public API opens it by tls', async () => {
    await using connection = await openConnection(tlsUri(at('client')), { transports: remoteTransports({ config }) });
    expect(await connection.isSecure()).toBe(true);
    expect((await connection.listAllDomains()).map(({ name }) => name)).toEqual(['test']);
  });

  test('streams and events come over tls', async () => {
    await using connection = await open(tlsUri(at('client')));
    await using feed = await connection.events('domainLifecycle');
    const { dom } = await connection.call.domainLookupByName({ name: 'test' });
    await connection.call.domainSuspend({ dom });
    expect((await feed.next()).value).toMatchObject({ event: DomainEventType.suspended });
    await connection.call.domainResume({ dom });
    const { ret, stream } = await connection.callFully('domainScreenshot', { dom, screen: 0, flags: 0 });
    expect(ret.mime).toBe('image/png');
    const parts: Uint8Array[] = [];
    for await (const chunk of stream ?? []) if (chunk.kind === 'data') parts.push(chunk.data);
    await stream?.finish();
    expect(Buffer.concat(parts).subarray(1, 4).toString()).toBe('PNG');
  });

  describe.skipIf(noSshd !== undefined)(`over ssh ${noSshd ?? ''}`, () => {
    let sshd: Sshd;

    beforeAll(async () => {
      sshd = await Sshd.start(command => libvirtd.inside(command));
    });
    afterAll(() => sshd?.[Symbol.asyncDispose]());

    test.skipIf(noNetcat !== undefined).each(['auto', 'native', 'netcat'])('proxy=%s', async proxy => {
      expect(await domainsOf(sshd.uri('test', '/default', { proxy }))).toEqual(['test']);
    });

    test('the public API opens it by ssh', async () => {
      const uri = sshd.uri('test', '/default');
      await using connection = await openConnection(uri, { transports: remoteTransports({ config }) });
      expect((await connection.listAllDomains()).map(({ name }) => name)).toEqual(['test']);
    });

    test.skipIf(noNetcat !== undefined)('to a socket of its own', async () => {
      expect(await domainsOf(sshd.uri('test', '/default', { socket: libvirtd.socket() }))).toEqual(['test']);
    });

    test('a login that is refused is told in ssh’s words', async () => {
      await writeFile(at('nobody'), '');
      const uri = sshd.uri('test', '/default', { keyfile: at('nobody'), sshauth: 'password' });
      await expect(open(uri)).rejects.toMatchObject({ code: 'SYSTEM_ERROR', message: /Permission denied/ });
    });

    test('a host whose key is not known is refused', async () => {
      await writeFile(at('known'), '');
      const uri = sshd.uri('test', '/default', { known_hosts: at('known') });
      await expect(open(uri)).rejects.toMatchObject({ message: /Host key verification failed/ });
      expect(await domainsOf(`${uri}&known_hosts_verify=auto`)).toEqual(['test']);
    });

    test.each(['known_hosts_verify=ignore', 'no_verify=1'])(
      'a host whose key is not known is taken with %s',
      async how => {
        await writeFile(at('nothing-known'), '');
        const uri = sshd.uri('test', '/default', { known_hosts: at('nothing-known') });
        expect(await domainsOf(`${uri}&${how}`)).toEqual(['test']);
      },
    );

    test.each([
      { mode: 'legacy' },
      { mode: 'auto' },
      { sshauth: 'privkey' },
      { sshauth: 'agent,privkey' },
      { unknown: 'parameter' },
    ])('with %o', async parameters => {
      expect(await domainsOf(sshd.uri('test', '/default', parameters))).toEqual(['test']);
    });

    test.each([
      [{ mode: 'direct' }, 'OPERATION_UNSUPPORTED', /mode=direct/],
      [{ mode: 'odd' }, 'INVALID_ARG', /daemon mode 'odd'/],
      [{ sshauth: 'gssapi' }, 'INVALID_ARG', /sshauth names 'gssapi'/],
      [{ known_hosts_verify: 'odd' }, 'INVALID_ARG', /known_hosts_verify is 'odd'/],
      [{ keyfile: '/nowhere/key' }, 'SYSTEM_ERROR', /Permission denied/],
      [{ command: '/nowhere/ssh' }, 'SYSTEM_ERROR', /\/nowhere\/ssh/],
      [{ proxy: 'netcat', netcat: '/nowhere/nc' }, 'SYSTEM_ERROR', /\/nowhere\/nc/],
      [{ socket: '/nowhere/sock' }, 'SYSTEM_ERROR', /ssh to 127\.0\.0\.1/],
    ])('with %o is refused: %s', async (parameters, code, message) => {
      await expect(open(sshd.uri('test', '/default', parameters))).rejects.toMatchObject({ code, message });
    });

    test.skipIf(noNetcat !== undefined)('programs of one’s own take the places of ssh and nc', async () => {
      const [ssh, nc] = [at('my-ssh'), at('my-nc')];
      await writeFile(ssh, `#!/bin/sh\ntouch ${at('ssh-ran')}\nexec /usr/bin/ssh "$@"\n`, { mode: 0o755 });
      await writeFile(nc, `#!/bin/sh\ntouch ${at('nc-ran')}\nexec /usr/bin/nc "$@"\n`, { mode: 0o755 });
      const uri = sshd.uri('test', '/default', { command: ssh, proxy: 'netcat', netcat: nc });
      expect(await domainsOf(uri)).toEqual(['test']);
      expect([existsSync(at('ssh-ran')), existsSync(at('nc-ran'))]).toEqual([true, true]);
    });

    test('for looking only, nothing can be changed', async () => {
      await using connection = await open(sshd.uri('test', '/default'), { readOnly: true });
      const { dom } = await connection.call.domainLookupByName({ name: 'test' });
      await expect(connection.call.domainDestroy({ dom })).rejects.toMatchObject({ code: 'OPERATION_DENIED' });
    });

    test('a caller who gives up waits no longer, and ssh is gone', async () => {
      const giveUp = new AbortController();
      const slow = at('slow-ssh');
      await writeFile(slow, `#!/bin/sh\ntouch ${at('slow-began')}\nexec sleep 60\n`, { mode: 0o755 });
      const opening = open(sshd.uri('test', '/default', { command: slow }), { signal: giveUp.signal });
      opening.catch(() => {});
      while (!existsSync(at('slow-began'))) await new Promise(resolve => setImmediate(resolve));
      giveUp.abort();
      await expect(opening).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
    });
  });

  test.skipIf(noNetcat !== undefined)('a command of one’s own carries the connection', async () => {
    const command = at('carry');
    await writeFile(command, `#!/bin/sh\nexec nc -U ${libvirtd.socket()}\n`, { mode: 0o755 });
    expect(await domainsOf(`test+ext:///default?command=${command}`)).toEqual(['test']);
  });

  test('a command that gives up is told in its words', async () => {
    const command = at('fail');
    await writeFile(command, '#!/bin/sh\necho "no route to the moon" >&2\nexit 7\n', { mode: 0o755 });
    await expect(open(`test+ext:///default?command=${command}`)).rejects.toMatchObject({
      code: 'SYSTEM_ERROR',
      message: /status 7: no route to the moon/,
    });
  });

  test.each([
    ['test+foo://h/default', 'INVALID_ARG', /foo/],
    ['test+tcp://127.0.0.1:1/default', 'SYSTEM_ERROR', /127\.0\.0\.1:1.*Connection refused/],
    ['test+unix:///default?socket=/nowhere/sock', 'SYSTEM_ERROR', /\/nowhere\/sock.*No such file/],
    ['test+ext:///default', 'INVALID_ARG', /command/],
    ['test+tls://127.0.0.1:1/default?pkipath=/nowhere', 'SYSTEM_ERROR', /\/nowhere\/cacert\.pem/],
    ['test+unix://h/default', 'INVALID_ARG', /'h'/],
    ['test+unix:///default?mode=odd', 'INVALID_ARG', /odd/],
    ['test+ssh://h/default?proxy=odd', 'INVALID_ARG', /odd/],
    ['test+tcp://h/default?no_verify=x', 'INVALID_ARG', /no_verify/],
    ['test+ssh://-oProxyCommand=x/default', 'INVALID_ARG', /no host/],
  ])('%s is refused with %s', async (uri, code, message) => {
    await expect(open(uri)).rejects.toMatchObject({ code, message });
  });

  describe.skipIf(noSasl !== undefined)(`with SASL ${noSasl ?? ''}`, () => {
    let guarded: Libvirtd;
    let guardedTls: number;
    let guardedTcp: number;

    beforeAll(async () => {
      guardedTls = await freePort();
      guardedTcp = await freePort();
      guarded = await Libvirtd.start({
        listen: true,
        sasl: own => `mech_list: scram-sha-256 plain\nsasldb_path: ${path.join(own, 'etc', 'passwd.db')}\n`,
        conf: [
          'listen_addr = "127.0.0.1"',
          'listen_tcp = 1',
          `tcp_port = "${guardedTcp}"`,
          `tls_port = "${guardedTls}"`,
          'auth_tcp = "sasl"',
          'auth_tls = "sasl"',
          'auth_unix_rw = "sasl"',
          'auth_unix_ro = "none"',
          `key_file = "${at('server', 'serverkey.pem')}"`,
          `cert_file = "${at('server', 'servercert.pem')}"`,
          `ca_file = "${at('ca', 'cacert.pem')}"`,
        ],
      });
      const file = guarded.at('etc', 'passwd.db');
      const args = ['-p', '-c', '-a', 'libvirt', '-f', file, '-u', hostname(), 'fred'];
      await run('saslpasswd2', args, { input: login['password'] ?? '' });
    });
    afterAll(() => guarded?.[Symbol.asyncDispose]());

    const ask: RemoteOptions['ask'] = ({ kind }) => Promise.resolve(login[kind]);
    const unixUri = () => `test+unix:///default?socket=${guarded.socket()}`;
    const tlsOf = (more = '') => `test://127.0.0.1:${guardedTls}/default?pkipath=${at('client')}${more}`;

    test.each(['', '&auth=sasl', '&auth=sasl.scram-sha-256', '&auth=sasl.plain'])('on the socket: %s', async auth => {
      expect(await domainsOf(unixUri() + auth, { ask })).toEqual(['test']);
    });

    test.each(['', '&auth=sasl.plain'])('on tls: %s', async auth => {
      expect(await domainsOf(tlsOf(auth), { ask })).toEqual(['test']);
    });

    test('the credentials of auth.conf are used', async () => {
      const { authname, password } = login;
      const file = at('auth.conf');
      const groups = [
        '[credentials-moon]',
        `authname=${authname}`,
        `password=${password}`,
        '[auth-libvirt-localhost]',
        'credentials=moon',
      ];
      await writeFile(file, `# who we are\n${groups.join('\n')}\n`);
      expect(await domainsOf(`${unixUri()}&authfile=${file}`)).toEqual(['test']);
    });

    test('auth.conf has sets of credentials by host, and one for the others', async () => {
      const { authname, password } = login;
      const file = at('profiles.conf');
      const groups = [
        '[credentials-good]',
        `authname=${authname}`,
        `password=${password}`,
        '[credentials-bad]',
        `authname=${authname}`,
        'password=a guess',
        '[auth-libvirt-127.0.0.1]',
        'credentials=good',
        '[auth-libvirt-default]',
        'credentials=bad',
      ];
      await writeFile(file, `${groups.join('\n')}\n`);
      expect(await domainsOf(tlsOf(`&authfile=${file}`))).toEqual(['test']);
      await expect(open(`${unixUri()}&authfile=${file}`)).rejects.toMatchObject({ code: 'AUTH_FAILED' });
    });

    test.each([
      ['[auth-libvirt-default]\ncredentials=moon\n', /no \[credentials-moon\]/],
      ['[auth-libvirt-default]\n', /no 'credentials'/],
      ['credentials=moon\n', /line 1|:1/],
    ])('auth.conf with %j is an error', async (text, message) => {
      await writeFile(at('odd-auth.conf'), text);
      await expect(open(`${unixUri()}&authfile=${at('odd-auth.conf')}`)).rejects.toMatchObject({
        code: 'CONF_SYNTAX',
        message,
      });
    });

    test('a file of credentials that is not there is named', async () => {
      await expect(open(`${unixUri()}&authfile=/nowhere/auth.conf`)).rejects.toMatchObject({
        code: 'SYSTEM_ERROR',
        message: /\/nowhere\/auth\.conf/,
      });
    });

    test.each(['', '&auth=sasl.scram-sha-256', '&auth=sasl.plain'])('a wrong password is refused: %s', async auth => {
      const wrong: RemoteOptions['ask'] = ({ kind }) => Promise.resolve(kind === 'password' ? 'a guess' : login[kind]);
      await expect(open(tlsOf(auth), { ask: wrong })).rejects.toMatchObject({ code: 'AUTH_FAILED' });
      const nobody: RemoteOptions['ask'] = ({ kind }) => Promise.resolve(kind === 'authname' ? 'nobody' : login[kind]);
      await expect(open(tlsOf(auth), { ask: nobody })).rejects.toMatchObject({ code: 'AUTH_FAILED' });
    });

    test('who asks for no proof where one is wanted is refused', async () => {
      await expect(open(`${unixUri()}&auth=none`, { ask })).rejects.toMatchObject({ code: /AUTH_/ });
      await expect(openConnection(unixUri())).rejects.toMatchObject({
        code: 'AUTH_UNAVAILABLE',
        message: /sasl.*remoteTransports/,
      });
    });

    test('a wrong password, and none, are refused', async () => {
      const wrong: RemoteOptions['ask'] = ({ kind }) => Promise.resolve(kind === 'password' ? 'a guess' : login[kind]);
      await expect(open(unixUri(), { ask: wrong })).rejects.toMatchObject({ code: 'AUTH_FAILED' });
      await expect(open(`${unixUri()}&authfile=/dev/null`)).rejects.toMatchObject({ code: 'AUTH_UNAVAILABLE' });
    });

    test('no password travels where others can read along', async () => {
      const uri = `test+tcp://127.0.0.1:${guardedTcp}/default`;
      await expect(open(uri, { ask })).rejects.toMatchObject({ code: 'AUTH_UNAVAILABLE', message: /not encrypted/ });
    });

    test('a mechanism that the daemon lacks, or another way, is not replaced by what it has', async () => {
      await expect(open(`${unixUri()}&auth=sasl.scram-sha-512`, { ask })).rejects.toMatchObject({
        code: 'AUTH_UNAVAILABLE',
      });
      await expect(open(`${unixUri()}&auth=polkit`, { ask })).rejects.toMatchObject({ code: 'AUTH_FAILED' });
    });
  });

  test('that goes away is noticed, with the reason', async () => {
    const brief = await Libvirtd.start({ conf: ['auth_unix_rw = "none"'] });
    await using connection = await open(`test+unix:///default?socket=${brief.socket()}`);
    await brief[Symbol.asyncDispose]();
    await connection.closed;
    expect(connection.closeReason).toBe(ConnectCloseReason.eof);
    await expect(domains(connection)).rejects.toMatchObject({ code: 'RPC' });
  });
});
