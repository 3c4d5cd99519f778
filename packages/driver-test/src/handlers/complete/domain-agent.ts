import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainAgentResponseTimeoutValues,
  DomainAuthorizedSSHKeysSetFlags as Keys,
  DomainGetHostnameFlags,
  DomainGuestInfoParam as Name,
  DomainGuestInfoTypes as Info,
  DomainInterfaceAddressesSource as Source,
  DomainVcpuFlags,
  type NonnullDomain,
  type TypedParam,
} from '@tsvirt/core/protocol';
import { Bitmap, VirtError } from '@tsvirt/util';
import { type GuestFilesystem, guestFilesystems } from '../../domain/guest-agent.js';
import { changeDefinitions, impactFlags } from '../../domain/impact.js';
import type { TestDomain } from '../../domain/test-domain.js';
import { withVcpusPlugged } from '../../domain/vcpu-states.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';
import { textParam, uint32, uint64 } from '../../host/typed-params.js';
import { guestInterfaces } from '../../network/network-clients.js';
import { domainGuestHandlers } from '../domain-guest.js';
import { domainVcpuHandlers } from '../domain-vcpu.js';

const guestUser = 'root';
/** 2023-11-14: when the guest's one user logged in, in microseconds. */
const loginUs = 1_700_000_000_000_000n;
/** Sizes of each of a guest's file systems, in bytes. */
const fsSizes = { total: 10_737_418_240n, used: 2_147_483_648n } as const;
const addressSources: readonly number[] = [Source.lease, Source.agent, Source.arp];
const allInfo = Object.values(Info).reduce((all, type) => all | type, 0);
const timeouts: readonly number[] = Object.values(DomainAgentResponseTimeoutValues);

/** What the agent in a guest answers; each call of it fails while the guest behaves as if it had none. */
export function domainAgentHandlers(host: TestHost): DriverHandlers {
  const base = domainGuestHandlers(host);
  const vcpus = domainVcpuHandlers(host);
  const withAgent = (dom: NonnullDomain): TestDomain => {
    const domain = host.domains.findActive(dom);
    if (domain.runtime.behaviour.agent === 'answers') return domain;
    throw new VirtError('AGENT_UNRESPONSIVE', 'TEST', 'QEMU guest agent is not connected');
  };
  /** The same call as on any host, which takes an agent here. */
  const asked = <A extends { readonly dom: NonnullDomain }, C, R>(handler: ((args: A, call: C) => R) | undefined) =>
    handler === undefined
      ? undefined
      : (args: A, call: C): R => {
          withAgent(args.dom);
          return handler(args, call);
        };
  const agentCalls = {
    domainGetTime: asked(base.domainGetTime),
    domainSetTime: asked(base.domainSetTime),
    domainGetFSInfo: asked(base.domainGetFSInfo),
    domainFSFreeze: asked(base.domainFSFreeze),
    domainFSThaw: asked(base.domainFSThaw),
    domainFSTrim: asked(base.domainFSTrim),
    domainSetUserPassword: asked(base.domainSetUserPassword),
  };

  return {
    ...Object.fromEntries(Object.entries(agentCalls).filter(([, handler]) => handler !== undefined)),

    domainGetHostname({ dom, flags }) {
      checkFlags(flags, DomainGetHostnameFlags.lease | DomainGetHostnameFlags.agent, 'domainGetHostname');
      const ofAgent = (flags & DomainGetHostnameFlags.lease) === 0;
      const { name } = ofAgent ? withAgent(dom) : host.domains.findActive(dom);
      return { hostname: `${name}host` };
    },

    domainInterfaceAddresses({ dom, source, flags }) {
      checkFlags(flags, 0, 'domainInterfaceAddresses');
      if (!addressSources.includes(source))
        throw new VirtError('ARGUMENT_UNSUPPORTED', 'TEST', `Unknown IP address data source ${source}`);
      const domain = source === Source.agent ? withAgent(dom) : host.domains.findActive(dom);
      return { ifaces: guestInterfaces(host, domain, source === Source.lease) };
    },

    domainGetGuestInfo({ dom, types, flags }) {
      checkFlags(flags, 0, 'domainGetGuestInfo');
      const domain = withAgent(dom);
      const unknown = (types & ~allInfo) >>> 0;
      if (unknown !== 0)
        throw new VirtError('INVALID_ARG', 'TEST', `unsupported guest information types '0x${unknown.toString(16)}'`);
      const wanted = types === 0 ? allInfo : types;
      const groups = infoOf(domain);
      return { params: groups.flatMap(([type, params]) => ((wanted & type) === 0 ? [] : params)) };
    },

    domainAgentSetResponseTimeout({ dom, timeout, flags }) {
      checkFlags(flags, 0, 'domainAgentSetResponseTimeout');
      if (timeout < 0 && !timeouts.includes(timeout))
        throw new VirtError('INVALID_ARG', 'TEST', `guest agent timeout '${timeout}' is less than the minimum '-2'`);
      host.domains.find(dom);
      return { result: 0 };
    },

    domainAuthorizedSSHKeysGet({ dom, user, flags }) {
      checkFlags(flags, 0, 'domainAuthorizedSSHKeysGet');
      return { keys: [...(withAgent(dom).runtime.sshKeys.get(user) ?? [])] };
    },

    domainAuthorizedSSHKeysSet({ dom, user, keys, flags }) {
      checkFlags(flags, Keys.append | Keys.remove, 'domainAuthorizedSSHKeysSet');
      if ((flags & Keys.append) !== 0 && (flags & Keys.remove) !== 0)
        throw new VirtError('INVALID_ARG', 'DOMAIN', 'append and remove are mutually exclusive');
      const { sshKeys } = withAgent(dom).runtime;
      const before = sshKeys.get(user) ?? [];
      if ((flags & Keys.append) !== 0) sshKeys.set(user, [...before, ...keys.filter(key => !before.includes(key))]);
      else if ((flags & Keys.remove) !== 0)
        sshKeys.set(
          user,
          before.filter(key => !keys.includes(key)),
        );
      else sshKeys.set(user, [...keys]);
    },

    domainGetGuestVcpus({ dom, flags }) {
      checkFlags(flags, 0, 'domainGetGuestVcpus');
      const domain = withAgent(dom);
      const there = Array.from({ length: domain.vcpus }, (_none, number) => number);
      const online = there.filter(number => !domain.runtime.offlineVcpus.has(number));
      return {
        params: [
          textParam('vcpus', cpuList(there)),
          textParam('online', cpuList(online)),
          // The first one carries what cannot be moved.
          textParam('offlinable', cpuList(there.slice(1))),
        ],
      };
    },

    domainSetGuestVcpus({ dom, cpumap, state, flags }) {
      checkFlags(flags, 0, 'domainSetGuestVcpus');
      const domain = withAgent(dom);
      const { offlineVcpus } = domain.runtime;
      const chosen = [...Bitmap.parse(cpumap)];
      if (state !== 0 && state !== 1) throw new VirtError('INVALID_ARG', 'DOMAIN', `state ${state} of a vCPU`);
      for (const number of chosen) {
        if (number >= domain.vcpus) throw new VirtError('INVALID_ARG', 'TEST', `guest vcpu ${number} does not exist`);
        if (number === 0 && state === 0)
          throw new VirtError('INVALID_ARG', 'TEST', 'guest vcpu 0 cannot be taken offline');
      }
      for (const number of chosen) {
        if (state === 0) offlineVcpus.add(number);
        else offlineVcpus.delete(number);
      }
    },

    domainGetVcpusFlags(args, call) {
      if ((args.flags & DomainVcpuFlags.guest) === 0) {
        const reply = vcpus.domainGetVcpusFlags?.(args, call);
        if (reply === undefined) throw new Error('vCPUs are counted on every host');
        return reply;
      }
      const domain = withAgent(args.dom);
      return { num: domain.vcpus - domain.runtime.offlineVcpus.size };
    },

    domainSetVcpu({ dom, cpumap, state, flags }) {
      checkFlags(flags, impactFlags, 'domainSetVcpu');
      if (state !== 0 && state !== 1) throw new VirtError('INVALID_ARG', 'DOMAIN', `state ${state} of a vCPU`);
      const chosen = [...Bitmap.parse(cpumap)];
      if (chosen.length === 0) throw new VirtError('INVALID_ARG', 'DOMAIN', 'no vcpus selected for modification');
      changeDefinitions(host.domains.find(dom), flags, definition => withVcpusPlugged(definition, chosen, state === 1));
    },
  };
}

function cpuList(numbers: readonly number[]): string {
  return new Bitmap(numbers).toString();
}

function infoOf(domain: TestDomain): readonly (readonly [type: number, params: readonly TypedParam[]])[] {
  const { disks, interfaces } = domain.definition.devices;
  const filesystems = disks[0] === undefined ? [] : guestFilesystems(disks[0].target.dev);
  return [
    [
      Info.users,
      [
        uint32(Name.userCount, 1),
        textParam(`${Name.userPrefix}0${Name.userSuffixName}`, guestUser),
        uint64(`${Name.userPrefix}0${Name.userSuffixLoginTime}`, loginUs / 1000n),
      ],
    ],
    [
      Info.os,
      [
        textParam(Name.osId, 'test'),
        textParam(Name.osName, 'Test OS'),
        textParam(Name.osPrettyName, 'Test OS 1'),
        textParam(Name.osVersion, '1'),
        textParam(Name.osVersionId, '1'),
        textParam(Name.osMachine, 'i686'),
        textParam(Name.osKernelRelease, '1.0.0'),
        textParam(Name.osKernelVersion, '#1'),
      ],
    ],
    [
      Info.timezone,
      [textParam(Name.timezoneName, 'UTC'), { field: Name.timezoneOffset, value: { type: 'int', value: 0 } }],
    ],
    [Info.hostname, [textParam(Name.hostnameHostname, `${domain.name}host`)]],
    [Info.filesystem, [uint32(Name.fsCount, filesystems.length), ...filesystems.flatMap(filesystemInfo)]],
    [
      Info.disks,
      [
        uint32(Name.diskCount, disks.length),
        ...disks.flatMap(({ target }, index) => {
          const name = (suffix: string) => `${Name.diskPrefix}${index}${suffix}`;
          return [
            textParam(name(Name.diskSuffixName), `/dev/${target.dev}`),
            { field: name(Name.diskSuffixPartition), value: { type: 'boolean', value: false } } as const,
            textParam(name(Name.diskSuffixAlias), target.dev),
          ];
        }),
      ],
    ],
    [
      Info.interfaces,
      [
        uint32(Name.ifCount, interfaces.length),
        ...interfaces.flatMap(({ mac }, index) => [
          textParam(`${Name.ifPrefix}${index}${Name.ifSuffixName}`, `eth${index}`),
          textParam(`${Name.ifPrefix}${index}${Name.ifSuffixHwaddr}`, mac?.address ?? ''),
        ]),
      ],
    ],
    [
      Info.load,
      [Name.load1m, Name.load5m, Name.load15m].map(
        field => ({ field, value: { type: 'double', value: 0.5 * domain.vcpus } }) as const,
      ),
    ],
  ];
}

function filesystemInfo({ mountpoint, name, fstype, devAliases }: GuestFilesystem, index: number): TypedParam[] {
  const field = (suffix: string) => `${Name.fsPrefix}${index}${suffix}`;
  return [
    textParam(field(Name.fsSuffixMountpoint), mountpoint),
    textParam(field(Name.fsSuffixName), name),
    textParam(field(Name.fsSuffixFstype), fstype),
    uint64(field(Name.fsSuffixTotalBytes), fsSizes.total),
    uint64(field(Name.fsSuffixUsedBytes), fsSizes.used),
    uint32(field(Name.fsSuffixDiskCount), devAliases.length),
    ...devAliases.map((alias, disk) =>
      textParam(`${field(Name.fsSuffixDiskPrefix)}${disk}${Name.fsSuffixDiskSuffixAlias}`, alias),
    ),
  ];
}
