import { access, constants, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readCpuInfo, readHostX86Cpu } from './host-cpu.js';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'tsvirt-cpu-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

const cpuinfo = `processor\t: 0
vendor_id\t: AuthenticAMD
cpu family\t: 25
model\t\t: 1
stepping\t: 1
microcode\t: 0xa0011d5
flags\t\t: fpu sse4_1 pclmulqdq sha_ni tsc_deadline_timer cr8_legacy nonstop_tsc no_such_flag
address sizes\t: 48 bits physical, 48 bits virtual

processor\t: 1
model\t\t: 99
`;

test('without a cpuid device the kernel tells the CPU in its own words', async () => {
  const proc = await folder();
  await writeFile(join(proc, 'cpuinfo'), cpuinfo);
  const info = await readCpuInfo({ proc });
  expect(info).toMatchObject({ microcode: 0xa0011d5, physicalAddressBits: 48 });
  expect(await readHostX86Cpu(info, join(proc, 'none'))).toEqual({
    vendor: 'AMD',
    signature: { family: 25, model: 1, stepping: 1 },
    features: new Set(['fpu', 'sse4.1', 'pclmuldq', 'sha-ni', 'tsc-deadline', 'cr8legacy', 'invtsc']),
  });
});

const readable = await access('/dev/cpu/0/cpuid', constants.R_OK).then(
  () => true,
  () => false,
);

test.skipIf(!readable)('CPUID tells at least what the kernel tells (needs the cpuid device)', async () => {
  const info = await readCpuInfo();
  const byKernel = await readHostX86Cpu(info, '/nonexistent');
  const byCpuid = await readHostX86Cpu(info);
  expect(byCpuid.signature).toEqual(byKernel.signature);
  expect(byCpuid.vendor).toBe(byKernel.vendor);
  // The kernel makes up flags for some that the CPU tells otherwise; these it does not.
  const plain = ['fpu', 'tsc', 'cx8', 'sse', 'sse2', 'lm', 'avx', 'avx2', 'aes', 'bmi1', 'rdrand'];
  expect(plain.filter(name => byCpuid.features.has(name))).toEqual(plain.filter(name => byKernel.features.has(name)));
});
