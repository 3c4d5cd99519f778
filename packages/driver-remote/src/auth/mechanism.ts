/** The client's side of one SASL exchange. */
export interface SaslClient {
  /** The client's first message. */
  start(): Promise<Uint8Array> | Uint8Array;
  /**
   * Answers a message of the server's; undefined when nothing is left to say.
   * @throws VirtError AUTH_FAILED when the server does not know the secret either, or says what cannot be
   */
  step(message: Uint8Array): Promise<Uint8Array | undefined>;
  /** Whether the server has proven itself, as far as the mechanism has it do so. */
  readonly isSatisfied: boolean;
}

/** Who logs in. */
export interface Login {
  readonly name: string;
  readonly password: string;
}

/** A way to prove by SASL who one is. */
export interface SaslMechanism {
  /** Its registered name: `SCRAM-SHA-256`. */
  readonly name: string;
  /** The password itself travels: only where nobody can read along. */
  readonly isPlain: boolean;
  begin(login: Login): SaslClient;
}
