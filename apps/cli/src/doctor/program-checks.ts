import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '@tsvirt/util/host';
import { installCommand, type PackageName } from './distribution.js';
import type { Check, CheckContext, Finding } from './finding.js';

/** A program that something needs. */
interface Program {
  readonly names: readonly string[];
  /** What cannot be done without it. */
  readonly purpose: string;
  readonly install: PackageName;
  /** Folders besides those of PATH. */
  readonly folders?: readonly string[];
}

const programs: readonly Program[] = [
  {
    names: ['qemu-img'],
    purpose: 'making and measuring disk images',
    install: { debian: 'qemu-utils', fedora: 'qemu-img', suse: 'qemu-img', arch: 'qemu-img' },
  },
  { names: ['nft', 'iptables'], purpose: 'NAT and filters of virtual networks', install: 'nftables' },
  {
    names: ['dnsmasq'],
    purpose: 'DHCP and DNS of virtual networks',
    install: { debian: 'dnsmasq-base', fedora: 'dnsmasq', suse: 'dnsmasq', arch: 'dnsmasq' },
  },
  { names: ['ip'], purpose: 'bridges and taps', install: { debian: 'iproute2', fedora: 'iproute' } },
  { names: ['swtpm'], purpose: 'emulated TPMs', install: 'swtpm' },
  {
    names: ['virtiofsd'],
    purpose: 'shared folders',
    install: 'virtiofsd',
    folders: ['/usr/libexec', '/usr/lib/qemu'],
  },
  { names: ['crun'], purpose: 'containers', install: 'crun' },
  {
    names: ['ssh'],
    purpose: 'URIs like qemu+ssh://host/system',
    install: { debian: 'openssh-client', fedora: 'openssh-clients', suse: 'openssh-clients', arch: 'openssh' },
  },
];

const qemuPackage = { debian: 'qemu-system', fedora: 'qemu-kvm', suse: 'qemu', arch: 'qemu-base' } as const;

const usualFolders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
const versionLimitMs = 5_000;

/** Whether the programs are there that others are run by. */
export const programsCheck: Check = {
  name: 'programs',
  group: 'Programs',
  run: context => Promise.all(programs.map(program => foundProgram(program, context))),
};

async function foundProgram(
  { names, purpose, install, folders = [] }: Program,
  { env }: CheckContext,
): Promise<Finding> {
  const subject = names.join(' or ');
  for (const name of names) {
    const file = await firstExecutable([...searchPath(env), ...folders], name);
    if (file !== undefined) return { subject, verdict: 'works', text: `${file}, for ${purpose}`, facts: { file } };
  }
  return { subject, verdict: 'missing', text: `not found: no ${purpose}`, fix: await installCommand(install) };
}

/** Emulators in the folders of PATH, and their versions. */
export const qemuCheck: Check = {
  name: 'qemu',
  group: 'QEMU',
  async run(context) {
    const files = await emulators(searchPath(context.env));
    if (files.length === 0) {
      const text = 'no qemu-system-* in PATH: no guests of qemu:///system on this host';
      return [{ subject: 'QEMU', verdict: 'missing', text, fix: await installCommand(qemuPackage) }];
    }
    return Promise.all(files.map(file => versionOf(file, context.signal)));
  },
};

async function versionOf(file: string, signal: AbortSignal): Promise<Finding> {
  const subject = path.basename(file);
  try {
    const options = { domain: 'QEMU', signal, timeoutMs: versionLimitMs, maxOutputBytes: 65_536 } as const;
    const { text } = await runCommand([file, '--version'], options);
    const version = /version (\d+)\.(\d+)[^\s]*/.exec(text);
    const [said = text.trim(), major = '0'] = version ?? [];
    const isOld = Number(major) < 7;
    return {
      subject,
      verdict: isOld ? 'broken' : 'works',
      text: isOld ? `${said} is older than 7.0, which is the least that is used` : said,
      facts: { file, version: said.replace('version ', '') },
    };
  } catch (reason) {
    signal.throwIfAborted();
    const text = reason instanceof Error ? reason.message : String(reason);
    return { subject, verdict: 'broken', text: `${file} does not run: ${text}`, facts: { file } };
  }
}

async function emulators(folders: readonly string[]): Promise<string[]> {
  const found = new Map<string, string>();
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => []); // a folder that is missing or closed has none for us
    for (const name of names.toSorted((one, other) => (one < other ? -1 : 1))) {
      if (/^qemu-system-[a-z0-9_]+$/.test(name) && !found.has(name)) found.set(name, path.join(folder, name));
    }
  }
  return [...found.values()];
}

/** Folders in which programs are, those of PATH first. */
export function searchPath(env: CheckContext['env']): string[] {
  const named = (env['PATH'] ?? '').split(':').filter(folder => path.isAbsolute(folder));
  return [...new Set([...named, ...usualFolders])];
}

/** The first of the folders' files of that name that can be run; undefined when there is none. */
export async function firstExecutable(folders: readonly string[], name: string): Promise<string | undefined> {
  for (const folder of folders) {
    const file = path.join(folder, name);
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false, // not there, or not for us to run
    );
    if (isThere) return file;
  }
  return undefined;
}
