import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { testFolder } from '../../test/test-folder.js';
import { type LogRecord, logger, logSettings, setLog } from '../log.js';
import { formatLogOutputs, parseLogFilters, parseLogOutputs } from '../log-syntax.js';
import { journalMessage, LogDestinations, syslogMessage } from './log-destinations.js';
import { hasNative } from './native.js';

const before = logSettings();
afterEach(() => setLog(before));

test("a file gets libvirt's lines, from its level on", async () => {
  await using folder = await testFolder();
  const path = join(folder.path, 'd.log');
  {
    await using destinations = new LogDestinations();
    await destinations.configure(parseLogOutputs(`2:file:${path}`), {
      level: 'debug',
      filters: parseLogFilters('4:quiet'),
    });
    logger('qemu.monitor').debug('too little for the file');
    logger('qemu.monitor').warn('answer is late');
    logger('quiet').warn('filtered');
    expect(formatLogOutputs(destinations.outputs)).toBe(`2:file:${path}`);
  }
  expect(await readFile(path, 'utf8')).toMatch(
    new RegExp(
      `^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0000: ${process.pid}: warning : qemu\\.monitor : answer is late\\n$`,
    ),
  );
});

test('changing outputs loses nothing, and a relative path is made absolute', async () => {
  await using folder = await testFolder();
  const [one, two] = [join(folder.path, 'one'), join(folder.path, 'two')];
  await using destinations = new LogDestinations();
  await destinations.configure(parseLogOutputs(`1:file:${one}`), { level: 'info' });
  for (let index = 0; index < 1000; index++) logger('x').info(`first ${index}`);
  await destinations.configure(parseLogOutputs(`1:file:${folder.path}/./sub/../two`));
  logger('x').info('second');
  await destinations.configure([]);
  expect((await readFile(one, 'utf8')).split('\n')).toHaveLength(1001);
  expect(await readFile(two, 'utf8')).toContain('second');
});

test('outputs that cannot all be opened change nothing', async () => {
  await using folder = await testFolder();
  await using destinations = new LogDestinations();
  await destinations.configure(parseLogOutputs('3:stderr'));
  const bad = parseLogOutputs(`1:file:${folder.path}/ok 1:file:${folder.path}/no/such/folder`);
  await expect(destinations.configure(bad)).rejects.toMatchObject({ code: 'SYSTEM_ERROR', int1: 2 });
  expect(formatLogOutputs(destinations.outputs)).toBe('3:stderr');
});

const record: LogRecord = {
  level: 'error',
  source: 'rpc',
  message: 'one\ntwo',
  timeMs: new Date(2026, 0, 5, 7, 8, 9).getTime(),
};

test('a syslog datagram', () => {
  expect(syslogMessage(record, 'tsvirtd').toString()).toBe(`<27>Jan  5 07:08:09 tsvirtd[${process.pid}]: one two`);
});

test('a journal datagram: a value with line feeds goes with its length', () => {
  const message = journalMessage(record, 'tsvirtd').toString('latin1');
  expect(message).toBe(
    `MESSAGE\n\x07\0\0\0\0\0\0\0one\ntwo\nPRIORITY=3\nSYSLOG_FACILITY=3\nSYSLOG_IDENTIFIER=tsvirtd\nSYSLOG_PID=${process.pid}\nLIBVIRT_SOURCE=rpc\n`,
  );
});

describe.skipIf(!hasNative())('datagram outputs (need Linux and the optional package koffi)', () => {
  test('nobody listening costs no error', async () => {
    await using destinations = new LogDestinations({
      syslogSocket: '/nonexistent/log',
      journalSocket: '/nonexistent/journal',
    });
    await destinations.configure(parseLogOutputs('1:syslog:x 1:journald'), { level: 'debug' });
    expect(() => logger('x').error('lost')).not.toThrow();
  });
});
