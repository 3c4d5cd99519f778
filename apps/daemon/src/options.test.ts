import { describe, expect, test } from 'vitest';
import { parseListenAddress, parseOptions, UsageError } from './options.js';

describe('the command line', () => {
  test('without arguments leaves everything to the configuration', () => {
    expect(parseOptions([])).toEqual({
      config: undefined,
      root: undefined,
      layout: 'tsvirt',
      listen: [],
      listenConfigured: false,
      driverPaths: [],
      pidFile: undefined,
      timeoutSeconds: undefined,
      verbose: false,
      show: undefined,
    });
  });

  test('takes the letters of libvirtd', () => {
    expect(parseOptions(['-v', '-f', '/x.conf', '-p', '/x.pid', '-t', '30', '-l'])).toMatchObject({
      verbose: true,
      config: '/x.conf',
      pidFile: '/x.pid',
      timeoutSeconds: 30,
      listenConfigured: true,
    });
  });

  test('has --listen with and without an address', () => {
    expect(parseOptions(['--listen', '--verbose'])).toMatchObject({
      listenConfigured: true,
      listen: [],
      verbose: true,
    });
    expect(parseOptions(['--listen'])).toMatchObject({ listenConfigured: true, listen: [] });
    expect(parseOptions(['--listen', '[::1]:1', '--listen=localhost:2'])).toMatchObject({
      listenConfigured: false,
      listen: [
        { host: '::1', port: 1 },
        { host: 'localhost', port: 2 },
      ],
    });
  });

  test('collects driver paths in order', () => {
    expect(parseOptions(['--driver-path', 'a', '--driver-path=b']).driverPaths).toEqual(['a', 'b']);
  });

  test.each([
    [['--foo'], "Unknown option '--foo'"],
    [['stray'], "Unexpected argument 'stray'"],
    [['--layout', 'x'], "--layout is 'x', expected tsvirt or libvirt"],
    [['--root', '/x', '--layout', 'libvirt'], '--root and --layout both choose the folders: give one of them'],
    [['--root', ''], '--root is empty'],
    [['--timeout', '0'], "--timeout is '0', expected 1 to 2147483 seconds"],
    [['--timeout', '-5'], expect.stringContaining('--timeout')],
    [['--listen', 'nowhere'], "--listen is 'nowhere', expected HOST:PORT"],
    [['--listen', 'host:70000'], "--listen is 'host:70000', expected HOST:PORT"],
  ])('%j is refused in a line', (argv, message) => {
    expect(() => parseOptions(argv)).toThrow(expect.objectContaining({ name: 'UsageError', message }));
  });

  test('an IPv6 address stands in brackets', () => {
    expect(parseListenAddress('[fe80::1]:16509')).toEqual({ host: 'fe80::1', port: 16_509 });
    expect(() => parseListenAddress('fe80::1:16509')).toThrow(UsageError);
  });
});
