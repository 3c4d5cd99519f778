import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Parsed } from '../src/document.js';
import {
  formatDomainSnapshot,
  formatHostInterface,
  formatNetwork,
  formatNodeDevice,
  formatNwfilter,
  formatSecret,
  formatStoragePool,
  formatStorageVolume,
  parseDomainSnapshotReporting,
  parseHostInterfaceReporting,
  parseNetworkReporting,
  parseNodeDeviceReporting,
  parseNwfilterReporting,
  parseSecretReporting,
  parseStoragePoolReporting,
  parseStorageVolumeReporting,
} from '../src/index.js';
import { corpusCases, corpusFolder } from './corpus.js';
import { difference } from './difference.js';

interface Kind {
  /** Reads a document, and says what writes it again. */
  readonly read: (xml: string) => Pick<Parsed<() => string>, 'value' | 'unknown'>;
}

function kind<T>(read: (xml: string) => Parsed<T>, write: (value: T) => string): Kind {
  return {
    read(xml) {
      const { value, unknown } = read(xml);
      return { value: () => write(value), unknown };
    },
  };
}

const report = { unknown: 'report' } as const;

const network = kind(
  xml => parseNetworkReporting(xml, report),
  value => formatNetwork(value),
);
const pool = kind(
  xml => parseStoragePoolReporting(xml, report),
  value => formatStoragePool(value),
);
const volume = kind(
  xml => parseStorageVolumeReporting(xml, report),
  value => formatStorageVolume(value),
);
const iface = kind(
  xml => parseHostInterfaceReporting(xml, report),
  value => formatHostInterface(value),
);
const nodedev = kind(
  xml => parseNodeDeviceReporting(xml, report),
  value => formatNodeDevice(value),
);
const nwfilter = kind(
  xml => parseNwfilterReporting(xml, report),
  value => formatNwfilter(value),
);
const secret = kind(
  xml => parseSecretReporting(xml, report),
  value => formatSecret(value),
);
const snapshot = kind(
  xml => parseDomainSnapshotReporting(xml, report),
  value => formatDomainSnapshot(value, { inactive: true, secure: true }),
);

const kinds: readonly (readonly [string, Kind])[] = [
  ['network', network],
  ['network-test', network],
  ['network-update', network],
  ['storagepool', pool],
  ['storagepool-test', pool],
  ['storagevol', volume],
  ['storagevol-test', volume],
  ['interface-test', iface],
  ['nodedev-test', nodedev],
  ['nwfilter', nwfilter],
  ['secret', secret],
  ['snapshot', snapshot],
  ['snapshot-test', snapshot],
  ['snapshot-create', snapshot],
  ['snapshot-create-test', snapshot],
];

describe.skipIf(corpusFolder === undefined)('documents that libvirt wrote (set TSVIRT_CORPUS to the corpus)', () => {
  test.each(kinds)('%s: read and written again, not a byte differs', async (name, { read }) => {
    const failures: string[] = [];
    let count = 0;
    for (const { name: entry, expected, secure } of await corpusCases(corpusFolder ?? '', name)) {
      for (const original of [expected, secure]) {
        if (original === undefined) continue;
        const document = original.replaceAll('@CREATIONTIME@', '1272917631');
        count++;
        const failure = failureOf(document, read);
        if (failure !== undefined) failures.push(`### ${entry}\n${failure}`);
      }
    }
    const folder = process.env.TSVIRT_CORPUS_REPORT;
    if (folder !== undefined) await writeFile(`${folder}-${name}.txt`, failures.join('\n'));
    console.info(`${name}: ${count - failures.length} of ${count} documents keep every byte`);
    expect(failures).toEqual([]);
  });
});

function failureOf(document: string, read: Kind['read']): string | undefined {
  try {
    const { value, unknown } = read(document);
    if (unknown.length > 0) return `unknown: ${unknown.join(' ')}`;
    return difference(document, value());
  } catch (reason) {
    return `error: ${String(reason)}`;
  }
}
