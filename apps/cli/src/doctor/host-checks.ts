import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { errnoOf } from '@tsvirt/util';
import { hasNative, readFileText, userName } from '@tsvirt/util/host';
import { sizeText } from '../output/amounts.js';
import { fileRights } from './file-rights.js';
import type { Check, Finding, Verdict } from './finding.js';

/** The least Node.js that is supported. */
const leastNode = [20, 19] as const;

/** Node.js, and the native calls that some things need. */
export const nodeCheck: Check = {
  name: 'node',
  group: 'This process',
  async run() {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    const isNew = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
    const [name, uid] = [userName(), process.getuid?.()];
    const native: Finding = hasNative()
      ? { subject: 'native calls', verdict: 'works', text: 'koffi is installed' }
      : {
          subject: 'native calls',
          verdict: 'missing',
          text: 'without koffi: no descriptors over sockets, no taps, no taking back guests after a restart of tsvirtd',
          fix: 'npm install koffi',
        };
    return [
      {
        subject: 'Node.js',
        verdict: isNew ? 'works' : 'broken',
        text: isNew ? process.version : `${process.version} is older than ${leastNode.join('.')}`,
        ...(!isNew && { fix: 'install a newer Node.js' }),
        facts: { version: process.version },
      },
      { subject: 'user', verdict: 'works', text: `${name ?? 'without a name'} (${uid})`, facts: { name, uid } },
      native,
    ];
  },
};

/** CPUs, memory, and whether guests run on the hardware. */
export const hostCheck: Check = {
  name: 'host',
  group: 'Host',
  async run() {
    const cpus = availableParallelism();
    const memory = BigInt(totalmem());
    const size: Finding = {
      subject: 'size',
      verdict: 'works',
      text: `${cpus} CPUs, ${sizeText(memory)} of memory, ${process.arch}`,
      facts: { cpus, memoryBytes: memory, arch: process.arch },
    };
    return [size, ...(await Promise.all([kvmFinding(), cgroupFinding(), tunFinding(), vhostFinding()]))];
  },
};

async function kvmFinding(): Promise<Finding> {
  const subject = 'KVM';
  const state = await kvmState();
  if (state === 'works') return { subject, verdict: 'works', text: '/dev/kvm: guests run on the hardware' };
  if (state === 'closed') {
    const rights = await fileRights('/dev/kvm');
    const text = `/dev/kvm (${rights?.owners ?? 'closed'}) is not for this user: guests of its own are emulated, which is slow`;
    return {
      subject,
      verdict: 'broken',
      text,
      fix: rights?.fix ?? 'sudo chgrp kvm /dev/kvm && sudo chmod 660 /dev/kvm',
    };
  }
  const cpu = (await readFileText('/proc/cpuinfo', { maxBytes: 1 << 22 })) ?? '';
  const [, vendor] = /\b(vmx|svm)\b/.exec(cpu) ?? [];
  const module = vendor === 'svm' ? 'kvm_amd' : 'kvm_intel';
  return vendor === undefined
    ? { subject, verdict: 'missing', text: 'the CPU offers no virtualization here: guests are emulated, which is slow' }
    : { subject, verdict: 'missing', text: 'the kernel module is not loaded', fix: `sudo modprobe ${module}` };
}

async function cgroupFinding(): Promise<Finding> {
  const subject = 'cgroups';
  const root = '/sys/fs/cgroup';
  const controllers = await readFileText(`${root}/cgroup.controllers`, { maxBytes: 65_536 });
  if (controllers !== undefined) {
    const list = controllers.trim().split(' ');
    return {
      subject,
      verdict: 'works',
      text: `version 2: ${list.join(', ')}`,
      facts: { version: 2, controllers: list },
    };
  }
  const hasOld = await stat(`${root}/cpu`).then(
    () => true,
    () => false, // not mounted
  );
  return hasOld
    ? { subject, verdict: 'works', text: 'version 1', facts: { version: 1 } }
    : { subject, verdict: 'missing', text: `nothing at ${root}: no limits for guests, no containers` };
}

async function tunFinding(): Promise<Finding> {
  const state = await deviceState('/dev/net/tun');
  const text = { works: '/dev/net/tun', closed: '/dev/net/tun is not for this user', missing: 'no /dev/net/tun' }[
    state
  ];
  const isThere = state === 'works';
  return {
    subject: 'taps',
    verdict: isThere ? 'works' : 'missing',
    text: isThere ? text : `${text}: guests have no interfaces on virtual networks`,
    ...(state === 'missing' && { fix: 'sudo modprobe tun' }),
  };
}

async function vhostFinding(): Promise<Finding> {
  const state = await deviceState('/dev/vhost-net');
  const verdict: Verdict = state === 'works' ? 'works' : 'missing';
  return {
    subject: 'vhost',
    verdict,
    text: verdict === 'works' ? '/dev/vhost-net' : 'no /dev/vhost-net for this user: interfaces of guests are slower',
    ...(state === 'missing' && { fix: 'sudo modprobe vhost_net' }),
  };
}

/** Opens it, since the node may be there without anything behind it. */
async function kvmState(): Promise<'works' | 'closed' | 'missing'> {
  const state = await deviceState('/dev/kvm');
  if (state !== 'works') return state;
  try {
    await (await open('/dev/kvm', 'r+')).close();
    return 'works';
  } catch {
    return 'missing'; // ENODEV, ENXIO: no module behind it; EPERM: the cgroup of this container
  }
}

async function deviceState(file: string): Promise<'works' | 'closed' | 'missing'> {
  try {
    await access(file, constants.R_OK | constants.W_OK);
    return 'works';
  } catch (reason) {
    return errnoOf(reason) === 'EACCES' || errnoOf(reason) === 'EPERM' ? 'closed' : 'missing';
  }
}
