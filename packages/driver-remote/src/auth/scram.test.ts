import { describe, expect, test } from 'vitest';
import { ScramClient } from './scram.js';

const text = (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8'));

// RFC 7677 section 3.
const serverFirst = 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096';
const serverFinal = 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=';
const client = () => new ScramClient('sha256', { name: 'user', password: 'pencil' }, 'rOprNGfwEbeRWgbNEkqO');

test('the exchange of RFC 7677', async () => {
  const exchange = client();
  expect(text(exchange.start())).toBe('n,,n=user,r=rOprNGfwEbeRWgbNEkqO');
  expect(text(await exchange.step(Buffer.from(serverFirst)))).toBe(
    'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
  );
  expect(exchange.isSatisfied).toBe(false);
  expect(await exchange.step(Buffer.from(serverFinal))).toBeUndefined();
  expect(exchange.isSatisfied).toBe(true);
});

// RFC 5802 section 5.
test('the exchange of RFC 5802', async () => {
  const exchange = new ScramClient('sha1', { name: 'user', password: 'pencil' }, 'fyko+d2lbbFgONRv9qkxdawL');
  const first = 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096';
  expect(text(await exchange.step(Buffer.from(first)))).toBe(
    'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
  );
  await exchange.step(Buffer.from('v=rmF9pqV8S7suAoZWja4dJRkFsKQ='));
  expect(exchange.isSatisfied).toBe(true);
});

test('names are escaped', () => {
  const exchange = new ScramClient('sha256', { name: 'a=b,c', password: 'x' }, 'nonce');
  expect(text(exchange.start())).toBe('n,,n=a=3Db=2Cc,r=nonce');
});

describe('a server that cannot be trusted is refused', () => {
  test.each([
    ['another nonce', 'r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'],
    ['only our nonce', 'r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'],
    ['no salt', 'r=rOprNGfwEbeRWgbNEkqOx,i=4096'],
    ['too few rounds', 'r=rOprNGfwEbeRWgbNEkqOx,s=W22Z,i=1'],
    ['more rounds than is decent', 'r=rOprNGfwEbeRWgbNEkqOx,s=W22Z,i=4294967295'],
    ['nothing', ''],
  ])('%s', async (_, message) => {
    await expect(client().step(Buffer.from(message))).rejects.toMatchObject({ code: 'AUTH_FAILED' });
  });

  test.each(['v=AAAA', 'v=', 'e=unknown-user', '', `${serverFinal.slice(0, -3)}5=`])('final: %s', async message => {
    const exchange = client();
    await exchange.step(Buffer.from(serverFirst));
    await expect(exchange.step(Buffer.from(message))).rejects.toMatchObject({ code: 'AUTH_FAILED' });
    expect(exchange.isSatisfied).toBe(false);
  });
});
