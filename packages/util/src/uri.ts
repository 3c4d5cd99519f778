import { VirtError } from './virt-error.js';

/** One parameter of a URI's query, decoded. */
export interface UriParameter {
  readonly name: string;
  /** Empty when the query has the name alone. */
  readonly value: string;
}

/** The parts of a URI, decoded. Absent parts are undefined, but an absent path is the empty text. */
export interface UriParts {
  readonly scheme?: string | undefined;
  readonly user?: string | undefined;
  /** An IPv6 address stands here without its brackets. */
  readonly host?: string | undefined;
  /** Undefined when the URI names none, or names 0. */
  readonly port?: number | undefined;
  readonly path?: string | undefined;
  /** As it stands in the URI, still encoded. */
  readonly query?: string | undefined;
  readonly fragment?: string | undefined;
}

const shape = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/i;
const authorityShape = /^(?:([^@]*)@)?(\[[^\]@]*\]|[^:@[\]]*)(?::(\d{0,9}))?$/;
const maxLength = 65_536;

/**
 * A connection URI: `driver[+transport]://[user@][host][:port]/[path][?parameters]`. Reads and writes what
 * virURIParse and virURIFormat do.
 */
export class VirUri {
  /** What is before the first colon: `qemu+ssh`; undefined where there is none. */
  readonly scheme: string | undefined;
  /** The user before the host; undefined where there is none. */
  readonly user: string | undefined;
  /** The host, of an IPv6 address without its brackets; undefined without an authority, empty in `qemu:///system`. */
  readonly host: string | undefined;
  /** The port; undefined where there is none. */
  readonly port: number | undefined;
  /** The path, decoded: `/system`; empty where there is none. */
  readonly path: string;
  /** What is behind the question mark, as it is written; undefined where there is none. */
  readonly query: string | undefined;
  /** What is behind the number sign, decoded; undefined where there is none. */
  readonly fragment: string | undefined;
  /** The query's parameters in order; those without a name are left out. */
  readonly parameters: readonly UriParameter[];

  constructor(parts: UriParts) {
    this.scheme = parts.scheme;
    this.user = parts.user;
    this.host = parts.host;
    this.port = parts.port;
    this.path = parts.path ?? '';
    this.query = parts.query;
    this.fragment = parts.fragment;
    this.parameters = readParameters(parts.query ?? '');
  }

  /** @throws INTERNAL_ERROR from URI when the text is not a URI: the code that clients know for it */
  static parse(text: string): VirUri {
    const uri = VirUri.tryParse(text);
    if (uri === undefined) throw new VirtError('INTERNAL_ERROR', 'URI', `Unable to parse URI ${text}`);
    return uri;
  }

  /** As `parse`, but undefined when the text is not a URI. */
  static tryParse(text: string): VirUri | undefined {
    if (text.length > maxLength || !isUriText(text)) return undefined;
    const match = shape.exec(text);
    if (match === null) return undefined;
    const authority = match[2] === undefined ? undefined : readAuthority(match[2]);
    if (match[2] !== undefined && authority === undefined) return undefined;
    const path = decode(match[3] ?? '');
    const fragment = match[5] === undefined ? undefined : decode(match[5]);
    return new VirUri({ scheme: match[1], ...authority, path, query: match[4], fragment });
  }

  /** The driver's part of the scheme: `qemu` of `qemu+ssh`. */
  get driver(): string | undefined {
    return this.scheme?.split('+', 1)[0];
  }

  /** The transport in the scheme, `ssh` of `qemu+ssh`; undefined when it names none. */
  get transport(): string | undefined {
    const at = this.scheme?.indexOf('+') ?? -1;
    return at < 0 ? undefined : this.scheme?.slice(at + 1);
  }

  /** The first value of a parameter, or undefined. Case matters, as it does to libvirt's lookups by exact name. */
  parameter(name: string): string | undefined {
    return this.parameters.find(parameter => parameter.name === name)?.value;
  }

  /** The same URI with other parts; the query is replaced by `parameters` where they are given. */
  with(parts: UriParts & { readonly parameters?: readonly UriParameter[] | undefined }): VirUri {
    const { scheme, user, host, port, path, query, fragment } = this;
    const next: UriParts = { scheme, user, host, port, path, query, fragment, ...parts };
    if (parts.parameters === undefined) return new VirUri(next);
    return new VirUri({ ...next, query: formatParameters(parts.parameters) });
  }

  /** The URI as text. */
  toString(): string {
    const scheme = this.scheme === undefined ? '' : `${this.scheme}:`;
    const user = this.user === undefined ? '' : `${encode(this.user, userSafe)}@`;
    const host = this.host ?? '';
    const port = this.port === undefined ? '' : `:${this.port}`;
    const authority = `//${user}${host.includes(':') ? `[${host}]` : encode(host, hostSafe)}${port}`;
    const query = this.query === undefined ? '' : `?${this.query}`;
    const fragment = this.fragment === undefined ? '' : `#${encode(this.fragment, fragmentSafe)}`;
    return scheme + authority + encode(this.path, pathSafe) + query + fragment;
  }
}

/** A query made of parameters, each name and value encoded. Undefined when there are none. */
export function formatParameters(parameters: readonly UriParameter[]): string | undefined {
  if (parameters.length === 0) return undefined;
  return parameters.map(({ name, value }) => `${encode(name, unreserved)}=${encode(value, unreserved)}`).join('&');
}

function readAuthority(text: string): { user?: string; host?: string; port?: number } | undefined {
  const match = authorityShape.exec(text);
  if (match === null) return undefined;
  const bracketed = match[2]?.startsWith('[') === true;
  const host = decode(bracketed ? (match[2] ?? '').slice(1, -1) : (match[2] ?? ''));
  const port = Number(match[3] ?? 0);
  return {
    ...(match[1] === undefined ? {} : { user: decode(match[1]) }),
    ...(host === '' ? {} : { host }),
    ...(port === 0 ? {} : { port }),
  };
}

function readParameters(query: string): UriParameter[] {
  const parameters: UriParameter[] = [];
  for (const part of query.split(/[&;]/)) {
    const at = part.indexOf('=');
    const name = decode(at < 0 ? part : part.slice(0, at));
    if (name !== '') parameters.push({ name, value: at < 0 ? '' : decode(part.slice(at + 1)) });
  }
  return parameters;
}

/** ASCII without white space and controls, and each percent sign with its two digits. */
function isUriText(text: string): boolean {
  return /^[!#$&-;=?-Z[\]_a-z~]*$/.test(text.replaceAll(/%[0-9a-f]{2}/gi, '_'));
}

const decoder = new TextDecoder('utf-8', { fatal: false });
const encoder = new TextEncoder();

function decode(text: string): string {
  if (!text.includes('%')) return text;
  // Every `%` is followed by two hex digits here: isUriText saw to it. Other text is ASCII.
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '%' && /^[0-9a-f]{2}$/i.test(text.slice(at + 1, at + 3))) {
      bytes.push(Number.parseInt(text.slice(at + 1, at + 3), 16));
      at += 2;
    } else bytes.push(...encoder.encode(text[at]));
  }
  return decoder.decode(Uint8Array.from(bytes));
}

// What each part leaves unencoded: RFC 2396's unreserved characters and the delimiters that part may hold.
const unreserved = /[A-Za-z0-9_.!~*'()-]/;
const pathSafe = /[A-Za-z0-9_.!~*'()/;@&=+$,:-]/;
const userSafe = /[A-Za-z0-9_.!~*'();:&=+$,-]/;
const hostSafe = /[A-Za-z0-9_.!~*'();:&=+$,-]/;
const fragmentSafe = /[A-Za-z0-9_.!~*'();/?:@&=+$,-]/;

function encode(text: string, safe: RegExp): string {
  let out = '';
  for (const byte of encoder.encode(text)) {
    const char = String.fromCharCode(byte);
    out += byte < 128 && safe.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}
