import { IPAddrType } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import type { TestHost } from '../host/test-host.js';
import { guestInterfaces } from '../network/network-clients.js';
import { guestFilesystems } from './guest-agent.js';
import { react } from './guest-reaction.js';
import { powerOff, reboot } from './power-button.js';
import type { TestDomain } from './test-domain.js';

type Arguments = Readonly<Record<string, unknown>>;
type Command = (host: TestHost, domain: TestDomain, args: Arguments) => unknown;

/** What an agent answers: a value, or why it refuses. */
export type AgentAnswer = { readonly value: unknown } | { readonly error: string };

const nanosecond = 1_000_000_000n;

/** What the agent of each mock guest understands, of the protocol of QEMU's agent. */
const commands: Readonly<Record<string, Command>> = {
  'guest-ping': () => ({}),
  'guest-sync': (_host, _domain, { id }) => id,
  'guest-sync-delimited': (_host, _domain, { id }) => id,
  'guest-info': (_host, { runtime }) => ({
    version: '1.0.0',
    supported_commands: [...Object.keys(commands), ...Object.keys(runtime.behaviour.agentCommands)].map(name => ({
      name,
      enabled: true,
      'success-response': name !== 'guest-shutdown',
    })),
  }),
  'guest-get-host-name': (_host, { name }) => ({ 'host-name': `${name}host` }),
  'guest-get-osinfo': () => ({
    id: 'test',
    name: 'Test OS',
    'pretty-name': 'Test OS 1',
    version: '1',
    'version-id': '1',
    machine: 'i686',
    'kernel-release': '1.0.0',
    'kernel-version': '#1',
  }),
  'guest-get-timezone': () => ({ zone: 'UTC', offset: 0 }),
  'guest-get-users': () => [{ user: 'root', 'login-time': 1_700_000_000 }],
  'guest-get-time': (host, { agent }) => {
    const { seconds, nseconds } = agent.time(host.clock.turnedMs);
    return Number(seconds * nanosecond) + nseconds;
  },
  'guest-set-time': (host, { agent }, { time }) => {
    const ns = BigInt(requireNumber(time, 'time'));
    agent.setTime(ns / nanosecond, Number(ns % nanosecond), host.clock.turnedMs);
  },
  'guest-get-fsinfo': (_host, domain) =>
    filesystems(domain).map(({ mountpoint, name, fstype, devAliases }) => ({
      name,
      mountpoint,
      type: fstype,
      disk: devAliases.map(dev => ({ dev: `/dev/${dev}` })),
    })),
  'guest-fsfreeze-status': (_host, { agent }) => (agent.isFrozen ? 'frozen' : 'thawed'),
  'guest-fsfreeze-freeze': (_host, { agent }) => agent.freeze([]),
  'guest-fsfreeze-freeze-list': (_host, { agent }, { mountpoints = [] }) => agent.freeze(requireTexts(mountpoints)),
  'guest-fsfreeze-thaw': (_host, { agent }) => agent.thaw([]),
  'guest-fstrim': (_host, domain) => ({
    paths: filesystems(domain).map(({ mountpoint }) => ({ path: mountpoint, trimmed: 0, minimum: 0 })),
  }),
  'guest-get-vcpus': (_host, { vcpus, runtime }) =>
    Array.from({ length: vcpus }, (_none, id) => ({
      'logical-id': id,
      online: !runtime.offlineVcpus.has(id),
      'can-offline': id > 0,
    })),
  'guest-network-get-interfaces': (host, domain) =>
    guestInterfaces(host, domain, false).map(({ hwaddr, addrs }, index) => ({
      name: `eth${index}`,
      'hardware-address': hwaddr,
      'ip-addresses': addrs.map(({ type, addr, prefix }) => ({
        'ip-address-type': type === IPAddrType.ipv6 ? 'ipv6' : 'ipv4',
        'ip-address': addr,
        prefix,
      })),
    })),
  'guest-shutdown': (host, domain, { mode = 'powerdown' }) =>
    react(host, domain, domain.runtime.behaviour.shutdown, () =>
      mode === 'reboot' ? reboot(host, domain) : powerOff(host, domain),
    ),
};

/** Has a guest's agent run a command: the test's own of that name, or one that each agent understands. */
export function runAgentCommand(host: TestHost, domain: TestDomain, name: string, args: Arguments): AgentAnswer {
  const { agentCommands } = domain.runtime.behaviour;
  const own = Object.hasOwn(agentCommands, name) ? agentCommands[name] : undefined;
  const known = Object.hasOwn(commands, name) ? commands[name] : undefined;
  try {
    if (own !== undefined) return { value: own(args) };
    if (known !== undefined) return { value: known(host, domain, args) };
  } catch (reason) {
    return { error: VirtError.is(reason) ? (reason.detail ?? reason.message) : String(reason) };
  }
  return { error: `The command ${name} has not been found` };
}

function filesystems({ definition }: TestDomain) {
  const [disk] = definition.devices.disks;
  return disk === undefined ? [] : guestFilesystems(disk.target.dev);
}

function requireNumber(value: unknown, name: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new VirtError('INVALID_ARG', 'TEST', `Parameter '${name}' expects a number`);
}

function requireTexts(value: unknown): string[] {
  if (Array.isArray(value) && value.every(each => typeof each === 'string')) return value;
  throw new VirtError('INVALID_ARG', 'TEST', "Parameter 'mountpoints' expects a list of strings");
}
