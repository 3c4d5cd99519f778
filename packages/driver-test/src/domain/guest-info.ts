import { DomainGuestInfoParam as Name, DomainGuestInfoTypes as Info, type TypedParam } from '@tsvirt/core/protocol';
import { textParam, uint32, uint64 } from '../host/typed-params.js';
import { type GuestFilesystem, guestFilesystems } from './guest-agent.js';
import type { TestDomain } from './test-domain.js';

const guestUser = 'root';
/** 2023-11-14: when the guest's one user logged in, in microseconds. */
const loginUs = 1_700_000_000_000_000n;
/** Sizes of each of a guest's file systems, in bytes. */
const fsSizes = { total: 10_737_418_240n, used: 2_147_483_648n } as const;

/** What a guest's agent tells of it, by kind (`DomainGuestInfoTypes`). */
export function guestInfo(domain: TestDomain): readonly (readonly [type: number, params: readonly TypedParam[]])[] {
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
