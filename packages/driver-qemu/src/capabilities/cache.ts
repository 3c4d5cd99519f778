import { createHash } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Logger, VirtError } from '@tsvirt/util';
import { writeFileAtomic } from '@tsvirt/util/host';
import { isObject } from '../monitor/qmp-message.js';
import { EmulatorCapabilities, type EmulatorFacts } from './emulator-capabilities.js';
import { probeEmulator } from './probe.js';

/** Rises with every change of what is kept, so that an older daemon's file is probed anew. */
const formatVersion = 2;
const maxCacheFileBytes = 8 * 1024 * 1024;

interface Stamp {
  readonly binary: string;
  readonly mtimeMs: number;
  readonly size: number;
  /** Whether /dev/kvm could be used; a change of that changes the answers. */
  readonly kvm: boolean;
}

/**
 * What the emulators of this host can do, by the path of the binary. Answers come from memory, then from a file keyed by the
 * binary's path, modification time and size, then from the binary itself. One probe runs for one binary at a time.
 */
export class CapabilitiesCache {
  readonly #folder: string;
  readonly #log: Logger;
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, { stamp: Stamp; capabilities: Promise<EmulatorCapabilities> }>();
  readonly #probes = new Set<Promise<EmulatorFacts>>();

  /** @param folder where files are kept; made when the first is written. @param signal ends probes when the daemon stops */
  constructor(folder: string, log: Logger, signal: AbortSignal) {
    this.#folder = folder;
    this.#log = log;
    this.#signal = signal;
  }

  /**
   * What a binary can do.
   * @throws VirtError SYSTEM_ERROR when there is no such binary, INTERNAL_ERROR when it can't be asked
   */
  async of(binary: string): Promise<EmulatorCapabilities> {
    const stamp = await stampOf(binary);
    const known = this.#known.get(binary);
    if (known !== undefined && sameStamp(known.stamp, stamp)) return known.capabilities;
    const capabilities = this.#load(stamp);
    this.#known.set(binary, { stamp, capabilities });
    capabilities.catch(() => this.#known.delete(binary));
    return capabilities;
  }

  async #load(stamp: Stamp): Promise<EmulatorCapabilities> {
    const file = path.join(this.#folder, `${createHash('sha256').update(stamp.binary).digest('hex')}.json`);
    const kept = await this.#read(file, stamp);
    if (kept !== undefined) return new EmulatorCapabilities(kept);
    const facts = await this.#probe(stamp.binary);
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o755 });
      await writeFileAtomic(file, JSON.stringify({ formatVersion, stamp, facts }), { mode: 0o600 });
    } catch (reason) {
      this.#log.warn(`capabilities of ${stamp.binary} are not kept: ${VirtError.wrap(reason, 'QEMU').message}`);
    }
    return new EmulatorCapabilities(facts);
  }

  /** Resolves when no probe runs: after the signal's abort, shortly. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#probes);
  }

  async #probe(binary: string): Promise<EmulatorFacts> {
    const probe = probeEmulator(binary, this.#signal);
    this.#probes.add(probe);
    try {
      return await probe;
    } finally {
      this.#probes.delete(probe);
    }
  }

  async #read(file: string, stamp: Stamp): Promise<EmulatorFacts | undefined> {
    try {
      const { size } = await stat(file);
      if (size > maxCacheFileBytes) return undefined;
      const kept: unknown = JSON.parse(await readFile(file, 'utf8'));
      if (!isObject(kept) || kept['formatVersion'] !== formatVersion || !sameStamp(kept['stamp'], stamp))
        return undefined;
      return isFacts(kept['facts']) ? kept['facts'] : undefined;
    } catch (reason) {
      if (!(reason instanceof Error && 'code' in reason && reason.code === 'ENOENT'))
        this.#log.warn(`kept capabilities in ${file} can't be read, asking ${stamp.binary} again: ${String(reason)}`);
      return undefined;
    }
  }
}

async function stampOf(binary: string): Promise<Stamp> {
  try {
    const { mtimeMs, size } = await stat(binary);
    return { binary, mtimeMs, size, kvm: await kvmDevice() };
  } catch (reason) {
    throw VirtError.system(reason, 'QEMU', `Cannot check QEMU binary ${binary}`);
  }
}

async function kvmDevice(): Promise<boolean> {
  return stat('/dev/kvm').then(
    found => found.isCharacterDevice(),
    () => false,
  );
}

function sameStamp(kept: unknown, stamp: Stamp): boolean {
  return (
    isObject(kept) &&
    kept['binary'] === stamp.binary &&
    kept['mtimeMs'] === stamp.mtimeMs &&
    kept['size'] === stamp.size &&
    kept['kvm'] === stamp.kvm
  );
}

// Only this program writes the file, into a folder that only its user may write; the shape of the outer level is checked
// so that a truncated or hand-edited file leads to a new probe instead of a failure deep inside.
function isFacts(value: unknown): value is EmulatorFacts {
  return (
    isObject(value) &&
    typeof value['binary'] === 'string' &&
    typeof value['arch'] === 'string' &&
    typeof value['version'] === 'number' &&
    typeof value['package'] === 'string' &&
    (['machines', 'types', 'commands', 'tpmModels', 'tpmTypes', 'migrationCapabilities', 'displays'] as const).every(
      key => Array.isArray(value[key]),
    ) &&
    isObject(value['options']) &&
    isObject(value['properties']) &&
    isObject(value['tcg'])
  );
}
