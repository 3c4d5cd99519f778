import { VirtError } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import {
  alignSnapshotDisks,
  completeSnapshot,
  formatDomainSnapshot,
  isExternal,
  nameExternalDisks,
  parseDomainSnapshot,
} from '../src/index.js';
import { corpusCases, corpusFolder } from './corpus.js';
import { difference } from './difference.js';

/** The document without the domain in it, whose completion is the drivers'. */
const withoutDomain = (xml: string) => xml.replace(/^ *<domain [^]*<\/domain>\n/m, '');

async function redefined(xml: string): Promise<string> {
  const snapshot = completeSnapshot(parseDomainSnapshot(xml, { inactive: true }), { redefine: true, now: 0n });
  const { domain } = snapshot;
  if (domain === undefined) throw new Error('a redefined snapshot has its domain');
  const external = snapshot.state === 'disk-snapshot' || isExternal(snapshot);
  const aligned = alignSnapshotDisks(snapshot.disks ?? [], domain, {
    place: external ? 'external' : 'internal',
    uniform: !external,
  });
  // Where the recording was made, every disk was a file.
  const disks = await nameExternalDisks(aligned, snapshot.name, domain, async () => true);
  return formatDomainSnapshot({ ...snapshot, disks, domain: undefined });
}

describe.skipIf(corpusFolder === undefined)('snapshots redefined (set TSVIRT_CORPUS to the corpus)', () => {
  test('are as libvirt has them, or refused as it refuses them', async () => {
    const failures: string[] = [];
    const cases = await corpusCases(corpusFolder ?? '', 'snapshot-test');
    for (const { name, input, expected, error } of cases) {
      if (error?.domain === 20) continue; // the domain, not the snapshot, is refused
      const wanted = expected === undefined ? `${error?.code} ${error?.domain}` : withoutDomain(expected);
      const failure = difference(wanted, await outcome(input));
      if (failure !== undefined) failures.push(`### ${name}\n${failure}`);
    }
    console.info(`snapshot-test: ${cases.length - failures.length} of ${cases.length} redefined or refused as libvirt`);
    expect(failures).toEqual([]);
  });
});

async function outcome(xml: string): Promise<string> {
  try {
    return withoutDomain(await redefined(xml));
  } catch (reason) {
    if (VirtError.is(reason)) return `${reason.codeNumber} ${reason.domainNumber}`;
    throw reason;
  }
}
