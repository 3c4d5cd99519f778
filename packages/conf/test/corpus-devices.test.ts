import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VirtError } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import {
  attachDevice,
  completeDevice,
  detachDevice,
  type DeviceOf,
  type Domain,
  formatDomain,
  insertDevice,
  parseDevice,
  parseDomain,
} from '../src/domain/index.js';
import { corpusCases, corpusFolder } from './corpus.js';
import { difference } from './difference.js';

interface Case {
  readonly name: string;
  readonly input: string;
  readonly expected: string | undefined;
  readonly detached: string | undefined;
  readonly detachError: { readonly code: number; readonly domain: number } | undefined;
  readonly error: { readonly code: number; readonly domain: number } | undefined;
}

const folder = join(corpusFolder ?? '', 'device-attach');

async function cases(): Promise<readonly Case[]> {
  const found = await corpusCases(corpusFolder ?? '', 'device-attach');
  return Promise.all(
    found.map(async item => {
      const files = await readdir(join(folder, item.name));
      const text = async (name: string) =>
        files.includes(name) ? await readFile(join(folder, item.name, name), 'utf8') : undefined;
      const detachError = await text('detach-error.json');
      return {
        ...item,
        detached: await text('detached.xml'),
        detachError: detachError === undefined ? undefined : JSON.parse(detachError),
      };
    }),
  );
}

const buses = new Map<string, DeviceOf<'inputs'>['bus']>([
  ['mouse', 'ps2'],
  ['keyboard', 'ps2'],
  ['tablet', 'usb'],
]);

/** The steps of QEMU's that decide which device is meant; the rest of its policy is the driver's. */
const policy = {
  devices: {
    inputs: (input: DeviceOf<'inputs'>) => ({ ...input, bus: input.bus ?? buses.get(input.type) }),
    shmems: (shmem: DeviceOf<'shmems'>) =>
      shmem.model === 'ivshmem-doorbell' ? { ...shmem, msi: { enabled: true, ...shmem.msi, ioeventfd: true } } : shmem,
    /** Sockets that the driver named for another run of the guest. */
    channels: (channel: DeviceOf<'channels'>) =>
      channel.source.type === 'unix' && channel.source.path?.startsWith('/tmp/channel/') === true
        ? { ...channel, source: { type: 'unix' as const } }
        : channel,
  },
} as const;

const options = { errors: 'QEMU' } as const;

/** Detaching gives what the daemon gave; attaching what was detached gives back the whole. */
function attachedFailure({ input, expected = '', detached, detachError }: Case): string | undefined {
  const domain = parseDomain(expected, { inactive: true });
  const wanted = completeDevice(parseDevice(input, { inactive: true }), domain, policy);
  try {
    const { domain: rest, removed } = detachDevice(domain, wanted, options);
    if (detachError !== undefined) return 'detached what the daemon did not find';
    const restText = formatDomain(rest, { inactive: true });
    if (detached !== undefined) return difference(detached, restText);
    if (removed.kind === 'memories' || removed.kind === 'serials') return undefined;
    return difference(
      expected,
      formatDomain({ ...rest, devices: insertDevice(rest.devices, removed) }, { inactive: true }),
    );
  } catch (reason) {
    return failureOf(reason, detachError);
  }
}

function refusedFailure({ input, error }: Case, base: Domain): string | undefined {
  try {
    attachDevice(base, completeDevice(parseDevice(input, { inactive: true }), base, policy), options);
    return 'accepted';
  } catch (reason) {
    return failureOf(reason, error);
  }
}

function failureOf(reason: unknown, wanted: Case['error']): string | undefined {
  if (!VirtError.is(reason)) throw reason;
  if (wanted !== undefined && reason.codeNumber === wanted.code && reason.domainNumber === wanted.domain)
    return undefined;
  return `${wanted === undefined ? '' : `${wanted.code} ${wanted.domain}: `}${reason.codeNumber} ${reason.domainNumber} ${reason.message}`;
}

/** Faults of the device itself or of what QEMU can do are for the driver to find. */
const operationCodes: ReadonlySet<number> = new Set([55, 84]);

describe.skipIf(corpusFolder === undefined)('devices of definitions (set TSVIRT_CORPUS to the corpus)', () => {
  test('what was attached is found, taken out and put back as the daemon does', async () => {
    const attached = (await cases()).filter(({ expected }) => expected !== undefined);
    const failures = attached.flatMap(item => {
      const failure = attachedFailure(item);
      return failure === undefined ? [] : [`${item.name}: ${failure}`];
    });
    console.info(`device-attach: ${attached.length - failures.length} of ${attached.length} devices found and moved`);
    expect(failures).toEqual([]);
  });

  test('what cannot be attached is refused with the code of the daemon', async () => {
    const all = await cases();
    const empty = all.find(({ name }) => name === 'dev-sound-381ff0f7')?.detached ?? '';
    const base = parseDomain(empty, { inactive: true });
    const refused = all.filter(
      ({ error, name }) => error !== undefined && operationCodes.has(error.code) && name.startsWith('dev-'),
    );
    const failures = refused.flatMap(item => {
      const failure = refusedFailure(item, base);
      return failure === undefined ? [] : [`${item.name}: ${failure}`];
    });
    expect(refused.length).toBeGreaterThan(0);
    expect(failures).toEqual([]);
  });
});
