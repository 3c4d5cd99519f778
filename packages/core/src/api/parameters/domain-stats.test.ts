import { expect, test } from 'vitest';
import { domainStats } from './domain-stats.js';

test('measurements are nested, lists in the order of their numbers, and what is not known is kept', () => {
  const stats = domainStats({
    'state.state': 1,
    'state.reason': 1,
    'cpu.time': 5n,
    'balloon.current': 2048n,
    'vcpu.current': 1,
    'vcpu.maximum': 3,
    'vcpu.2.state': 1,
    'vcpu.2.time': 7n,
    'net.count': 1,
    'net.0.name': 'vnet0',
    'net.0.rx.bytes': 9n,
    'block.count': 2,
    'block.1.name': 'vdb',
    'block.0.name': 'vda',
    'block.0.rd.bytes': 3n,
    'block.0.brand.new': 4n,
    'block.0.wr.bytes': 'odd',
    'perf.cmt': 6n,
    plain: true,
  });
  expect(stats).toEqual({
    state: { state: 'running', reason: 'booted' },
    cpu: { timeNs: 5n },
    balloon: { currentKiB: 2048n },
    vcpuCount: { current: 1, maximum: 3 },
    vcpus: [{ number: 2, state: 'running', timeNs: 7n }],
    nets: [{ number: 0, name: 'vnet0', rxBytes: 9n }],
    blocks: [
      { number: 0, name: 'vda', readBytes: 3n },
      { number: 1, name: 'vdb' },
    ],
    iothreads: [],
    others: { 'block.0.brand.new': 4n, 'block.0.wr.bytes': 'odd', 'perf.cmt': 6n, plain: true },
  });
});

test('what was not measured is absent', () => {
  expect(domainStats({ 'state.state': 1 })).toMatchObject({
    state: undefined,
    cpu: {},
    blocks: [],
    others: { 'state.state': 1 },
  });
});
