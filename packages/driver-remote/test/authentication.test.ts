import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Authenticator, authenticationFailed, connectionPrograms, RpcServer } from '@tsvirt/core/rpc';
import { VirtError } from '@tsvirt/util';
import { expect, test } from 'vitest';
import { openRemote } from '../src/client/index.js';

const config = { aliases: new Map<string, string>(), defaultUri: undefined, mode: undefined, proxy: undefined };
const ask = async ({ kind }: { readonly kind: string }) => (kind === 'realm' ? undefined : `my ${kind}`);

/** What a client gets to see of a daemon that lets in those who pass `authenticator`. */
async function hostnameBehind(authenticator: Authenticator, more = ''): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'authentication-'));
  const server = new RpcServer({ name: 'guarded' });
  try {
    const opener = {
      open: () => ({
        uri: 'test:///default',
        driverName: 'TEST',
        handlers: { connectGetHostname: () => ({ hostname: 'guarded' }) },
        hubFor: () => undefined,
        close: () => {},
      }),
    };
    const programs = connectionPrograms({ opener, libVersion: 9_000_000 });
    const path = join(folder, 'sock');
    await server.listen({ name: 'unix', programs, authenticator }, { kind: 'unix', path });
    await using connection = await openRemote(`test+unix:///default?socket=${path}${more}`, { config, ask });
    return (await connection.call.connectGetHostname({})).hostname;
  } finally {
    await server.close();
    await rm(folder, { recursive: true });
  }
}

test('polkit is asked, and its no is one', async () => {
  expect(await hostnameBehind({ typeFor: () => 'polkit', polkit: () => Promise.resolve() })).toBe('guarded');
  const refusing: Authenticator = { typeFor: () => 'polkit', polkit: () => Promise.reject(authenticationFailed()) };
  await expect(hostnameBehind(refusing)).rejects.toMatchObject({ code: 'AUTH_FAILED' });
});

test('a daemon that asks for nothing is not one that asks for polkit', async () => {
  const open: Authenticator = { typeFor: () => 'none' };
  expect(await hostnameBehind(open, '&auth=none')).toBe('guarded');
  await expect(hostnameBehind(open, '&auth=polkit')).rejects.toMatchObject({ code: 'AUTH_FAILED', message: /polkit/ });
});

/** A daemon that speaks SASL, with an exchange of the test's. */
function sasl(
  mechanisms: readonly string[],
  answer: (mechanism: string, data: Uint8Array | undefined) => Uint8Array | undefined,
): Authenticator {
  const identity = { saslUserName: 'somebody' };
  return {
    typeFor: () => 'sasl',
    sasl: {
      mechanisms,
      begin: () => ({
        start: async (mechanism, data) => ({ data: answer(mechanism, data), identity }),
        step: () => Promise.reject(authenticationFailed()),
        dispose: () => {},
      }),
    },
  };
}

test('PLAIN sends name and password', async () => {
  let seen = '';
  const daemon = sasl(['GSSAPI', 'PLAIN'], (mechanism, data) => {
    seen = `${mechanism} ${Buffer.from(data ?? []).toString()}`;
    return undefined;
  });
  expect(await hostnameBehind(daemon)).toBe('guarded');
  expect(seen).toBe('PLAIN \0my authname\0my password');
});

test('a daemon that lets us in without the proof that SCRAM asks of it is not believed', async () => {
  for (const lie of [undefined, Buffer.from('v=AAAA'), Buffer.from('r=x,s=AAAA,i=4096')]) {
    await expect(hostnameBehind(sasl(['SCRAM-SHA-256'], () => lie))).rejects.toMatchObject({ code: 'AUTH_FAILED' });
  }
});

test('a daemon without a mechanism that we know is told so', async () => {
  const refused = hostnameBehind(sasl(['GSSAPI', 'DIGEST-MD5'], () => undefined));
  await expect(refused).rejects.toSatisfy(reason => VirtError.is(reason) && reason.code === 'AUTH_UNAVAILABLE');
});
