import { expect, test } from 'vitest';
import { tapCountersIn } from './tap-counters.js';

test('what the host sent is what the guest received', () => {
  const text = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:    1272      24    0    0    0     0          0         0     1272      24    0    0    0     0       0          0
 vnet0:     100       2    1    3    0     0          0         0      176       4    5    6    0     0       0          0
`;
  expect(tapCountersIn(text).get('vnet0')).toEqual({
    rxBytes: 176n,
    rxPackets: 4n,
    rxErrs: 5n,
    rxDrop: 6n,
    txBytes: 100n,
    txPackets: 2n,
    txErrs: 1n,
    txDrop: 3n,
  });
  expect(tapCountersIn(text).size).toBe(2);
  expect(tapCountersIn('nonsense: 1 2 x').size).toBe(0);
});
