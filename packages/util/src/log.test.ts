import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatLogLine, type LogRecord, type LogSink, logger, logSettings, setLog } from './log.js';
import {
  formatLogFilters,
  formatLogOutputs,
  matchesSource,
  parseLogFilters,
  parseLogLevel,
  parseLogOutputs,
} from './log-syntax.js';

const before = logSettings();
let records: LogRecord[] = [];
const sink: LogSink = { level: 'debug', write: record => records.push(record) };

beforeEach(() => {
  records = [];
  setLog({ level: 'warning', filters: [], sinks: [sink] });
});
afterEach(() => setLog(before));

// As the real 9.0 reads and shows them.
test.each([
  ['1:qemu', '1:*qemu* '],
  ['3:remote 4:event', '3:*remote* 4:*event* '],
  ['1:*', '1:*** '],
  ['1:+x', '1:*x* '],
  [' 1:x  2:y', '1:*x* 2:*y* '],
  ['01:x', '1:*x* '],
  ['1:a:b', '1:*a* '],
  ['', ''],
])('filters %j are shown as %j', (text, shown) => {
  expect(formatLogFilters(parseLogFilters(text))).toBe(shown);
});

test.each([
  ['0:x', "Invalid priority '0' for filter '0:x'"],
  ['5:x', "Invalid priority '5'"],
  ['1:', "Invalid match string ''"],
  ['x', "Malformed format for filter 'x'"],
  ['1:a b', "Malformed format for filter 'b'"],
])('filters %j are refused: %s', (text, detail) => {
  expect(() => parseLogFilters(text)).toThrow(detail);
});

test.each([
  ['1:stderr', '1:stderr'],
  ['2:syslog:libvirtd', '2:syslog:libvirtd'],
  ['3:journald 1:file:/tmp/x', '3:journald 1:file:/tmp/x'],
  ['1:stderr 3:stderr', '3:stderr'],
  ['1:file:/x 2:file:/x 3:file:/y', '2:file:/x 3:file:/y'],
])('outputs %j are shown as %j', (text, shown) => {
  expect(formatLogOutputs(parseLogOutputs(text))).toBe(shown);
});

test.each(['1:syslog', '1:foo', '1:stderr:x', '5:stderr', '1:file:/tmp/a:b', '1:journald:x', '1:file:', 'stderr'])(
  'outputs %j are refused',
  text => {
    expect(() => parseLogOutputs(text)).toThrow(expect.objectContaining({ code: 'INVALID_ARG' }));
  },
);

test('levels by number and name', () => {
  expect([1, '3', 'warn', 'warning', 'debug', 0, 5, 'x', ''].map(parseLogLevel)).toEqual([
    'debug',
    'warning',
    'warning',
    'warning',
    'debug',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test.each([
  ['qemu', 'qemu.monitor', true],
  ['emu.m', 'qemu.monitor', true],
  ['q*tor', 'qemu.monitor', true],
  ['q?mu', 'qemu', true],
  ['rpc', 'qemu.monitor', false],
  [`${'*a'.repeat(2000)}b`, 'a'.repeat(5000), false],
])('%.20s and %.20s: %s', (pattern, source, matches) => {
  expect(matchesSource(pattern, source)).toBe(matches);
});

test('a filter overrides the level, the first that matches counts', () => {
  setLog({ filters: parseLogFilters('1:monitor 4:qemu') });
  logger('qemu.monitor').debug('heard');
  logger('qemu.process').warn('not heard');
  logger('rpc').warn('heard too');
  logger('rpc').info('not heard either');
  expect(records.map(record => record.message)).toEqual(['heard', 'heard too']);
});

test('a logger made before the settings changed follows them', () => {
  const log = logger('rpc');
  log.debug('dropped');
  setLog({ level: 'debug' });
  log.debug('kept');
  expect(records.map(record => record.message)).toEqual(['kept']);
});

test('a sink takes only its levels', () => {
  setLog({ level: 'debug', sinks: [{ ...sink, level: 'error' }] });
  logger('x').warn('no');
  logger('x').error('yes');
  expect(records.map(record => record.message)).toEqual(['yes']);
});

test('a function is not called for a message that is dropped', () => {
  const log = logger('x');
  log.debug(() => {
    throw new Error('called');
  });
  log.warn(() => 'made', new Error('broken'), { id: 1n });
  expect(records[0]?.message).toBe('made broken {"id":"1"}');
});

test("the line is libvirt's", () => {
  const record: LogRecord = { level: 'warning', source: 'qemu', message: 'm', timeMs: Date.UTC(2026, 0, 1) };
  expect(formatLogLine(record, 7)).toBe('2026-01-01 00:00:00.000+0000: 7: warning : qemu : m');
});
