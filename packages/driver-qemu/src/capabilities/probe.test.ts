import { expect, test } from 'vitest';
import { EmulatorCapabilities } from './emulator-capabilities.js';
import { findEmulators } from './emulators.js';
import { probeEmulator } from './probe.js';

const emulator = (await findEmulators()).find(found => found.arch === 'x86_64')?.binary;

test.skipIf(emulator === undefined)('a QEMU on this machine tells what it can do (needs qemu-system-x86)', async () => {
  const capabilities = new EmulatorCapabilities(await probeEmulator(emulator as string, AbortSignal.timeout(30_000)));
  expect(capabilities.arch).toBe('x86_64');
  expect(capabilities.version).toBeGreaterThan(4_000_000);
  expect(capabilities.machine('q35')?.name).toMatch(/^pc-q35-/);
  expect(capabilities.defaultMachine?.isDefault).toBe(true);
  expect(capabilities.hasType('virtio-net-pci')).toBe(true);
  expect(capabilities.hasType('no-such-device')).toBe(false);
  expect(capabilities.hasCommand('query-status')).toBe(true);
  expect(capabilities.facts.tcg.cpus.map(cpu => cpu.name)).toContain('qemu64');
});

test('a program that is no QEMU is reported with what it wrote', async () => {
  await expect(probeEmulator('/bin/ls', AbortSignal.timeout(30_000))).rejects.toMatchObject({
    code: 'INTERNAL_ERROR',
    message: expect.stringContaining('ls:') as string,
  });
});
