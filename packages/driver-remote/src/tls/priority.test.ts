import { expect, test } from 'vitest';
import { tlsLimits } from './priority.js';

test.each([
  [undefined, { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' }],
  ['NORMAL:-VERS-TLS1.3', { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }],
  ['NORMAL:-VERS-SSL3.0:%COMPAT', { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' }],
  ['NORMAL:-VERS-ALL:+VERS-TLS1.3', { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' }],
  ['normal:+VERS-TLS1.1:+VERS-TLS1.0', { minVersion: 'TLSv1', maxVersion: 'TLSv1.3' }],
])('%s', (priority, expected) => {
  expect(tlsLimits(priority)).toEqual(expected);
});

test('a stronger base has its ciphers', () => {
  expect(tlsLimits('SECURE256').ciphers).toContain('AES_256');
});

test.each(['MAGIC', 'NORMAL:+MAGIC', 'NORMAL:-VERS-TLS9.9', 'NORMAL:-VERS-ALL', 'NORMAL:+VERS-TLS1.1:-VERS-TLS1.2'])(
  '%s has no translation',
  priority => {
    expect(() => tlsLimits(priority)).toThrow(expect.objectContaining({ code: 'CONFIG_UNSUPPORTED' }));
  },
);
