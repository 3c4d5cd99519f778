import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
// Not the folder's index: its readers of documents would bring an XML parser along, to every start of a daemon.
import {
  type CpuidRegisters,
  decodeRegisters,
  type X86CpuData,
  x86CpuidLeaves,
  x86FeatureMsrs,
} from '../cpu/x86-data.js';
import { x86Features, x86VendorOf } from '../cpu/x86-model.js';
import { isErrno } from '../errno.js';
import { readFileText } from './file-reading.js';
import type { HostRoots } from './node-cpus.js';

/** What the kernel says about the first CPU. */
export interface CpuInfo {
  /** Revision of the microcode; absent where the kernel does not tell. */
  readonly microcode?: number;
  /** Width of physical addresses. */
  readonly physicalAddressBits?: number;
  /** The kernel's names of what the CPU can do. */
  readonly flags: ReadonlySet<string>;
  readonly vendor?: string;
  readonly family?: number;
  readonly model?: number;
  readonly stepping?: number;
}

const maxCpuInfoBytes = 16 * 1024 * 1024;

/** Reads `/proc/cpuinfo`; empty where it says nothing of the sort. */
export async function readCpuInfo(roots: HostRoots = {}): Promise<CpuInfo> {
  const text = (await readFileText(join(roots.proc ?? '/proc', 'cpuinfo'), { maxBytes: maxCpuInfoBytes })) ?? '';
  const [first = ''] = text.split('\n\n', 1);
  const entries = new Map<string, string>();
  for (const line of first.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) entries.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  const number = (name: string, pattern = /^(\d{1,9})$/) => {
    const match = pattern.exec(entries.get(name) ?? '');
    return match?.[1] === undefined ? undefined : Number(match[1]);
  };
  const found = {
    microcode: number('microcode', /^(0x[0-9a-f]{1,8})$/),
    physicalAddressBits: number('address sizes', /^(\d{1,3}) bits physical/),
    family: number('cpu family'),
    model: number('model'),
    stepping: number('stepping'),
    vendor: entries.get('vendor_id'),
  };
  return {
    flags: new Set((entries.get('flags') ?? '').split(' ').filter(flag => flag !== '')),
    ...(found.microcode !== undefined && { microcode: found.microcode }),
    ...(found.physicalAddressBits !== undefined && { physicalAddressBits: found.physicalAddressBits }),
    ...(found.family !== undefined && { family: found.family }),
    ...(found.model !== undefined && { model: found.model }),
    ...(found.stepping !== undefined && { stepping: found.stepping }),
    ...(found.vendor !== undefined && { vendor: found.vendor }),
  };
}

/**
 * The host's x86 CPU: by its CPUID, where the kernel's `cpuid` device can be read, else by what `/proc/cpuinfo` says.
 * Features in model-specific registers are known only where these may be read too.
 */
export async function readHostX86Cpu(info: CpuInfo, devices = '/dev/cpu/0'): Promise<X86CpuData> {
  const cpuid = await readCpuid(join(devices, 'cpuid'));
  if (cpuid === undefined) return fromCpuInfo(info);
  const msrs = await readMsrs(join(devices, 'msr'));
  return decodeRegisters({ cpuid: (leaf, subleaf) => cpuid.get(`${leaf}:${subleaf}`), msr: index => msrs.get(index) });
}

const extended = 0x8000_0000;

async function readCpuid(path: string): Promise<ReadonlyMap<string, CpuidRegisters> | undefined> {
  await using device = await openDevice(path);
  if (device === undefined) return undefined;
  const answers = new Map<string, CpuidRegisters>();
  const ask = async (leaf: number, subleaf: number): Promise<CpuidRegisters> => {
    const { buffer } = await device.read(Buffer.alloc(16), 0, 16, subleaf * 2 ** 32 + leaf);
    const [eax, ebx, ecx, edx] = [0, 4, 8, 12].map(at => buffer.readUInt32LE(at)) as [number, number, number, number]; // four offsets
    return { eax, ebx, ecx, edx };
  };
  // A leaf beyond the highest answers with another leaf's data on some CPUs.
  const highest = new Map<number, number>();
  for (const base of [0, extended]) highest.set(base, (await ask(base, 0)).eax);
  for (const { leaf, subleaf } of x86CpuidLeaves) {
    if (leaf <= (highest.get(leaf >= extended ? extended : 0) ?? 0))
      answers.set(`${leaf}:${subleaf}`, await ask(leaf, subleaf));
  }
  return answers;
}

async function readMsrs(path: string): Promise<ReadonlyMap<number, bigint>> {
  const values = new Map<number, bigint>();
  await using device = await openDevice(path);
  if (device === undefined) return values;
  for (const index of x86FeatureMsrs) {
    try {
      const { buffer, bytesRead } = await device.read(Buffer.alloc(8), 0, 8, index);
      if (bytesRead === 8) values.set(index, buffer.readBigUInt64LE(0));
    } catch (reason) {
      if (!isErrno(reason, 'EIO')) throw reason; // this CPU has no such register
    }
  }
  return values;
}

async function openDevice(path: string): Promise<(FileHandle & AsyncDisposable) | undefined> {
  try {
    return await open(path, 'r');
  } catch (reason) {
    if (isErrno(reason, 'ENOENT', 'EACCES', 'EPERM', 'ENXIO', 'EIO', 'ENOTDIR')) return undefined;
    throw reason;
  }
}

/** The kernel's names that are more than another spelling. */
const kernelNames: Readonly<Record<string, string>> = {
  pclmulqdq: 'pclmuldq',
  tsc_deadline_timer: 'tsc-deadline',
  nonstop_tsc: 'invtsc',
  cqm: 'cmt',
};

function fromCpuInfo({ flags, vendor, family, model, stepping }: CpuInfo): X86CpuData {
  const spelling = (name: string) => name.replaceAll(/[-_.]/g, '');
  const told = new Set([...flags].map(flag => spelling(kernelNames[flag] ?? flag)));
  return {
    vendor: vendor === undefined ? undefined : x86VendorOf(vendor),
    signature:
      family === undefined || model === undefined || stepping === undefined ? undefined : { family, model, stepping },
    features: new Set(x86Features.filter(name => told.has(spelling(name)))),
  };
}
