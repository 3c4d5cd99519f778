import { DomainBlkioParam, type TypedParam } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { textParam, uint32 } from '../host/typed-params.js';
import type { Definition } from './definition.js';

type Blkiotune = NonNullable<Definition['blkiotune']>;
type Device = NonNullable<Blkiotune['devices']>[number];

/** The limits of single devices: the name of each parameter and the property that holds it. */
const limits = [
  { param: DomainBlkioParam.deviceWeight, key: 'weight', wide: false },
  { param: DomainBlkioParam.deviceReadIops, key: 'readIopsSec', wide: false },
  { param: DomainBlkioParam.deviceWriteIops, key: 'writeIopsSec', wide: false },
  { param: DomainBlkioParam.deviceReadBps, key: 'readBytesSec', wide: true },
  { param: DomainBlkioParam.deviceWriteBps, key: 'writeBytesSec', wide: true },
] as const;

/** The domain's shares of block devices as parameters. Devices are listed as `path,value,path,value`. */
export function blkioParams({ blkiotune }: Definition): TypedParam[] {
  const devices = blkiotune?.devices ?? [];
  return [
    uint32(DomainBlkioParam.weight, blkiotune?.weight ?? 0),
    ...limits.map(({ param, key }) =>
      textParam(
        param,
        devices.flatMap(device => (device[key] === undefined ? [] : [`${device.path},${device[key]}`])).join(','),
      ),
    ),
  ];
}

/**
 * The definition with these parameters set; a limit of 0 takes it away.
 * @throws VirtError INVALID_ARG for a list of devices that cannot be read
 */
export function withBlkioParams(definition: Definition, params: readonly TypedParam[]): Definition {
  let blkiotune: Blkiotune = definition.blkiotune ?? {};
  for (const { field, value } of params) {
    if (field === DomainBlkioParam.weight && value.type === 'uint') blkiotune = { ...blkiotune, weight: value.value };
    const limit = limits.find(({ param }) => param === field);
    if (limit === undefined || value.type !== 'string') continue;
    const devices = new Map((blkiotune.devices ?? []).map(device => [device.path, device]));
    for (const [path, text] of pairs(field, value.value, limit.wide ? 2n ** 64n - 1n : 2n ** 32n - 1n)) {
      const { [limit.key]: _old, ...device }: Device = devices.get(path) ?? { path };
      if (text === '0') devices.set(path, device);
      else devices.set(path, { ...device, [limit.key]: limit.wide ? BigInt(text) : Number(text) });
    }
    const kept = [...devices.values()].filter(device => Object.keys(device).length > 1);
    blkiotune = { ...blkiotune, devices: kept };
  }
  return { ...definition, blkiotune };
}

function pairs(field: string, list: string, most: bigint): [path: string, value: string][] {
  if (list === '') return [];
  const parts = list.split(',');
  const found: [string, string][] = [];
  for (let i = 0; i < parts.length; i += 2) {
    const [path = '', value = ''] = parts.slice(i, i + 2);
    // Blanks and a sign before the digits are what strtol takes.
    const digits = /^\s*\+?(\d+)$/.exec(value)?.[1];
    if (digits === undefined || BigInt(digits) > most)
      throw new VirtError('INVALID_ARG', 'DOMAIN', `unable to parse blkio device '${field}' '${list}'`);
    found.push([path, BigInt(digits).toString()]);
  }
  return found;
}
