import { expect, test } from 'vitest';
import { decodeQemuProperties, decodeRegisters, featureOfQemu, qemuNameOf } from './x86-data.js';

test('registers are read as vendor, signature and features', () => {
  const leaves = new Map([
    ['0:0', { eax: 7, ebx: 0x756e_6547, edx: 0x4965_6e69, ecx: 0x6c65_746e }],
    ['1:0', { eax: 0x0009_06ea, ebx: 0, ecx: 0, edx: 1 }],
    ['7:0', { eax: 0, ebx: 0x8000_0020, ecx: 0, edx: 0 }],
  ]);
  const cpu = decodeRegisters({
    cpuid: (leaf, subleaf) => leaves.get(`${leaf}:${subleaf}`),
    msr: index => (index === 0x10a ? 0x21n : undefined),
  });
  expect(cpu).toEqual({
    vendor: 'Intel',
    signature: { family: 6, model: 158, stepping: 10 },
    features: new Set(['fpu', 'avx2', 'avx512vl', 'rdctl-no', 'mds-no']),
  });
});

test('extended family and model count only where the base family has them', () => {
  const signature = (eax: number) =>
    decodeRegisters({ cpuid: leaf => (leaf === 1 ? { eax, ebx: 0, ecx: 0, edx: 0 } : undefined), msr: () => undefined })
      .signature;
  expect(signature(0x00a0_0f11)).toEqual({ family: 25, model: 1, stepping: 1 });
  expect(signature(0x0001_0543)).toEqual({ family: 5, model: 4, stepping: 3 });
});

test('the spellings of QEMU are taken, and what is no feature is not', () => {
  const cpu = decodeQemuProperties({
    'sse4-1': true,
    lm: true,
    'lahf-lm': false,
    'hv-time': true,
    family: 15,
    vendor: 'x',
  });
  expect(cpu).toEqual({ vendor: undefined, signature: undefined, features: new Set(['sse4.1', 'lm']) });
});

test('a name for QEMU leads back to the feature', () => {
  for (const name of ['sse4.1', 'pni', 'lahf_lm', 'avx2', 'nx']) expect(featureOfQemu(qemuNameOf(name))).toBe(name);
});
