import { expect, test } from 'vitest';
import { remote } from '../../src/protocol/index.js';
import { type Authenticator, authenticationFailed, RpcClient } from '../../src/rpc/index.js';
import { TestServer } from './test-server.js';
import { TinyDriver } from './tiny-driver.js';

async function client(server: TestServer): Promise<RpcClient> {
  return RpcClient.connect({ path: server.path }, { programs: [remote] });
}

/** One mechanism of two steps: a question, and the word that answers it. */
const sasl: Authenticator = {
  typeFor: () => 'sasl',
  sasl: {
    mechanisms: ['WORD', 'OTHER'],
    begin: () => ({
      start: () => Promise.resolve({ data: Buffer.from('who?') }),
      step: data =>
        Buffer.from(data ?? []).toString() === 'friend'
          ? Promise.resolve({ data: undefined, identity: { saslUserName: 'friend' } })
          : Promise.reject(new Error('wrong word')),
      dispose: () => {},
    }),
  },
};

test('a SASL exchange that ends well lets the client in', async () => {
  await using server = await TestServer.start(new TinyDriver(), { service: { authenticator: sasl } });
  await using rpc = await client(server);
  expect(await rpc.call(remote, 'authList', {})).toEqual({ types: ['sasl'] });
  await expect(rpc.call(remote, 'connectGetType', {})).rejects.toMatchObject({ message: 'authentication required' });
  expect(await rpc.call(remote, 'authSASLInit', {})).toEqual({ mechlist: 'WORD,OTHER' });
  const started = await rpc.call(remote, 'authSASLStart', { mech: 'WORD', nil: 1, data: new Uint8Array(0) });
  expect(started).toMatchObject({ complete: 0, nil: 0 });
  const done = await rpc.call(remote, 'authSASLStep', { nil: 0, data: Buffer.from('friend') });
  expect(done).toMatchObject({ complete: 1, nil: 1 });
  await rpc.call(remote, 'connectOpen', { name: null, flags: 0 });
  expect(server.server.anonymousCount).toBe(0);
  expect(server.server.clients[0]?.identity.saslUserName).toBe('friend');
});

test('a wrong answer says nothing but that it failed, and the exchange starts anew', async () => {
  await using server = await TestServer.start(new TinyDriver(), { service: { authenticator: sasl } });
  await using rpc = await client(server);
  await rpc.call(remote, 'authSASLInit', {});
  await rpc.call(remote, 'authSASLStart', { mech: 'WORD', nil: 1, data: new Uint8Array(0) });
  const failure = { code: 'AUTH_FAILED', domain: 'RPC', message: 'authentication failed: authentication failed' };
  await expect(rpc.call(remote, 'authSASLStep', { nil: 0, data: Buffer.from('foe') })).rejects.toMatchObject(failure);
  await expect(rpc.call(remote, 'authSASLStep', { nil: 0, data: Buffer.from('friend') })).rejects.toMatchObject(
    failure,
  );
  await expect(rpc.call(remote, 'connectOpen', { name: null, flags: 0 })).rejects.toMatchObject({
    message: 'authentication required',
  });
});

test('polkit decides about the process at the other end', async () => {
  let agrees = false;
  const authenticator: Authenticator = {
    typeFor: () => 'polkit',
    polkit: ({ pid }) => {
      if (!agrees || pid !== process.pid) return Promise.reject(authenticationFailed());
      return Promise.resolve();
    },
  };
  await using server = await TestServer.start(new TinyDriver(), { service: { authenticator } });
  await using rpc = await client(server);
  expect(await rpc.call(remote, 'authList', {})).toEqual({ types: ['polkit'] });
  await expect(rpc.call(remote, 'authPolkit', {})).rejects.toMatchObject({ code: 'AUTH_FAILED' });
  agrees = true;
  expect(await rpc.call(remote, 'authPolkit', {})).toEqual({ complete: 1 });
  await rpc.call(remote, 'connectOpen', { name: null, flags: 0 });
});
