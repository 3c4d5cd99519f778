import { readFileSync } from 'node:fs';
import { VirtError } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import { completeDomain, parseDomain, validateDomain } from '../src/index.js';
import { testPolicy } from './test-policy.js';

/**
 * Parts of a definition that libvirt 9.0.0's mock hypervisor refuses, one for each kind of its messages: code and domain
 * of the error, what stands before the devices, the devices.
 */
const refused = readFileSync(new URL('recorded/refused-parts.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map(line => line.split('\t'));

function refusal(parts: string, devices: string): VirtError {
  const xml = `<domain type='test'><name>g</name><uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>
  <memory>4194304</memory><vcpu>4</vcpu><os><type arch='x86_64'>hvm</type></os>${parts}
  <devices>${devices}</devices></domain>`;
  try {
    validateDomain(completeDomain(parseDomain(xml, { inactive: true }), testPolicy));
  } catch (reason) {
    if (VirtError.is(reason)) return reason;
    throw reason;
  }
  throw new Error('it is accepted');
}

describe('a part of a definition is refused as libvirt refuses it', () => {
  test.each(refused)('%s of %s: %s%s', (code, domain, parts = '', devices = '') => {
    const error = refusal(parts, devices);
    expect([error.code, error.domain]).toEqual([code, domain]);
    // What is wrong has a place, wherever it is found: while reading, completing or checking.
    expect(error.cause).toMatchObject({
      name: 'DocumentFault',
      path: expect.stringMatching(/^\/domain/),
      line: expect.any(Number),
      column: expect.any(Number),
    });
  });
});
