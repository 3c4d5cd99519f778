import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { errorCodes } from './error-codes.js';
import { errorDomains } from './error-domains.js';
import { VirtError, type WireError } from './virt-error.js';

describe('the tables', () => {
  test('every code number occurs once, 1 to 113 without a gap', () => {
    const numbers = Object.values(errorCodes).map(entry => entry.number);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 113 }, (_, index) => index + 1));
  });

  test('every domain number occurs once, 0 to 72 without a gap', () => {
    const numbers: number[] = Object.values(errorDomains);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 73 }, (_, index) => index));
  });

  test('every template has one place for the detail, and no phrase has one', () => {
    for (const { phrase, template } of Object.values(errorCodes)) {
      expect(template.split('%s')).toHaveLength(2);
      expect(phrase).not.toContain('%');
    }
  });
});

describe('messages', () => {
  test('the detail fills the template', () => {
    const error = new VirtError('NO_DOMAIN', 'QEMU', "no domain with matching name 'web'");
    expect(error.message).toBe("Domain not found: no domain with matching name 'web'");
    expect(error).toMatchObject({
      str1: 'Domain not found: %s',
      str2: "no domain with matching name 'web'",
      codeNumber: 42,
      domainNumber: 10,
    });
  });

  test('without a detail the phrase is the message', () => {
    expect(new VirtError('XML_ERROR', 'DOMAIN').message).toBe('XML description is invalid or not well formed');
    expect(new VirtError('XML_ERROR', 'DOMAIN', 'x').message).toBe('XML error: x');
  });

  test('dollar signs and percent signs in a detail are text', () => {
    expect(new VirtError('INTERNAL_ERROR', 'NONE', "$& $' %s").message).toBe("internal error: $& $' %s");
  });
});

describe('the wire', () => {
  // Recorded from libvirtd 9.0: admin interface, server_update_tls_files without TLS.
  const recorded: WireError = {
    code: 1,
    domain: 7,
    message: 'internal error: no tls service found, unable to update tls files',
    level: 2,
    str1: 'internal error: %s',
    str2: 'no tls service found, unable to update tls files',
    str3: undefined,
    int1: -1,
    int2: -1,
  };

  test('an error made here has the fields of the real one', () => {
    expect(new VirtError('INTERNAL_ERROR', 'RPC', recorded.str2).toWire()).toEqual(recorded);
  });

  test('a received error comes back unchanged', () => {
    const error = VirtError.fromWire(recorded);
    expect(error.toWire()).toEqual(recorded);
    expect(error).toMatchObject({ code: 'INTERNAL_ERROR', domain: 'RPC', detail: recorded.str2 });
  });

  test('numbers of a newer libvirt survive', () => {
    const newer = { ...recorded, code: 4711, domain: 815, message: 'something new' };
    const error = VirtError.fromWire(newer);
    expect(error).toMatchObject({
      code: 'INTERNAL_ERROR',
      domain: 'NONE',
      codeNumber: 4711,
      domainNumber: 815,
      detail: 'something new',
    });
    expect(error.toWire()).toEqual(newer);
  });

  test('a level that does not exist reads as an error', () => {
    expect(VirtError.fromWire({ ...recorded, level: 99 }).level).toBe('error');
  });
});

describe('wrap', () => {
  test('keeps a VirtError', () => {
    const error = new VirtError('NO_DOMAIN', 'TEST');
    expect(VirtError.wrap(error, 'QEMU')).toBe(error);
  });

  test('an abort is OPERATION_ABORTED, with its cause', () => {
    const { reason } = AbortSignal.abort();
    expect(VirtError.wrap(reason, 'QEMU')).toMatchObject({ code: 'OPERATION_ABORTED', domain: 'QEMU', cause: reason });
  });

  test('an abort is one, whatever reason was given', () => {
    const why = new Error('changed my mind');
    expect(VirtError.aborted(why, 'RPC')).toMatchObject({ code: 'OPERATION_ABORTED', cause: why });
    expect(VirtError.aborted('enough', 'RPC').message).toMatch(/enough/);
    expect(VirtError.aborted(Object.assign(new Error('gone'), { code: 'ENOENT' }), 'RPC').code).toBe(
      'OPERATION_ABORTED',
    );
    expect(VirtError.aborted(AbortSignal.abort().reason, 'RPC').code).toBe('OPERATION_ABORTED');
    expect(VirtError.aborted(new DOMException('late', 'TimeoutError'), 'RPC').code).toBe('OPERATION_TIMEOUT');
    const own = new VirtError('OPERATION_FAILED', 'QEMU', 'it left');
    expect(VirtError.aborted(own, 'RPC')).toBe(own);
  });

  test("a time limit is OPERATION_TIMEOUT, also inside node's own AbortError", () => {
    const limit = new DOMException('late', 'TimeoutError');
    expect(VirtError.wrap(limit, 'QEMU').code).toBe('OPERATION_TIMEOUT');
    const around = Object.assign(new Error('aborted', { cause: limit }), { name: 'AbortError' });
    expect(VirtError.wrap(around, 'QEMU').code).toBe('OPERATION_TIMEOUT');
  });

  test('a failed system call is SYSTEM_ERROR with its number', () => {
    const failed = Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT', path: '/nowhere' });
    expect(VirtError.wrap(failed, 'NONE')).toMatchObject({
      code: 'SYSTEM_ERROR',
      message: '/nowhere: No such file or directory',
      int1: 2,
    });
  });

  test.each([[undefined], ['text'], [{ code: 7 }], [new RangeError('x')]])('%j is INTERNAL_ERROR', thrown => {
    expect(VirtError.wrap(thrown, 'NONE')).toMatchObject({ code: 'INTERNAL_ERROR', cause: thrown });
  });

  test('an error of another copy of this package is recognized', () => {
    const foreign = Object.assign(new Error('x'), { [Symbol.for('tsvirt.VirtError')]: true });
    expect(VirtError.is(foreign)).toBe(true);
    expect(VirtError.is({ [Symbol.for('tsvirt.VirtError')]: true })).toBe(false);
  });
});

test('is printed by its own name, with code and domain, whatever a bundler made of the class', () => {
  const error = new VirtError('SYSTEM_ERROR', 'RPC', 'cannot connect', { int1: 111 });
  expect(error.stack).toMatch(/^VirtError: /);
  expect(VirtError.name).toBe('VirtError');
  const printed = inspect(error);
  expect(printed).toMatch(/^VirtError: .*cannot connect\n/);
  expect(printed).toMatch(/\{ code: 'SYSTEM_ERROR', domain: 'RPC', int1: 111 \}$/);
  // What Node.js prints of an error that nobody catches.
  expect(Object.keys(error)).toEqual(['code', 'domain']);
  expect(inspect(new VirtError('NO_DOMAIN', 'QEMU', 'x', { cause: new Error('because') }))).toContain('because');
});
