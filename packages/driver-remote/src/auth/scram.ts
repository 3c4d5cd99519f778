import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { VirtError } from '@tsvirt/util';
import type { Login, SaslClient, SaslMechanism } from './mechanism.js';

const derive = promisify(pbkdf2);

/** Rounds that a server may ask for: more would only keep this process busy. */
const maxRounds = 10_000_000;
/** RFC 5802 asks for this many at least. */
const minRounds = 4096;
/** No channel binding, and no other identity to act as. */
const gs2Header = 'n,,';

/** A mechanism of the SCRAM family (RFC 5802, RFC 7677). @param hash as OpenSSL names it */
export function scram(name: string, hash: string): SaslMechanism {
  return { name, isPlain: false, begin: login => new ScramClient(hash, login) };
}

/** The secret never travels; each side proves to the other that it has it, or what was derived from it. */
export class ScramClient implements SaslClient {
  readonly #hash: string;
  readonly #login: Login;
  readonly #nonce: string;
  readonly #firstBare: string;
  #expected: Buffer | undefined;
  #isSatisfied = false;

  /** @param nonce printable, without commas; random unless given */
  constructor(hash: string, login: Login, nonce: string = randomBytes(24).toString('base64')) {
    this.#hash = hash;
    this.#login = login;
    this.#nonce = nonce;
    const name = prepared(login.name).replaceAll('=', '=3D').replaceAll(',', '=2C');
    this.#firstBare = `n=${name},r=${nonce}`;
  }

  get isSatisfied(): boolean {
    return this.#isSatisfied;
  }

  start(): Uint8Array {
    return Buffer.from(gs2Header + this.#firstBare, 'utf8');
  }

  async step(message: Uint8Array): Promise<Uint8Array | undefined> {
    const text = Buffer.from(message).toString('utf8');
    if (this.#isSatisfied) return undefined;
    if (this.#expected === undefined) return this.#prove(text);
    this.#check(text, this.#expected);
    return undefined;
  }

  async #prove(serverFirst: string): Promise<Uint8Array> {
    const { r: nonce = '', s: salt = '', i: rounds = '' } = attributes(serverFirst);
    if (!nonce.startsWith(this.#nonce) || nonce.length === this.#nonce.length)
      throw failed('the server answers to another exchange');
    const iterations = /^[1-9]\d{0,9}$/.test(rounds) ? Number(rounds) : 0;
    if (salt === '' || iterations < minRounds || iterations > maxRounds)
      throw failed(`the server asks for ${rounds || 'no'} rounds, expected ${minRounds} to ${maxRounds}`);
    const length = createHash(this.#hash).digest().length;
    const salted = await derive(
      prepared(this.#login.password),
      Buffer.from(salt, 'base64'),
      iterations,
      length,
      this.#hash,
    );
    const finalBare = `c=${Buffer.from(gs2Header).toString('base64')},r=${nonce}`;
    const exchange = `${this.#firstBare},${serverFirst},${finalBare}`;
    const clientKey = this.#mac(salted, 'Client Key');
    const signature = this.#mac(createHash(this.#hash).update(clientKey).digest(), exchange);
    const proof = Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0)));
    this.#expected = this.#mac(this.#mac(salted, 'Server Key'), exchange);
    return Buffer.from(`${finalBare},p=${proof.toString('base64')}`, 'utf8');
  }

  #check(serverFinal: string, expected: Buffer): void {
    const { v: verifier, e: error } = attributes(serverFinal);
    if (error !== undefined) throw failed(error.slice(0, 100));
    const said = Buffer.from(verifier ?? '', 'base64');
    if (said.length !== expected.length || !timingSafeEqual(said, expected))
      throw failed('the server does not know the password');
    this.#isSatisfied = true;
  }

  #mac(key: Uint8Array, text: string): Buffer {
    return createHmac(this.#hash, key).update(text, 'utf8').digest();
  }
}

function attributes(message: string): Readonly<Record<string, string | undefined>> {
  const found: Record<string, string> = {};
  for (const part of message.split(',')) {
    const [, name, value] = /^([a-z])=(.*)$/s.exec(part) ?? [];
    if (name !== undefined && value !== undefined) found[name] ??= value;
  }
  return found;
}

/** SASLprep (RFC 4013), as far as it changes text that people type: spaces, invisible characters, compatibility forms. */
function prepared(text: string): string {
  const shown = text
    .replaceAll(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replaceAll(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '');
  return shown.normalize('NFKC');
}

function failed(why: string): VirtError {
  return new VirtError('AUTH_FAILED', 'AUTH', why);
}
