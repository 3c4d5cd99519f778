import type { Login, SaslClient, SaslMechanism } from './mechanism.js';

/** Name and password as they are (RFC 4616). The server proves nothing. */
export const plain: SaslMechanism = { name: 'PLAIN', isPlain: true, begin: login => new PlainClient(login) };

class PlainClient implements SaslClient {
  readonly isSatisfied = true;
  readonly #login: Login;

  constructor(login: Login) {
    this.#login = login;
  }

  start(): Uint8Array {
    const { name, password } = this.#login;
    return Buffer.from(`\0${name}\0${password}`, 'utf8');
  }

  step(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}
