import { errnoNumber, errnoOf, errnoText } from './errno.js';
import { type ErrorCode, errorCodeName, errorCodes } from './error-codes.js';
import { type ErrorDomain, errorDomainName, errorDomains } from './error-domains.js';

const brand: unique symbol = Symbol.for('tsvirt.VirtError');
/** Where Node.js asks an object how to print it (`util.inspect.custom`). */
const inspected: unique symbol = Symbol.for('nodejs.util.inspect.custom');

/** How bad an error is (`virErrorLevel`): nothing, a warning, an error. */
export type ErrorLevel = 'none' | 'warning' | 'error';

const levels: readonly ErrorLevel[] = ['none', 'warning', 'error'];

/** What a VirtError may carry besides code, domain and detail. */
export interface VirtErrorOptions {
  /** What was caught; stays in this process, never travels. */
  readonly cause?: unknown;
  readonly level?: ErrorLevel | undefined;
  /** Replaces the code's template as `str1`. */
  readonly str1?: string | undefined;
  /** Replaces the detail as `str2`. */
  readonly str2?: string | undefined;
  readonly str3?: string | undefined;
  /** A system error's number, where there is one; -1 when absent. */
  readonly int1?: number | undefined;
  readonly int2?: number | undefined;
}

/** An error's fields as a reply carries them (`remote_error`, without the objects it may name). */
export interface WireError {
  readonly code: number;
  readonly domain: number;
  readonly message: string | undefined;
  /** 0 nothing, 1 a warning, 2 an error. */
  readonly level: number;
  readonly str1: string | undefined;
  readonly str2: string | undefined;
  readonly str3: string | undefined;
  readonly int1: number;
  readonly int2: number;
}

/** What an error carries besides code, domain and message. */
interface Facts {
  readonly detail: string | undefined;
  readonly level: ErrorLevel;
  readonly codeNumber: number;
  readonly domainNumber: number;
  readonly str1: string | undefined;
  readonly str2: string | undefined;
  readonly str3: string | undefined;
  readonly int1: number;
  readonly int2: number;
}

/**
 * The error of this API: a code, a domain that tells who speaks, and a detail that names object, value and
 * expectation. Everything that a caller or a client catches is one of these.
 * @example
 * ```ts
 * import { VirtError } from '@tsvirt/util';
 *
 * const error = new VirtError('NO_DOMAIN', 'QEMU', "no domain with matching name 'web'");
 * console.log(error.code, error.message);
 * const wrapped = VirtError.wrap(new Error('the disk is full'), 'STORAGE');
 * console.log(wrapped.code); // INTERNAL_ERROR
 * ```
 */
export class VirtError extends Error {
  static {
    // On the prototype, where the stack's first line is made from; and whatever a bundler makes of the class's own name.
    Object.defineProperty(this.prototype, 'name', { value: 'VirtError', configurable: true, writable: true });
    Object.defineProperty(this, 'name', { value: 'VirtError', configurable: true });
  }

  /** `VirtError`. */
  declare readonly name: 'VirtError';
  /** libvirt's code without `VIR_ERR_`: `NO_DOMAIN`. */
  readonly code: ErrorCode;
  /** Who speaks: libvirt's domain without `VIR_FROM_`: `QEMU`. */
  readonly domain: ErrorDomain;
  /** What else it carries: not of its own properties, which Node.js prints for each error that nobody catches. */
  #facts: Facts;

  constructor(code: ErrorCode, domain: ErrorDomain, detail?: string, options: VirtErrorOptions = {}) {
    const entry = errorCodes[code];
    super(
      // A replacer function: a detail with `$&` in it is text, not a pattern.
      detail === undefined ? entry.phrase : entry.template.replace('%s', () => detail),
      'cause' in options ? { cause: options.cause } : undefined,
    );
    this.code = code;
    this.domain = domain;
    this.#facts = {
      detail,
      level: options.level ?? 'error',
      codeNumber: entry.number,
      domainNumber: errorDomains[domain],
      str1: options.str1 ?? (detail === undefined ? entry.phrase : entry.template),
      str2: options.str2 ?? detail,
      str3: options.str3,
      int1: options.int1 ?? -1,
      int2: options.int2 ?? -1,
    };
  }

  /** What the code's phrase does not say. Undefined: the phrase is the whole message. */
  get detail(): string | undefined {
    return this.#facts.detail;
  }

  /** How bad it is; `error` unless said otherwise. */
  get level(): ErrorLevel {
    return this.#facts.level;
  }

  /** The code's number; differs from the one of `code` only for a number that this version does not know. */
  get codeNumber(): number {
    return this.#facts.codeNumber;
  }

  /** The domain's number; differs from the one of `domain` only for a number that this version does not know. */
  get domainNumber(): number {
    return this.#facts.domainNumber;
  }

  /** The template of the message. */
  get str1(): string | undefined {
    return this.#facts.str1;
  }

  /** What fills the template. */
  get str2(): string | undefined {
    return this.#facts.str2;
  }

  /** Something more, as codes have it; mostly undefined. */
  get str3(): string | undefined {
    return this.#facts.str3;
  }

  /** A system error's number (errno), or what else the code has; -1 without. */
  get int1(): number {
    return this.#facts.int1;
  }

  /** A second number, as codes have it; -1 without. */
  get int2(): number {
    return this.#facts.int2;
  }

  /** Tells errors of this kind, also across copies of this package. */
  get [brand](): true {
    return true;
  }

  /** Whether something thrown is a VirtError, also one made by another copy of this package. */
  static is(thrown: unknown): thrown is VirtError {
    return thrown instanceof Error && brand in thrown && thrown[brand] === true;
  }

  /**
   * Turns anything thrown into what a caller may see: a VirtError stays as it is, an abort becomes
   * OPERATION_ABORTED, a time limit OPERATION_TIMEOUT, a failed system call SYSTEM_ERROR, the rest INTERNAL_ERROR.
   */
  static wrap(reason: unknown, domain: ErrorDomain): VirtError {
    if (VirtError.is(reason)) return reason;
    const text = reason instanceof Error ? reason.message : String(reason);
    // An AbortSignal's own reasons are DOMExceptions with these names; node's APIs throw errors named alike.
    const name = reason instanceof Error ? reason.name : '';
    if (name === 'AbortError') {
      // Node's APIs throw an AbortError of their own around the reason that the aborter gave.
      const inner = reason instanceof Error ? reason.cause : undefined;
      if (VirtError.is(inner)) return inner;
      if (inner instanceof Error && inner.name === 'TimeoutError') return VirtError.wrap(inner, domain);
      return new VirtError('OPERATION_ABORTED', domain, 'the caller gave up', { cause: reason });
    }
    if (name === 'TimeoutError')
      return new VirtError('OPERATION_TIMEOUT', domain, 'the time limit passed', { cause: reason });
    if (errnoOf(reason) !== undefined) return VirtError.system(reason, domain);
    return new VirtError('INTERNAL_ERROR', domain, text, { cause: reason });
  }

  /**
   * What a caller's abort ends its wait with: the reason given to `abort` where that is a VirtError, OPERATION_TIMEOUT for
   * `AbortSignal.timeout`, OPERATION_ABORTED for every other reason, with its text.
   */
  static aborted(reason: unknown, domain: ErrorDomain): VirtError {
    const error = VirtError.wrap(reason, domain);
    if (error === reason || error.code === 'OPERATION_TIMEOUT' || error.code === 'OPERATION_ABORTED') return error;
    const text = reason instanceof Error ? reason.message : String(reason);
    return new VirtError('OPERATION_ABORTED', domain, text, { cause: reason });
  }

  /**
   * The error for a failed system call: the detail, a colon, the C library's text; the number in `int1`.
   * @param reason what node threw (its `code` is the symbolic name), or that name itself
   * @param detail what was being done, with the object: `cannot open file '/x'`
   */
  static system(reason: unknown, domain: ErrorDomain, detail?: string): VirtError {
    const name = typeof reason === 'string' ? reason : errnoOf(reason);
    if (name === undefined)
      return new VirtError('INTERNAL_ERROR', domain, joined(detail, String(reason)), { cause: reason });
    const path = detail === undefined && reason instanceof Error && 'path' in reason ? String(reason.path) : undefined;
    const what = detail ?? path;
    const number = errnoNumber(name) ?? -1;
    return new VirtError('SYSTEM_ERROR', domain, joined(what, errnoText(name)), {
      cause: reason,
      str2: joined(what, errnoText(name)),
      int1: number,
    });
  }

  /**
   * An error that came in a reply. Numbers that this version does not know keep their value in `codeNumber`
   * and `domainNumber`; `code` then reads INTERNAL_ERROR and `domain` NONE. The message is kept to the letter.
   */
  static fromWire(wire: WireError): VirtError {
    const code = errorCodeName(wire.code) ?? 'INTERNAL_ERROR';
    const domain = errorDomainName(wire.domain) ?? 'NONE';
    const detail = detailOf(code, wire);
    const error = new VirtError(code, domain, detail);
    error.message = wire.message ?? errorCodes[code].phrase;
    const { str1, str2, str3, int1, int2 } = wire;
    const level = levels[wire.level] ?? 'error';
    error.#facts = { detail, level, codeNumber: wire.code, domainNumber: wire.domain, str1, str2, str3, int1, int2 };
    return error;
  }

  /** For `console.log` and uncaught errors: the stack, and of the fields those that the message does not say. */
  [inspected](_depth: number, options: object, inspect: (value: unknown, options: object) => string): string {
    const { code, domain, int1, cause } = this;
    const errno = code === 'SYSTEM_ERROR' && int1 >= 0 ? { int1 } : {};
    const fields = { code, domain, ...errno, ...(cause === undefined ? {} : { cause }) };
    return `${this.stack ?? this.message} ${inspect(fields, options)}`;
  }

  /** The fields as a reply carries them. */
  toWire(): WireError {
    const { codeNumber: code, domainNumber: domain, message, str1, str2, str3, int1, int2 } = this;
    return { code, domain, message, level: levels.indexOf(this.level), str1, str2, str3, int1, int2 };
  }
}

function joined(what: string | undefined, text: string): string {
  return what === undefined ? text : `${what}: ${text}`;
}

/** The detail out of a whole message, when the message has the form of its code. */
function detailOf(code: ErrorCode, wire: WireError): string | undefined {
  if (wire.message === undefined) return undefined;
  const [before = '', after = ''] = errorCodes[code].template.split('%s');
  const { message } = wire;
  if (message === errorCodes[code].phrase) return undefined;
  if (errorCodes[code].number === wire.code && message.startsWith(before) && message.endsWith(after)) {
    return message.slice(before.length, message.length - after.length);
  }
  return message;
}
