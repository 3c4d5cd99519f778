import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { testFolder } from '../../test/test-folder.js';
import { ConfFile } from './conf-file.js';
import { type ConfValue, parseConf } from './conf-syntax.js';
import { VirtError } from '../virt-error.js';

// What virConfReadString of libvirt 9.0 accepts, with the value of `a`.
test.each<[string, ConfValue | undefined]>([
  ['a=1', 1n],
  ['a = 1\n', 1n],
  ['a = -1', -1n],
  ['a = +1', 1n],
  ['a = 01', 1n],
  ['a = 99999999999999999999', 99999999999999999999n],
  ['a = "x"', 'x'],
  ["a = 'x # y' # c", 'x # y'],
  ['a = """x\ny"""', 'x\ny'],
  ['a = """x"y"""', 'x"y'],
  ['a = ""', ''],
  ['a = ["x", "y"]', ['x', 'y']],
  ['a = ["x",\n"y"\n]', ['x', 'y']],
  ['a = []', []],
  ['a = [1,2]', [1n, 2n]],
  ['# only\n\n', undefined],
  ['a = 1; b = 2', 1n],
  ['a = 1\r\nb = 2', 1n],
  ['a=1\na=2', 1n],
  ['\n\n a = 1', 1n],
  ['a = 1 # c\n', 1n],
])('%j reads as %s', (text, value) => {
  expect(parseConf(text, 'f').get('a')?.value).toEqual(value);
});

// Friendlier than 9.0: comments and a comma behind the last item within lists.
test('a list may hold comments and end in a comma', () => {
  expect(parseConf('a = [ # first\n  "x",\n  # "y",\n]\nb = 2', 'f').get('a')?.value).toEqual(['x']);
  expect(parseConf('a = [\n"x",\n]\nb = 2', 'f').get('b')).toEqual({ value: 2n, line: 4 });
});

// What it refuses, in its words.
test.each([
  ['a', '1: expecting an assignment'],
  ['a = ', '1: expecting a value'],
  ['a = "x', '1: unterminated string'],
  ['a = "x\ny"', '1: unterminated string'],
  ['a = 1 2', '1: expecting a separator'],
  ['1a = 1', '1: expecting a name'],
  ['a-b = 1', '1: expecting an assignment'],
  ['a = 0x10', '1: expecting a separator'],
  ['a = "x\\"y"', '1: expecting a separator'],
  ['a = [,]', '1: expecting a value'],
  ['a = ["x" "y"]', '1: expecting a separator in list'],
  ['a=["x",,"y"]', '1: expecting a value'],
  ['a == 1', '1: expecting a value'],
  ['a = yes', '1: expecting a value'],
  ['a\n=1', '1: expecting an assignment'],
  ['a =\n1', '1: expecting a value'],
  ['x = 1\n\nb = """y\nz"""\nc c', '5: expecting an assignment'],
  ['a = ["x"', '1: list is not closed with ]'],
])('%j is refused: %s', (text, detail) => {
  expect(() => parseConf(text, 'f.conf')).toThrow(`configuration file syntax error: f.conf:${detail}`);
});

test('any text is read or refused as a VirtError', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '=', '"', "'", '[', ']', ',', '#', '\n', ' ', '1', '-', ';') }),
      text => {
        try {
          parseConf(text, 'f');
        } catch (reason) {
          expect(VirtError.is(reason)).toBe(true);
        }
      },
    ),
  );
});

const conf = ConfFile.parse(
  'n = 5\nneg = -5\nbig = 4294967296\ns = "text"\nl = ["a", "b"]\nmixed = ["a", 1]\nyes = 1\n',
  'f.conf',
);

test('values by type', () => {
  expect(conf.uint('n')).toBe(5);
  expect(conf.int('neg')).toBe(-5);
  expect(conf.string('s')).toBe('text');
  expect(conf.strings('l')).toEqual(['a', 'b']);
  expect(conf.strings('s', { single: true })).toEqual(['text']);
  expect(conf.boolean('yes')).toBe(true);
  expect([conf.uint('x'), conf.int('x'), conf.string('x'), conf.strings('x'), conf.boolean('x')]).toEqual(
    Array(5).fill(undefined),
  );
});

test.each([
  ["expected a string for 'n' parameter", () => conf.string('n')],
  ["expected an unsigned integer for 'neg' parameter", () => conf.uint('neg')],
  ["value for 'big' parameter must be in range 0:4294967295", () => conf.uint('big')],
  ["value for 'n' parameter must be in range 6:7", () => conf.int('n', { min: 6, max: 7 })],
  ["value for 'n' parameter must be 0 or 1", () => conf.boolean('n')],
  ["expected a bool for 's' parameter", () => conf.boolean('s')],
  ["expected a string list for 's' parameter", () => conf.strings('s')],
  ["expected a string list for 'mixed' parameter", () => conf.strings('mixed')],
])('a value of another type: %s', (detail, read) => {
  expect(read).toThrow(new RegExp(`^internal error: f\\.conf:\\d: ${detail}$`));
});

test('keys that nobody asks for are told with their lines', () => {
  const file = ConfFile.parse('known = 1\nmispelt = 2\n', 'f');
  file.uint('known');
  expect(file.unused()).toEqual([{ key: 'mispelt', line: 2 }]);
});

test('a file is loaded, or is not there', async () => {
  await using folder = await testFolder();
  await folder.put({ 'a.conf': 'n = 1' });
  expect((await ConfFile.load(join(folder.path, 'a.conf')))?.uint('n')).toBe(1);
  expect(await ConfFile.load(join(folder.path, 'b.conf'))).toBeUndefined();
});
