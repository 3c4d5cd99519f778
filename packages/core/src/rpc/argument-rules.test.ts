import { describe, expect, test } from 'vitest';
import { remote, type RemoteProcedures } from '../protocol/index.js';
import { argumentRules, checkArguments } from './argument-rules.js';

/** Names come as keys of the table of rules, which is written for the procedures. */
const procedure = (name: string) => remote.procedureNamed(name as keyof RemoteProcedures);
const dom = { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };
const invalid = { code: 'INVALID_ARG', domain: 'DOMAIN' };

test.each(Object.entries(argumentRules))('the rules of %s look at arguments that it has', (name, rules) => {
  const { spec } = procedure(name);
  for (const { looksAt } of rules) expect(Object.keys(spec.args ?? {})).toEqual(expect.arrayContaining([...looksAt]));
});

describe('arguments', () => {
  // What libvirtd 9.0 answers to the same calls, without a look at its driver.
  test.each([
    ['domainSetMemory', { dom, memory: 0n }, invalid],
    ['domainSetMemory', { dom, memory: 9_007_199_254_740_992n }, { code: 'OVERFLOW', domain: 'DOMAIN' }],
    ['domainSetBlkioParameters', { dom, params: [], flags: 64 }, invalid],
    ['domainSetLifecycleAction', { dom, type: 3, action: 0, flags: 8 }, invalid],
    ['domainCoreDumpWithFormat', { dom, to: '/x', dumpformat: 5, flags: 0 }, invalid],
    ['domainManagedSave', { dom, flags: 6 }, invalid],
    ['domainMemoryPeek', { dom, offset: 0n, size: 1, flags: 3 }, invalid],
    ['domainMemoryPeek', { dom, offset: 0n, size: 4_194_305, flags: 3 }, { code: 'INTERNAL_ERROR', domain: 'RPC' }],
    ['domainGetVcpuPinInfo', { dom, ncpumaps: 0, maplen: 1, flags: 0 }, invalid],
    [
      'domainGetVcpuPinInfo',
      { dom, ncpumaps: 16_384, maplen: 513, flags: 0 },
      { code: 'INTERNAL_ERROR', domain: 'RPC' },
    ],
    ['domainGetCPUStats', { dom, nparams: 0, startCpu: -1, ncpus: 2, flags: 0 }, invalid],
    ['domainSetMetadata', { dom, type: 1, metadata: 'a\nb', key: null, uri: null, flags: 0 }, invalid],
    ['domainSetMetadata', { dom, type: 2, metadata: '<a/>', key: null, uri: 'urn:a', flags: 0 }, invalid],
    ['domainGetMetadata', { dom, type: 0, uri: 'urn:a', flags: 0 }, invalid],
    [
      'domainRevertToSnapshot',
      { snap: { dom, name: 's' }, flags: 3 },
      { code: 'INVALID_ARG', domain: 'DOMAIN_SNAPSHOT' },
    ],
    [
      'domainCheckpointDelete',
      { checkpoint: { dom, name: 's' }, flags: 5 },
      { code: 'INVALID_ARG', domain: 'DOMAIN_CHECKPOINT' },
    ],
    [
      'storageVolResize',
      { vol: { pool: 'p', name: 'v', key: 'k' }, capacity: 0n, flags: 1 },
      { code: 'INVALID_ARG', domain: 'STORAGE' },
    ],
  ])('of %s: %o are refused', (name, args, error) => {
    expect(() => checkArguments(procedure(name), args)).toThrow(expect.objectContaining(error));
  });

  test.each([
    ['domainSetMemory', { dom, memory: 9_007_199_254_740_991n }],
    ['domainGetCPUStats', { dom, nparams: 0, startCpu: 0, ncpus: 0, flags: 0 }],
    ['domainSetMetadata', { dom, type: 2, metadata: null, key: null, uri: 'urn:a', flags: 0 }],
    ['domainBlockRebase', { dom, path: 'vda', base: null, bandwidth: 0n, flags: 16 }],
    ['nodeGetCellsFreeMemory', { startCell: 0 }],
  ])('of %s: %o pass', (name, args) => {
    expect(() => checkArguments(procedure(name), args)).not.toThrow();
  });
});
