import { writeFile } from 'node:fs/promises';
import { VirtError } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import type { Parsed } from '../src/document.js';
import {
  completeNetwork,
  completeStoragePool,
  completeStorageVolume,
  formatHostInterface,
  formatNetwork,
  formatNodeDevice,
  formatNwfilter,
  formatSecret,
  formatStoragePool,
  formatStorageVolume,
  ownsBridge,
  parseHostInterfaceReporting,
  parseNetworkReporting,
  parseNodeDeviceReporting,
  parseNwfilterReporting,
  parseSecretReporting,
  parseStoragePoolReporting,
  parseStorageVolumeReporting,
  validateHostInterface,
  validateHostNetwork,
  validateNetwork,
  validateStoragePool,
} from '../src/index.js';
import { corpusCases, corpusFolder } from './corpus.js';
import { difference } from './difference.js';

const report = { unknown: 'report', inactive: true } as const;

/** Reads, checks and completes a document that somebody wrote, and writes the result. */
type Define = (xml: string) => Parsed<string>;

function define<T>(read: (xml: string) => Parsed<T>, finish: (value: T) => string): Define {
  return xml => {
    const parsed = read(xml);
    return { ...parsed, value: finish(parsed.value) };
  };
}

const network = (host: boolean) =>
  define(
    xml => parseNetworkReporting(xml, report),
    value => {
      validateNetwork(value);
      if (host) validateHostNetwork(value);
      const completed = completeNetwork(value);
      // The driver finds a name that is free; on the oracle's host that was the first one.
      const bridge = host && ownsBridge(completed) ? { name: 'virbr0', ...completed.bridge } : completed.bridge;
      return formatNetwork({ ...completed, bridge }, { inactive: true });
    },
  );
const pool = define(
  xml => parseStoragePoolReporting(xml, report),
  value => {
    validateStoragePool(value);
    return formatStoragePool(completeStoragePool(value));
  },
);
const volume = define(
  xml => parseStorageVolumeReporting(xml, report),
  value => {
    const completed = completeStorageVolume(value, 'dir');
    const path = `/default-pool/${completed.name}`;
    return formatStorageVolume({ ...completed, key: path, target: { ...completed.target, path } });
  },
);

interface Kind {
  readonly name: string;
  readonly define: Define;
  /** Refusals that a driver makes for reasons of the host's, which no document shows. */
  readonly drivers?: RegExp;
  /** Lines that a driver fills in with facts. */
  readonly facts?: RegExp;
  /** Parts that libvirt drops as well, with no place in any document of its own. */
  readonly dropped?: RegExp;
}

const sizes = /^ {2}<(capacity|allocation|available) .*\n/gm;
const kinds: readonly Kind[] = [
  {
    name: 'network',
    define: network(true),
    drivers: /not an SR-IOV Virtual Function/,
    dropped: /@(via|connections)$|\/forward\/pf$|flags$/,
  },
  { name: 'network-test', define: network(false), dropped: /@(via|connections)$/ },
  { name: 'storagepool', define: pool, drivers: /missing backend for pool type/, facts: sizes },
  { name: 'storagepool-test', define: pool, facts: sizes },
  { name: 'storagevol-test', define: volume },
  {
    name: 'interface-test',
    define: define(
      xml => parseHostInterfaceReporting(xml, report),
      value => {
        validateHostInterface(value);
        return formatHostInterface(value);
      },
    ),
  },
  {
    name: 'nodedev-test',
    define: define(
      xml => parseNodeDeviceReporting(xml, report),
      value => formatNodeDevice(value),
    ),
  },
  {
    name: 'nwfilter',
    dropped: /rarp\/@protocolid$/,
    define: define(
      xml => parseNwfilterReporting(xml, report),
      value => formatNwfilter(value),
    ),
  },
  {
    name: 'secret',
    define: define(
      xml => parseSecretReporting(xml, report),
      value => formatSecret(value),
    ),
  },
];

describe.skipIf(corpusFolder === undefined)('documents that users wrote (set TSVIRT_CORPUS to the corpus)', () => {
  test.each(kinds)('$name: defined as libvirt defines it, or refused as it refuses it', async kind => {
    const failures: string[] = [];
    const cases = await corpusCases(corpusFolder ?? '', kind.name);
    for (const { name, input, expected, error } of cases) {
      if (error !== undefined && kind.drivers?.test(error.message)) continue;
      const wanted = expected ?? `${error?.code} ${error?.domain} ${error?.message}`;
      const failure = failureOf(kind, input, wanted, expected === undefined);
      if (failure !== undefined) failures.push(`### ${name}\n${failure}`);
    }
    const folder = process.env.TSVIRT_CORPUS_REPORT;
    if (folder !== undefined) await writeFile(`${folder}-define-${kind.name}.txt`, failures.join('\n'));
    console.info(
      `${kind.name}: ${cases.length - failures.length} of ${cases.length} defined or refused as libvirt does`,
    );
    expect(failures).toEqual([]);
  });
});

function failureOf(kind: Kind, input: string, wanted: string, refused: boolean): string | undefined {
  const facts = kind.facts ?? /(?!)/;
  try {
    const { value, unknown } = kind.define(input);
    if (refused) return `accepted, should be ${wanted}`;
    const strange = unknown.filter(path => kind.dropped === undefined || !kind.dropped.test(path));
    if (strange.length > 0) return `unknown: ${strange.join(' ')}`;
    return difference(wanted.replace(facts, ''), value.replace(facts, ''));
  } catch (reason) {
    if (!VirtError.is(reason)) throw reason;
    const given = `${reason.codeNumber} ${reason.domainNumber} `;
    return refused && wanted.startsWith(given) ? undefined : `${given}${reason.message}, should be ${wanted}`;
  }
}
