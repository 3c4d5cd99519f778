import { describe, expect, test } from 'vitest';
import { migrateParameters } from './domain-jobs.js';
import { blkioParameters, numaParameters, schedulerParameters } from './domain-tuning.js';

describe('a group of parameters', () => {
  test('becomes typed parameters under the names of the wire', () => {
    expect(schedulerParameters.encode({ cpuShares: 1024n, vcpuQuota: -1n })).toEqual([
      { field: 'cpu_shares', value: { type: 'ullong', value: 1024n } },
      { field: 'vcpu_quota', value: { type: 'llong', value: -1n } },
    ]);
    expect(blkioParameters.encode({ weight: 500, deviceWeight: undefined })).toEqual([
      { field: 'weight', value: { type: 'uint', value: 500 } },
    ]);
  });

  test('comes back as an object, each value in the type of its parameter', () => {
    expect(
      schedulerParameters.decode([
        { field: 'cpu_shares', value: { type: 'uint', value: 7 } },
        { field: 'weight', value: { type: 'ullong', value: 9n } },
      ]),
    ).toEqual({ cpuShares: 7n, weight: 9 });
  });

  test('keeps what it has no name for, in both directions', () => {
    const params = [{ field: 'of_the_future', value: { type: 'double', value: 0.5 } }] as const;
    const decoded = schedulerParameters.decode(params);
    expect(decoded).toEqual({ others: { of_the_future: { type: 'double', value: 0.5 } } });
    expect(schedulerParameters.encode(decoded)).toEqual(params);
  });

  test('may have a parameter several times', () => {
    const params = migrateParameters.encode({ migrateDisks: ['vda', 'vdb'] });
    expect(params.map(({ field }) => field)).toEqual(['migrate_disks', 'migrate_disks']);
    expect(migrateParameters.decode(params)).toEqual({ migrateDisks: ['vda', 'vdb'] });
  });

  test('refuses values and names that are none', () => {
    const odd: object = { cpuShare: 1n };
    expect(() => schedulerParameters.encode(odd)).toThrow(/no parameter 'cpuShare'/);
    const wrong: object = { cpuShares: 'many' };
    expect(() => schedulerParameters.encode(wrong)).toThrow(/expected ullong/);
  });

  test('has names for numbers where there are some, in both directions', () => {
    const strict = [{ field: 'numa_mode', value: { type: 'int', value: 0 } }] as const;
    expect(numaParameters.decode(strict)).toEqual({ mode: 'strict' });
    expect(numaParameters.encode({ mode: 'strict' })).toEqual(strict);
    const newer = [{ field: 'numa_mode', value: { type: 'int', value: 99 } }] as const;
    expect(numaParameters.decode(newer)).toEqual({ mode: '#99' });
    expect(numaParameters.encode({ mode: '#99' })).toEqual(newer);
    const odd: object = { mode: 'loose' };
    expect(() => numaParameters.encode(odd)).toThrow(/expected one of strict/);
  });
});
